/** The helper table answers which function of the kernel means what for the flow of pages, and in which era it exists. */

import { coverage, type EraId, eraIndex } from './eras.ts';
import { parseEvidence, unfoldPlaces } from './evidence.ts';
import { HELPER_ROWS } from './helper-rows.generated.ts';
import type { Helper, HelperRole, HelperRow, HelperSubject, KindsSince } from './helper-types.ts';
import { type KindSet, NO_KINDS } from './kinds.ts';

export type { Helper, HelperFlag, HelperRole, HelperSubject, KindsSince, Requirement } from './helper-types.ts';

/** Every row, ordered by role and then as in the table; a name can have several rows, of different releases or roles. */
export const HELPERS: readonly Helper[] = HELPER_ROWS.map(unfold);

const BY_NAME: ReadonlyMap<string, readonly Helper[]> = indexByName();

/**
 * Returns the row of a name, in an era if one is given; a false friend only if nothing else has the name. Undefined for
 * a name that daxlint does not know, or that the era does not have.
 */
export function helper(name: string, era?: EraId): Helper | undefined {
  const rows = BY_NAME.get(name) ?? [];
  const candidates = era === undefined ? rows : rows.filter((row) => availability(row, era) !== 'none');
  return candidates.find((row) => row.role !== 'false-friend') ?? candidates[0];
}

/** Returns every row of a name, false friends included. */
export function rowsOf(name: string): readonly Helper[] {
  return BY_NAME.get(name) ?? [];
}

/** Returns the rows of one role. */
export function helpersOf(role: HelperRole): readonly Helper[] {
  return HELPERS.filter((row) => row.role === role);
}

/** Tells in how much of an era a helper exists, going by releases; a tree's own headers have the last word. */
export function availability(row: Helper, era: EraId): 'all' | 'some' | 'none' {
  return has(row, 'proposed') ? 'none' : coverage(era, row.since, row.until);
}

/** Returns the guards on a subject that exist in at least a part of the era. */
export function guardsFor(subject: HelperSubject, era: EraId): readonly Helper[] {
  return HELPERS.filter((row) => row.role === 'guard' && row.subject === subject && availability(row, era) !== 'none');
}

/** Returns the row of a name that yields a page or folio. */
export function sourceOf(name: string): Helper | undefined {
  return rowsOf(name).find((row) => row.yields !== undefined);
}

/** Returns the kinds that cannot be behind a branch of a guard in an era; no kinds for a helper that is no guard. */
export function excludedKinds(row: Helper, era: EraId, branch: boolean): KindSet {
  return kindsIn((branch ? row.excludesWhenTrue : row.excludesWhenFalse) ?? [], era);
}

/** Returns the kinds that a source yields in an era; no kinds for a helper that is no source. */
export function yieldedKinds(row: Helper, era: EraId): KindSet {
  return kindsIn(row.yields ?? [], era);
}

/** Tells whether a row carries a flag. */
export function has(row: HelperRow, flag: NonNullable<HelperRow['flags']>[number]): boolean {
  return row.flags?.includes(flag) ?? false;
}

function kindsIn(spans: readonly KindsSince[], era: EraId): KindSet {
  const at = eraIndex(era);
  let kinds = NO_KINDS;
  for (const span of spans) if (eraIndex(span.since) <= at) kinds = span.kinds;
  return kinds;
}

// Unfolded on demand, because few of the rows are ever shown to anybody.
function unfold(row: HelperRow): Helper {
  return {
    ...row,
    get evidence() {
      return row.places === '' ? [] : unfoldPlaces(row.places);
    },
    get headers() {
      const paths = this.evidence.map(parseEvidence).flatMap((place) => (place?.form === 'line' ? [place.path] : []));
      return [...new Set(paths.reverse())];
    },
  };
}

function indexByName(): ReadonlyMap<string, readonly Helper[]> {
  const index = new Map<string, Helper[]>();
  for (const row of HELPERS) {
    const rows = index.get(row.name);
    if (rows === undefined) index.set(row.name, [row]);
    else rows.push(row);
  }
  return index;
}
