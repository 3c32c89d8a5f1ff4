/** `page->mapping` followed before the test that asks whether it may be. */
import { ALL } from '../kernel/kinds.ts';
import { defineRule } from './rule.ts';

export const mappingCheckedAfterUse = defineRule({
  id: 'mapping-checked-after-use',
  summary: '`->mapping` is followed first and tested for NULL afterwards',
  severity: 'warning',
  confidence: 'high',
  fields: ['mapping'],
  needsOrigin: false,
  docs: {
    what: 'Follows `->mapping` and tests the same value for NULL later, with no assignment in between.',
    why: 'Either the test is not needed, or the line before it faults. A page that is truncated, not yet in a file, or a DAX page of a release in which its mapping is NULL makes it fault.',
    instead: 'Test first, then follow.',
    limits: [
      'Two reads of `->mapping` count as the same value, although it may change between them.',
      '`&mapping->lock` handed to a call counts as computing an address, although the call follows it.',
    ],
  },
  example: {
    era: '6.1',
    bad: `static int mark(struct page *page)
{
	struct inode *inode = page->mapping->host;

	if (!page->mapping)
		return 0;
	return note(inode);
}
`,
    good: `static int mark(struct page *page)
{
	struct address_space *mapping = page->mapping;

	if (!mapping)
		return 0;
	return note(mapping->host);
}
`,
  },

  *check(unit, { lineOf }) {
    for (const site of unit.sites) {
      if (site.field !== 'mapping') continue;
      const late = site.events.find((event) => event.role === 'tested' && event.followedBefore && !event.asserted);
      if (!late?.followedBefore) continue; // tested first, or never tested

      yield {
        at: late.followedBefore,
        site,
        kinds: ALL,
        severity: 'warning',
        message: `\`${late.via ?? `${site.base}->mapping`}\` is followed before the NULL test on line ${lineOf(late.start)}`,
        reason: 'where the test can fail, the line before it has already followed NULL',
        related: [{ start: late.start, end: late.end, message: 'tested for NULL here, after it was followed' }],
      };
    }
  },
});
