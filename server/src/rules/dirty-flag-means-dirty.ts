/** The dirty or uptodate flag of a page taken for the state of its data. */
import { describeKinds, FSDAX_KINDS, intersect, isEmpty, kindSet, minus } from '../kernel/kinds.ts';
import type { SiteEvent } from '../model/site.ts';
import { defineRule, originClause, toldApart } from './rule.ts';

export const dirtyFlagMeansDirty = defineRule({
  id: 'dirty-flag-means-dirty',
  summary: 'the dirty or uptodate flag of a DAX page is taken for the state of its data',
  severity: 'warning',
  confidence: 'medium',
  fields: ['dirty', 'uptodate'],
  needsOrigin: true,
  docs: {
    what: 'Does something only where the dirty flag of a user page is set, or tests its uptodate flag, where the page can be FS-DAX.',
    why: 'DAX keeps the dirty state in a tag of the entry in `i_pages`. From 4.17 to 5.17 nothing sets the flag of the page, before and after nothing clears it. The uptodate flag is never set: the memory is the storage.',
    instead:
      'Ask `mapping_tagged()` and write back with `filemap_write_and_wait_range()`, which knows DAX files; or tell device memory apart before flags are read.',
    limits: [
      'A test for a flag that is not set is not reported for the dirty flag: marking a page dirty once more is harmless.',
      'A test whose outcomes are both harmless is reported all the same.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static int write_if_dirty(unsigned long addr)
{
	struct page *page;
	int err = 0;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (PageDirty(page))
		err = write_block(page);
	put_page(page);
	return err;
}
`,
    good: `static int write_if_dirty(unsigned long addr)
{
	struct page *page;
	int err = 0;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (!is_zone_device_page(page) && PageDirty(page))
		err = write_block(page);
	put_page(page);
	return err;
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      const { field } = site;
      if (field !== 'dirty' && field !== 'uptodate') continue;
      const tested = site.events.find((event) => decides(event) && (field === 'uptodate' || event.asksIfSet === true));
      if (!tested) continue;
      const behind = tested.asksIfSet ? tested.kindsWhenSet : tested.kindsWhenNull;
      // The flag itself is known where the condition is decided: what is asked for is who gets to the test.
      const left = behind === undefined || field === 'uptodate' ? tested.kinds : behind;
      const live = minus(
        intersect(toldApart(site, intersect(site.kinds, left)), FSDAX_KINDS),
        kindSet('fsdax-unassociated'),
      );
      const wrong = matrix.kindsWhere(live, (row) => !row.can(field, 'tells'));
      if (isEmpty(wrong)) continue; // the flag tells, for every page that is known to get here

      const never = matrix.kindsWhere(wrong, (row) => row.can(field, 'never-set')) === wrong;
      yield {
        at: tested,
        site,
        kinds: wrong,
        severity: 'warning',
        message: `the ${field} flag of a FS-DAX page is ${never ? 'not set, whatever its data is' : 'not cleared by a write-back'}`,
        reason: `in ${era.label} the flag says nothing about the data of ${describeKinds(wrong)} pages; ${originClause(site)}`,
      };
    }
  },
});

function decides(event: SiteEvent): boolean {
  return event.role === 'tested' && !event.asserted && !event.inPrint && event.nullArm !== 'none';
}
