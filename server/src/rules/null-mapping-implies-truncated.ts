/** NULL in `page->mapping` taken as "was truncated". */
import { describeKinds, FSDAX_KINDS, has, intersect, isEmpty, isSubset } from '../kernel/kinds.ts';
import { defineRule, originClause, provenSeverity, surestKinds } from './rule.ts';

export const nullMappingImpliesTruncated = defineRule({
  id: 'null-mapping-implies-truncated',
  summary: 'NULL in `->mapping` is taken as "the page was truncated"',
  severity: 'warning',
  confidence: 'medium',
  fields: ['mapping'],
  needsOrigin: true,
  docs: {
    what: 'Tests `->mapping` for NULL and takes the page for truncated, or for a page of no file, where it is.',
    why: 'Up to 4.16 every FS-DAX page has NULL there while it is mapped and in use; from 6.15 a FS-DAX folio that files share has. Between the two, NULL means a DAX page that is in no file at the moment, whose memory is still a block of the filesystem.',
    instead:
      'Tell device memory apart before a conclusion is drawn from NULL: `is_zone_device_page()` or `folio_is_zone_device()`.',
    limits: [
      'Refusing the page where NULL is found is right for every kind of page, and is reported all the same.',
      'Where only DAX pages get to the test, nothing is reported: who has asked for one does not take it for one of the page cache.',
    ],
  },
  example: {
    era: '4.15',
    bad: `static int still_there(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	if (!page->mapping)
		return 0;
	return 1;
}
`,
    good: `static int still_there(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	if (is_zone_device_page(page))
		return 1;
	if (!page->mapping)
		return 0;
	return 1;
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      if (site.field !== 'mapping' || site.use !== 'null-as-truncated' || site.isWritten) continue;
      const tested = site.events.find(
        (event) => event.role === 'tested' && (event.asserted || event.nullArm !== 'none'),
      );
      // Who has asked for a DAX page does not take it for one of the page cache.
      if (!tested || isSubset(tested.kinds, FSDAX_KINDS)) continue;
      const wrong = surestKinds(
        site,
        matrix.kindsWhere(intersect(tested.kindsWhenNull ?? tested.kinds, FSDAX_KINDS), (row) => row.mapping.canBeNull),
      );
      if (isEmpty(wrong)) continue; // no DAX page that gets here has NULL

      const live = has(wrong, 'fsdax') ? 'pages' : has(wrong, 'fsdax-shared') ? 'shared' : undefined;
      const text = `\`${site.base}->mapping\` is NULL on`;
      yield {
        at: tested,
        site,
        kinds: wrong,
        severity: live ? provenSeverity(site, wrong) : 'hint',
        message:
          live === 'pages'
            ? `${text} live FS-DAX pages too, not only after a truncate`
            : live === 'shared'
              ? `${text} live shared FS-DAX folios too, not only after a truncate`
              : `${text} FS-DAX pages in no file, which are not truncated page cache`,
        reason: `in ${era.label} \`->mapping\` of ${describeKinds(wrong)} pages can be NULL; ${originClause(site)}`,
        related: tested.via
          ? [{ start: site.start, end: site.end, message: `\`${site.base}->mapping\` is read here` }]
          : [],
      };
    }
  },
});
