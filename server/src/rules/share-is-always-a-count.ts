/** `->share` taken for a count, whatever the page is. */
import { describeKinds, isEmpty, kindSet, minus } from '../kernel/kinds.ts';
import { defineRule, originClause, toldApart } from './rule.ts';

export const shareIsAlwaysACount = defineRule({
  id: 'share-is-always-a-count',
  summary: '`->share` is read although it is another word on pages that are not shared',
  severity: 'warning',
  confidence: 'high',
  fields: ['share'],
  needsOrigin: true,
  docs: {
    what: 'Reads `->share` where the page is a user page of which it is not known that it is a shared FS-DAX page.',
    why: '`share` is another name of the word `index`. Of a FS-DAX page in one file it is the offset in the file, and of a page-cache page too: most offsets look like a large count.',
    instead:
      'Ask first whether the page is FS-DAX and shared: from 6.15 a FS-DAX folio whose `->mapping` is NULL, before that a `->mapping` of `PAGE_MAPPING_DAX_SHARED`.',
    limits: [
      'A FS-DAX folio that is in no file may keep an old offset there in 6.15, and is not told from a shared one.',
    ],
  },
  example: {
    era: '6.15',
    bad: `static unsigned long sharers(unsigned long addr)
{
	struct page *page;
	unsigned long count;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return 0;
	count = page_folio(page)->share;
	put_page(page);
	return count;
}
`,
    good: `static unsigned long sharers(unsigned long addr)
{
	struct page *page;
	unsigned long count = 0;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return 0;
	if (folio_is_fsdax(page_folio(page)) && !page_folio(page)->mapping)
		count = page_folio(page)->share;
	put_page(page);
	return count;
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      if (site.field !== 'share' || site.isWritten) continue; // who writes it keeps the count
      const read = site.events.find((event) => !event.inPrint && !event.addressOnly);
      if (!read) continue;
      const live = minus(toldApart(site, read.kinds), kindSet('fsdax-unassociated'));
      const wrong = matrix.kindsWhere(live, (row) => row.can('share', 'other-word'));
      if (isEmpty(wrong)) continue; // only shared pages get here, or it is not known what does

      yield {
        at: read,
        site,
        kinds: wrong,
        severity: 'warning',
        message: `\`${read.via ?? `${site.base}->share`}\` is a count on shared FS-DAX pages only, elsewhere it is \`index\``,
        reason: `in ${era.label} the word is no count on ${describeKinds(wrong)} pages; ${originClause(site)}`,
        related: read.via
          ? [{ start: site.start, end: site.end, message: `\`${site.base}->share\` is read here` }]
          : [],
      };
    }
  },
});
