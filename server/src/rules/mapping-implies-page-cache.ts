/** A set `page->mapping` taken as proof of page cache. */
import { DAX_KINDS, describeKinds, DEVICE_KINDS, intersect, isEmpty, isSubset, mainKinds } from '../kernel/kinds.ts';
import { defineRule, originClause, provenSeverity, surestKinds } from './rule.ts';

export const mappingImpliesPageCache = defineRule({
  id: 'mapping-implies-page-cache',
  summary: 'a set `->mapping` is taken as proof of being in the page cache',
  severity: 'warning',
  confidence: 'medium',
  fields: ['mapping'],
  needsOrigin: true,
  docs: {
    what: 'Tests `->mapping` and, where it is set, goes on as if the page were in the page cache.',
    why: 'Since 4.17 an FS-DAX page has its file in `->mapping` too, and since 4.19 a device-dax page: `i_pages` then holds an entry and not the page, and the uptodate, dirty and private state of a page-cache page is not there.',
    instead:
      'Ask about the page first: `is_zone_device_page()` or `folio_is_zone_device()` tells device memory, `dax_mapping()` a mapping without page cache.',
    limits: [
      'What the code does after the test is not looked at: a branch that is right for a DAX page too is reported.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static void account(unsigned long pfn, long *cached)
{
	struct page *page = pfn_to_page(pfn);

	if (page->mapping)
		*cached += 1;
}
`,
    good: `static void account(unsigned long pfn, long *cached)
{
	struct page *page = pfn_to_page(pfn);

	if (!is_zone_device_page(page) && page->mapping)
		*cached += 1;
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      if (site.field !== 'mapping' || site.use !== 'nonnull-as-pagecache' || site.isWritten) continue;
      const tested = site.events.find(
        (event) => event.role === 'tested' && (event.asserted || event.nullArm !== 'none'),
      );
      if (!tested) continue;
      const { kinds } = tested;
      if (isSubset(kinds, DEVICE_KINDS)) continue; // the code has asked for device memory, and takes it for nothing else
      const wrong = surestKinds(
        site,
        matrix.kindsWhere(
          intersect(tested.kindsWhenSet ?? tested.kinds, DAX_KINDS),
          (row) => row.mapping.canBeSet && !row.inPageCache,
        ),
      );
      if (isEmpty(wrong)) continue; // every page that gets here is one the code is right about

      yield {
        at: tested,
        site,
        kinds: wrong,
        severity: provenSeverity(site, wrong),
        message: `\`${site.base}->mapping\` is also set on DAX pages, which are not in the page cache`,
        reason: `in ${era.label} ${describeKinds(mainKinds(wrong), 'and')} pages have \`->mapping\` set; ${originClause(site)}`,
        related: tested.via
          ? [{ start: site.start, end: site.end, message: `\`${site.base}->mapping\` is read here` }]
          : [],
      };
    }
  },
});
