/** A reference that is not dropped because the page is reserved. */
import { describeKinds, FSDAX_KINDS, intersect, isEmpty, minus, NO_KINDS, union } from '../kernel/kinds.ts';
import type { Guard, Site } from '../model/site.ts';
import { defineRule, originClause, toldApart } from './rule.ts';

export const reservedMeansUnmanaged = defineRule({
  id: 'reserved-means-unmanaged',
  summary: 'a reference is not dropped because the page is reserved',
  severity: 'warning',
  confidence: 'medium',
  fields: ['reserved', 'refcount'],
  needsOrigin: true,
  docs: {
    what: 'Drops the reference to a user page only where `PageReserved()` is false.',
    why: 'Every page of device memory is reserved, and its references are counted all the same. The reference that was taken by the lookup leaks, and a truncate of the DAX file waits for it for ever.',
    instead:
      'Remember where the reference came from and drop it there; or ask `PageReserved(page) && !is_zone_device_page(page)`.',
    limits: [
      'Only a drop in the same function is looked at. Not marking a reserved page dirty is right and is not reported.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static void done(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	if (!PageReserved(page))
		put_page(page);
}
`,
    good: `static void done(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	if (!PageReserved(page))
		SetPageDirty(page);
	put_page(page);
}
`,
  },

  *check(unit, { era }) {
    const questions = unit.sites.filter((site) => site.field === 'reserved');
    const drops = questions.length === 0 ? [] : unit.sites.filter((site) => site.drops);
    for (const site of drops) {
      const [drop] = site.events;
      const asked = reservedGuard(site, questions);
      if (!drop || !asked) continue; // the drop does not depend on it
      if (drops.some((other) => isSamePage(site, other) && !reservedGuard(other, questions))) continue; // dropped elsewhere

      const others = drop.guards.filter((guard) => guard !== asked).map((guard) => guard.excludes);
      const kept = minus(
        intersect(asked.excludes, FSDAX_KINDS),
        others.reduce((all, kinds) => union(all, kinds), NO_KINDS),
      );
      const wrong = toldApart(site, kept);
      if (isEmpty(wrong)) continue; // no DAX page is known to get here, or another guard keeps it out

      yield {
        at: site,
        site,
        kinds: wrong,
        severity: 'warning',
        message: 'the reference to a FS-DAX page, which is reserved, is not dropped',
        reason: `in ${era.label} ${describeKinds(wrong)} pages are reserved and counted; ${originClause(site)}`,
        related: [{ start: asked.start, end: asked.end, message: 'only pages that are not reserved get past this' }],
      };
    }
  },
});

/** The condition about a reserved page that lets only the others get to a drop. */
function reservedGuard(site: Site, questions: readonly Site[]): Guard | undefined {
  return site.events[0]?.guards.find((guard) =>
    questions.some((question) => guard.start <= question.start && question.end <= guard.end),
  );
}

function isSamePage(site: Site, other: Site): boolean {
  return other.base === site.base && other.events[0]?.place.within.start === site.events[0]?.place.within.start;
}
