/** A literal count taken for idle, and a release that wakes nobody. */
import { describeKinds, FSDAX_KINDS, intersect, isEmpty, isSubset, kindSet } from '../kernel/kinds.ts';
import { releaseOf } from '../kernel/questions.ts';
import type { Site } from '../model/site.ts';
import { defineRule, originClause, type Report, type RuleContext, toldApart } from './rule.ts';

export const refcountOneIsIdle = defineRule({
  id: 'refcount-one-is-idle',
  summary: 'a reference count is taken for that of an idle DAX page, or is dropped without waking who waits for it',
  severity: 'warning',
  confidence: 'high',
  fields: ['refcount'],
  needsOrigin: true,
  docs: {
    what: 'Compares the reference count of a page that can only be FS-DAX with a count that such a page does not have when it is idle; or drops a reference to a user page with a function that wakes nobody.',
    why: 'An idle FS-DAX page has the count 1 up to 6.14 and 0 from 6.15. Up to 6.14 the drop from 2 to 1 has to wake a truncate that waits for the page, which `put_page()` and `unpin_user_page()` do, and `folio_put()` does not.',
    instead: 'Drop user pages with `put_page()` or `unpin_user_page()`; from 6.15 ask `dax_page_is_idle()`.',
    limits: ['A count that is compared with a variable, or computed with, is not looked at.'],
  },
  example: {
    era: '6.12',
    bad: `static void done(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) == 1)
		folio_put(page_folio(page));
}
`,
    good: `static void done(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) == 1)
		put_page(page);
}
`,
  },

  *check(unit, context) {
    for (const site of unit.sites) {
      if (site.field !== 'refcount' || site.asked === undefined) continue;
      const report = site.drops ? silentDrop(site, site.asked, context) : wrongLiteral(site, context);
      if (report) yield report;
    }
  },
});

function silentDrop(site: Site, name: string, { era, matrix }: RuleContext): Report | undefined {
  if (releaseOf(name)?.wakes) return undefined;
  // Nobody waits for a page that is in no file.
  const kinds = intersect(toldApart(site, site.kinds), kindSet('fsdax', 'fsdax-shared'));
  const wrong = matrix.kindsWhere(kinds, (row) => row.can('refcount', '1'));
  if (isEmpty(wrong)) return undefined; // an idle page has no reference, so the last drop wakes by itself
  return {
    at: site,
    site,
    kinds: wrong,
    severity: 'warning',
    message: `\`${name}()\` does not wake a truncate that waits for this FS-DAX page`,
    reason: `in ${era.label} an idle ${describeKinds(wrong)} page has one reference, and the drop to one has to wake who waits; ${originClause(site)}`,
  };
}

function wrongLiteral(site: Site, { era, matrix }: RuleContext): Report | undefined {
  const isCompared = site.events.some((event) => event.role === 'compared');
  for (const event of site.events) {
    if (isCompared && event.role === 'tested') continue; // it is the comparison that is tested
    const literal = event.role === 'tested' ? '0' : event.role === 'compared' ? event.detail : undefined;
    if ((literal !== '0' && literal !== '1') || event.inPrint) continue;
    const kinds = toldApart(site, event.kinds);
    if (isEmpty(kinds) || !isSubset(event.kinds, FSDAX_KINDS)) continue; // the count may be about another page
    const wrong = matrix.kindsWhere(kinds, (row) => !row.can('refcount', literal));
    if (isEmpty(wrong)) continue;
    return {
      at: event,
      site,
      kinds: wrong,
      severity: 'warning',
      message: `an idle FS-DAX page has the count ${literal === '1' ? '0' : '1'}, not ${literal}`,
      reason: `in ${era.label} that is the count of ${describeKinds(wrong)} pages that nobody uses; ${originClause(site)}`,
    };
  }
  return undefined;
}
