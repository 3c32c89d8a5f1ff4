/** `page->pgmap` read to find out what a page is. */
import { ALL, describeKinds, DEVICE_KINDS, isEmpty, minus } from '../kernel/kinds.ts';
import { defineRule, originClause, toldApart } from './rule.ts';

export const pgmapIsAlwaysThere = defineRule({
  id: 'pgmap-is-always-there',
  summary: '`->pgmap` is read although only device pages have one',
  severity: 'warning',
  confidence: 'high',
  fields: ['pgmap'],
  needsOrigin: true,
  docs: {
    what: 'Reads `->pgmap` of a user page without asking first whether it is device memory, or reads it of `struct page` in a tree whose `struct page` has no such member.',
    why: 'The word is a link of the LRU list on any other page, and the first read through it goes astray. From 6.15 the member is in `struct folio` only, because a page inside of a large folio does not have it.',
    instead:
      'Ask `is_zone_device_page()` first, or a predicate that names the type, such as `is_pci_p2pdma_page()`; from 6.15 read it with `page_pgmap()` behind the same test.',
    limits: [
      'A page of a frame number, as from `pfn_to_page()`, is not reported: who has the number may know the device.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static bool is_private(unsigned long addr)
{
	struct page *page;
	bool found;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return false;
	found = page->pgmap->type == MEMORY_DEVICE_COHERENT;
	put_page(page);
	return found;
}
`,
    good: `static bool is_private(unsigned long addr)
{
	struct page *page;
	bool found;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return false;
	found = is_zone_device_page(page) && page->pgmap->type == MEMORY_DEVICE_COHERENT;
	put_page(page);
	return found;
}
`,
  },

  *check(unit, { era, matrix }) {
    const isGone = unit.pageHasMember('pgmap') === false;
    for (const site of unit.sites) {
      if (site.field !== 'pgmap') continue;
      if (isGone && site.baseType === 'page') {
        yield {
          at: site,
          site,
          kinds: ALL,
          severity: 'warning',
          message: `\`${site.base}->pgmap\` is no member of \`struct page\` in this tree`,
          reason: `\`struct page\` of this tree (${era.label}) does not declare \`pgmap\``,
        };
        continue;
      }
      const read = site.events.find((event) => event.role !== 'assigned' && !event.addressOnly);
      if (!read) continue;
      const other = minus(toldApart(site, read.kinds), DEVICE_KINDS);
      const wrong = matrix.kindsWhere(other, (row) => !row.can('pgmap', 'pgmap') && !row.can('pgmap', 'absent'));
      if (isEmpty(wrong)) continue; // only device pages get here, or it is not known what does

      yield {
        at: read,
        site,
        kinds: wrong,
        severity: 'warning',
        message: `\`${read.via ?? `${site.base}->pgmap`}\` is a link of a list on all but device pages`,
        reason: `in ${era.label} ${describeKinds(wrong)} pages have no pgmap; ${originClause(site)}`,
        related: read.via
          ? [{ start: site.start, end: site.end, message: `\`${site.base}->pgmap\` is read here` }]
          : [],
      };
    }
  },
});
