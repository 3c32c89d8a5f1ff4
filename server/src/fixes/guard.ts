/** A guard is a helper of the open tree that is true for the pages a use is wrong for, written out for the value at hand. */
import { excludedIn } from '../kernel/helper-answers.ts';
import { guardsFor, type Helper, helpersOf, rowsOf } from '../kernel/helper-table.ts';
import {
  ALL,
  DAX_KINDS,
  DEVICE_KINDS,
  describeKinds,
  FSDAX_KINDS,
  has,
  isSubset,
  type KindSet,
  kindSet,
  kindsOf,
  minus,
  union,
} from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { wellKnownReturns } from '../kernel/well-known-types.ts';
import type { Site } from '../model/site.ts';
import { isVisible, type Problem } from './problem.ts';

export interface SynthesisedGuard {
  /** The call, `is_zone_device_page(page)`: true for the pages to be kept out. */
  readonly call: string;
  /** What it is true for, `ZONE_DEVICE pages`. */
  readonly excludes: string;
  /** All kinds that it can be true for. */
  readonly reach: KindSet;
}

/** The narrowest guard of the tree that keeps out all of some kinds and no page of the page cache. */
export function guardAgainst(kinds: KindSet, site: Site, problem: Problem): SynthesisedGuard | undefined {
  const { era, matrix } = problem.unit;
  const candidates = [
    ...guardsFor(site.baseType, era.id),
    ...guardsFor(site.baseType === 'page' ? 'folio' : 'page', era.id),
  ]
    .map((row) => ({ row, gone: excludedIn(row, matrix, false) }))
    .filter(
      ({ row, gone }) => isSubset(kinds, gone) && !has(gone, 'cache') && has(excludedIn(row, matrix, true), 'cache'),
    )
    // One that spares ordinary pages first, then the narrowest, then the one that says most; a form for the type at hand
    // before one for the other.
    .sort(
      (a, b) =>
        ordinary(a.row, kinds, matrix) - ordinary(b.row, kinds, matrix) ||
        kindsOf(a.gone).length - kindsOf(b.gone).length ||
        unsaid(a.row, matrix) - unsaid(b.row, matrix),
    );
  for (const { row, gone } of candidates) {
    const argument = isAtHand(row, problem) ? argumentFor(row.subject, site, problem) : undefined;
    if (argument === undefined) continue;
    return {
      call: `${row.name}(${argument})`,
      excludes: `${nameOf(gone)} ${site.baseType}s`,
      reach: reachOf(row, matrix),
    };
  }
  return undefined;
}

/** How many kinds a guard can be true for that belong to no device, beside those that it is written against. */
function ordinary(row: Helper, kinds: KindSet, matrix: EraMatrix): number {
  return kindsOf(minus(reachOf(row, matrix), union(kinds, DEVICE_KINDS))).length;
}

function reachOf(row: Helper, matrix: EraMatrix): KindSet {
  return minus(ALL, excludedIn(row, matrix, true));
}

/** How many kinds a guard may answer either way for: one that means something else on the side is the worse one. */
function unsaid(row: Helper, matrix: EraMatrix): number {
  return kindsOf(minus(reachOf(row, matrix), excludedIn(row, matrix, false))).length;
}

/** The guard that is true for the pages whose `->mapping` carries a tag. */
export function guardAgainstTags(kinds: KindSet, site: Site, problem: Problem): SynthesisedGuard | undefined {
  // A kind that is tagged at times only, such as one in the swap cache, has the bits that this guard tests where it is.
  const always = problem.unit.matrix.kindsWhere(kinds, (row) =>
    row.mapping.values.every((value) => value === '0x1' || value.endsWith('-tagged')),
  );
  const guard = guardAgainst(union(always, kindSet('anon')), site, problem);
  return guard && { ...guard, excludes: `${site.baseType}s whose \`->${site.field}\` is tagged` };
}

/** Whether the tree has the helper where the file can see it. */
export function isAtHand(row: Helper, problem: Problem): boolean {
  return row.form !== 'field' && row.argument === 0 && problem.offers(row) && isVisible(row, problem);
}

/** The page or folio of a site as an argument for a helper of a subject; undefined where it cannot be had without side effects. */
export function argumentFor(subject: Helper['subject'], site: Site, problem: Problem): string | undefined {
  if (!isPure(site.base)) return undefined;
  const pointer = site.type.stars > 0 ? site.base : `&${site.base}`;
  if (subject === site.baseType) return pointer;
  if (subject === 'page') return site.type.stars > 0 ? `&${operand(pointer)}->page` : `&${operand(site.base)}.page`;
  const toFolio = helpersOf('passthrough').find(
    (row) => row.subject === 'page' && wellKnownReturns[row.name] === 'struct folio *' && isAtHand(row, problem),
  );
  return subject === 'folio' && toFolio ? `${toFolio.name}(${pointer})` : undefined;
}

/** Whether an expression can be written a second time: names, members, elements and conversions between page and folio. */
export function isPure(expression: string): boolean {
  if (/\+\+|--|[^=!<>]=[^=]|[{}?"'\n]/.test(expression)) return false;
  for (const [, name = ''] of expression.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)) {
    const isConversion = rowsOf(name).some(
      (row) => row.role === 'passthrough' || (row.role === 'source' && row.subject === 'pfn'),
    );
    if (!isConversion) return false;
  }
  return true;
}

function operand(expression: string): string {
  return /^[\w>.()[\]-]+$/.test(expression) && !expression.startsWith('(') ? expression : `(${expression})`;
}

function nameOf(kinds: KindSet): string {
  if (kinds === DEVICE_KINDS) return 'ZONE_DEVICE';
  if (kinds === DAX_KINDS) return 'DAX';
  return kinds === FSDAX_KINDS ? 'FS-DAX' : describeKinds(kinds, 'and');
}
