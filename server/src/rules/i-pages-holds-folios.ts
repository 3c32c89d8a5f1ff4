/** An entry of `i_pages` used as a folio although a DAX file has values there. */
import { describeKinds, FSDAX_KINDS, intersect, isEmpty, type KindSet, NO_KINDS } from '../kernel/kinds.ts';
import type { EntryUse } from '../model/unit.ts';
import { defineRule, toldApart } from './rule.ts';

export const iPagesHoldsFolios = defineRule({
  id: 'i-pages-holds-folios',
  summary: 'an entry of `i_pages` is used as a folio although a DAX file has values there',
  severity: 'warning',
  confidence: 'high',
  fields: [],
  needsOrigin: true,
  docs: {
    what: 'Looks an entry up in `mapping->i_pages` and reads it as a page or folio, without a question whether it is one.',
    why: 'The entries of a DAX file are values: a frame number and some bits, with the lowest bit set. Followed as a pointer it leads anywhere.',
    instead:
      'Ask `xa_is_value()` of the entry first, up to 4.19 `radix_tree_exceptional_entry()`, or `dax_mapping()` of the mapping; `filemap_get_folio()` and its like never give a value.',
    limits: [
      'It is known that the file can be DAX where the mapping is that of a page which can be, or where a test has said so. Any other mapping gives a hint.',
      'A function that gets the entry counts only where it is in the table of helpers as one for pages or folios: others may ask it themselves.',
      'A question whether the entry is a value counts wherever it stands in the text before the use.',
      'An entry that is stored or returned is not followed, and counts of entries, such as `nrpages`, are not looked at.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static void flush(unsigned long addr)
{
	struct folio *folio;
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return;
	folio = xa_load(&page->mapping->i_pages, page->index);
	if (folio)
		folio_lock(folio);
}
`,
    good: `static void flush(unsigned long addr)
{
	struct folio *folio;
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return;
	if (is_zone_device_page(page))
		return;
	folio = xa_load(&page->mapping->i_pages, page->index);
	if (folio && !xa_is_value(folio))
		folio_lock(folio);
}
`,
  },

  *check(unit, { era, matrix }) {
    const valued = matrix.kindsWhere(FSDAX_KINDS, (row) => row.can('inPages', 'value-entry'));
    if (isEmpty(valued)) return; // nothing of DAX is in the array
    const leading = matrix.kindsWhere(valued, (row) => row.mapping.canBeAddressSpace);
    for (const use of unit.entryUses) {
      const site = unit.sites.find(({ at, field }) => at === use.siteAt && field === 'mapping');
      if (site && isEmpty(intersect(site.kinds, valued))) continue; // no page of a DAX file leads here
      const pages = site ? intersect(leading, toldApart(site, site.kinds)) : NO_KINDS;
      const isProven = use.daxTest !== undefined || !isEmpty(pages);

      yield {
        at: use,
        ...(site && isProven ? { site } : {}),
        kinds: isEmpty(pages) ? valued : pages,
        severity: isProven ? 'warning' : 'hint',
        message: `\`${use.variable}\` is ${use.by === undefined ? 'followed' : `given to \`${use.by}()\``}, and a DAX file has values in \`i_pages\``,
        reason: `in ${era.label} the entries of a DAX file are values and no pointers; ${whichFile(use, pages)}`,
        related: use.daxTest ? [{ ...use.daxTest, message: `\`${use.daxTest.text}\` is true for a DAX file` }] : [],
      };
    }
  },
});

function whichFile({ mapping, daxTest }: EntryUse, pages: KindSet): string {
  if (daxTest) return `\`${daxTest.text}\` has found that the file is one`;
  if (!isEmpty(pages)) return `${describeKinds(pages)} pages lead to \`${mapping}\``;
  return `it is not known which files \`${mapping}\` can be of`;
}
