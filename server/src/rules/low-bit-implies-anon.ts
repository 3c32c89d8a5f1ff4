/** The low bit of `->mapping` taken for anonymous memory. */
import { describeKinds, FSDAX_KINDS, has, intersect, isEmpty, type KindSet, overlaps } from '../kernel/kinds.ts';
import type { Site } from '../model/site.ts';
import type { Unit } from '../model/unit.ts';
import { isAnonBit } from '../kernel/tag-bits.ts';
import type { Era } from '../kernel/eras.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { defineRule, originClause, provenSeverity, type Report, toldApart } from './rule.ts';

export const lowBitImpliesAnon = defineRule({
  id: 'low-bit-implies-anon',
  summary: 'a page is taken for anonymous memory because the low bit of `->mapping` is set',
  severity: 'warning',
  confidence: 'high',
  fields: ['anonBit', 'mapping'],
  needsOrigin: true,
  docs: {
    what: 'Treats a user page as anonymous memory where `PageAnon()` or `folio_test_anon()` is true, or answers with the bit itself.',
    why: 'From 6.0 to 6.14 a FS-DAX page that several files share has 0x1 in `->mapping`, which is the bit of anonymous memory. The page is a block of the filesystem.',
    instead: 'Tell device memory apart first: `!folio_is_zone_device(folio) && folio_test_anon(folio)`.',
    limits: [
      'A test that turns away what is not anonymous is not reported: who goes on with anonymous pages only has mostly got them from an anonymous area.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static void account(unsigned long addr, struct usage *usage)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	if (PageAnon(page))
		usage->anon++;
	put_page(page);
}
`,
    good: `static void account(unsigned long addr, struct usage *usage)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	if (PageAnon(page) && !is_zone_device_page(page))
		usage->anon++;
	put_page(page);
}
`,
  },

  *check(unit, { era, matrix }) {
    for (const site of unit.sites) {
      if (site.field === 'mapping') yield* bitRead(site, era, matrix);
      if (site.field !== 'anonBit') continue;
      const tested = site.events.find(
        (event) => event.role === 'tested' && event.asksIfSet && !event.asserted && event.nullArm !== 'none',
      );
      if (!tested || tested.inPrint) continue;
      const other = intersect(tested.kindsWhenNull ?? tested.kinds, FSDAX_KINDS);
      // `PageAnon(page) || is_zone_device_page(page)`: where the bit is clear no DAX page is left, as nobody counts on it.
      if (isEmpty(other) && has(tested.kinds, 'fsdax')) continue;
      const anon = toldApart(site, intersect(intersect(site.kinds, tested.kindsWhenSet ?? tested.kinds), FSDAX_KINDS));
      const wrong = matrix.kindsWhere(anon, (row) => row.can('anonBit', 'true') && !row.can('anonBit', 'false'));
      if (isEmpty(wrong)) continue; // the bit is clear on every DAX page that is known to get here

      yield {
        at: tested,
        site,
        kinds: wrong,
        severity: 'warning',
        message: 'shared FS-DAX pages have the bit of anonymous memory set too',
        reason: `in ${era.label} \`->mapping\` of ${describeKinds(wrong)} pages is 0x1; ${originClause(site)}`,
        concerns: mappingsOf(site, wrong, unit),
        related: tested.via ? [{ start: site.start, end: site.end, message: 'the bit is read here' }] : [],
      };
    }
  },
});

/** The bit is the answer of a function, as where `folio_test_anon()` is defined. */
function* bitRead(site: Site, era: Era, matrix: EraMatrix): Generator<Report> {
  const read = site.events.find((event) => event.role === 'masked' && isAnonBit(event.detail ?? ''));
  // A function that tests the bit for itself may be turning away what is no plain pointer.
  if (!read || read.place.kind !== 'return' || read.absentWords.includes('0x1')) return;
  const wrong = matrix.kindsWhere(read.kinds, (row) => row.mapping.values.includes('0x1'));
  if (isEmpty(wrong)) return;
  yield {
    at: read,
    site,
    kinds: wrong,
    severity: provenSeverity(site, wrong),
    message: 'shared FS-DAX pages have the bit of anonymous memory set too',
    reason: `in ${era.label} \`->mapping\` of ${describeKinds(wrong)} pages is 0x1; ${originClause(site)}`,
    related: read.via ? [{ start: site.start, end: site.end, message: 'the word is read here' }] : [],
  };
}

/** The reads of the word that the bit is in: `->mapping` of the same page in the same function, where it can have it. */
function mappingsOf(site: Site, wrong: KindSet, unit: Unit): readonly Site[] {
  const within = (each: Site): number | undefined => each.events[0]?.place.within.start;
  return unit.sites.filter(
    (other) =>
      other.field === 'mapping' &&
      other.identity === site.identity &&
      within(other) === within(site) &&
      overlaps(other.kinds, wrong) &&
      !other.events[0]?.absentWords.includes('0x1') &&
      // A read whose bits are looked at for themselves, on another path, does not rest on the answer.
      !other.events.some((event) => event.role === 'masked'),
  );
}
