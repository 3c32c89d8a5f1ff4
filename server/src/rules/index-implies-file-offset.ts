/** `page->index` taken for the offset in the file. */
import { describeKinds, has, intersect, isEmpty, type KindSet, kindSet } from '../kernel/kinds.ts';
import type { KindRow } from '../kernel/matrix.ts';
import type { EventRole } from '../model/site.ts';
import { defineRule, originClause, toldApart } from './rule.ts';

/** What is done with a value that is relied upon; a test or a comparison may be there to find out. */
const RELIES: ReadonlySet<EventRole> = new Set(['masked', 'argument', 'stored', 'returned']);

export const indexImpliesFileOffset = defineRule({
  id: 'index-implies-file-offset',
  summary: '`->index` of a page that can be DAX is taken for its offset in the file',
  severity: 'warning',
  confidence: 'medium',
  fields: ['index'],
  needsOrigin: true,
  docs: {
    what: 'Computes with `->index`, hands it on or returns it, where the page is a user page that can be FS-DAX.',
    why: 'Up to 4.18 nothing sets `->index` of a FS-DAX page. From 6.0 the word counts the files that share a block, where several do. From 6.15 it is set in the folio only: a page inside of a large folio does not have it.',
    instead:
      'Take the offset from where the page was found: `vmf->pgoff`, `linear_page_index(vma, addr)`, or what the filesystem was asked for. Or tell device memory apart first.',
    limits: [
      'Comparisons of the index are not looked at.',
      'A page of a frame number, as from `pfn_to_page()`, is not reported: who has the number may know what the frame is.',
    ],
  },
  example: {
    era: '4.15',
    bad: `static loff_t where(unsigned long addr)
{
	struct page *page;
	loff_t at;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	at = (loff_t)page->index << PAGE_SHIFT;
	put_page(page);
	return at;
}
`,
    good: `static loff_t where(struct vm_area_struct *vma, unsigned long addr)
{
	return (loff_t)linear_page_index(vma, addr) << PAGE_SHIFT;
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      if (site.field !== 'index' || site.isWritten) continue;
      const isWrong = (row: KindRow): boolean => {
        const { values } = row.cell('index');
        const right = values.every(
          (value) => value === 'file-offset' || (value === 'head-offset' && site.baseType === 'folio'),
        );
        return !right;
      };
      for (const event of site.events) {
        if (!RELIES.has(event.role) || event.inPrint) continue;
        // A local has the value of the read, whose guards may not hold where it is used.
        const live = intersect(intersect(site.kinds, event.kinds), kindSet('fsdax', 'fsdax-shared'));
        const wrong = matrix.kindsWhere(toldApart(site, live), isWrong);
        if (isEmpty(wrong)) continue; // the word is an offset for every page that is known to get here

        yield {
          at: event,
          site,
          kinds: wrong,
          severity: 'warning',
          message: `\`${event.via ?? `${site.base}->index`}\` ${whatItIs(wrong, (kind) => matrix.row(kind))}`,
          reason: `in ${era.label} \`->index\` of ${describeKinds(wrong)} pages is not their offset in the file; ${originClause(site)}`,
          related: event.via
            ? [{ start: site.start, end: site.end, message: `\`${site.base}->index\` is read here` }]
            : [],
        };
        break;
      }
    }
  },
});

function whatItIs(wrong: KindSet, row: (kind: 'fsdax') => KindRow): string {
  if (!has(wrong, 'fsdax')) return 'counts the files that share the block on shared FS-DAX pages';
  if (row('fsdax').can('index', 'head-offset')) return "is set in a FS-DAX folio's first page only";
  return 'is not set on FS-DAX pages';
}
