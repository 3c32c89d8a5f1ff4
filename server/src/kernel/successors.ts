/** Helpers come and go: which one does the work of another one in an era. */

import type { EraId } from './eras.ts';
import { availability, helper } from './helper-table.ts';
import type { Helper, SuccessorRow } from './helper-types.ts';
import { SUCCESSOR_ROWS } from './successor-rows.generated.ts';

export type { SuccessorRow } from './helper-types.ts';

/** Every pair, by the name of the older helper. */
export const SUCCESSORS: readonly SuccessorRow[] = SUCCESSOR_ROWS;

/** Another helper for the same work, and the step that leads to it. */
export interface Counterpart {
  readonly row: Helper;
  readonly step: SuccessorRow;
  readonly is: 'older' | 'newer';
}

/**
 * Returns the helpers that do the work of a name in an era, the nearest first: one step away where the era has that one,
 * and further along the line where it does not. Empty for a name that has no counterpart in the era.
 */
export function counterparts(name: string, era: EraId): readonly Counterpart[] {
  return [...along(name, era, 'newer'), ...along(name, era, 'older')];
}

function along(name: string, era: EraId, is: Counterpart['is'], seen: readonly string[] = []): readonly Counterpart[] {
  const from = is === 'newer' ? 'older' : 'newer';
  return SUCCESSORS.filter((step) => step[from] === name && !seen.includes(step[is])).flatMap((step) => {
    const row = helper(step[is], era);
    if (row !== undefined && row.role !== 'false-friend' && availability(row, era) !== 'none')
      return [{ row, step, is }];
    return along(step[is], era, is, [...seen, name]);
  });
}
