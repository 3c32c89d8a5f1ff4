/** The buffers of a page that has none, as no DAX page has. */
import { describeKinds, FSDAX_KINDS, intersect, isEmpty, kindSet, minus } from '../kernel/kinds.ts';
import { defineRule, originClause, toldApart } from './rule.ts';

export const privateMeansBuffers = defineRule({
  id: 'private-means-buffers',
  summary: 'the buffers of a DAX page are asked for, which has none',
  severity: 'warning',
  confidence: 'medium',
  fields: ['buffers'],
  needsOrigin: true,
  docs: {
    what: 'Asks for the buffers of a page by `page_buffers()`, from 6.15 on also by `folio_buffers()`, where it is a user page that can be FS-DAX.',
    why: 'DAX ties no buffers to its pages. `page_buffers()` stops the kernel where the private flag is not set. `folio_buffers()` reads the word without a look at the flag, and from 6.15 on old data of a larger folio can be left in it.',
    instead:
      'Ask `page_has_buffers()` or `folio_test_private()` first, or do this only with pages that were looked up in the page cache.',
    limits: [
      'What reads `->private` by its name, or by `page_private()`, is not looked at: the word has other owners too.',
      'A question about the private flag that is asked of a page and answered of its folio in another function is not seen.',
    ],
  },
  example: {
    era: '6.1',
    bad: `static void note(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	note_buffers(page_buffers(page));
	put_page(page);
}
`,
    good: `static void note(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	if (page_has_buffers(page))
		note_buffers(page_buffers(page));
	put_page(page);
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      const [event] = site.events;
      if (site.field !== 'buffers' || event === undefined) continue;
      const dax = minus(intersect(toldApart(site, event.kinds), FSDAX_KINDS), kindSet('fsdax-unassociated'));
      const stale = matrix.kindsWhere(dax, (row) => row.can('private', 'stale'));
      const stops = site.asked === 'page_buffers';
      const wrong = stops ? dax : stale;
      if (isEmpty(wrong)) continue; // no DAX page is known to get here, or the word is empty there

      yield {
        at: event,
        site,
        kinds: wrong,
        severity: 'warning',
        message: stops
          ? `\`page_buffers()\` stops the kernel for a FS-DAX page, which has no buffers`
          : `\`${site.asked}()\` can read old data of a FS-DAX folio, which has no buffers`,
        reason: `in ${era.label} nothing ties buffers to ${describeKinds(wrong)} pages; ${originClause(site)}`,
      };
    }
  },
});
