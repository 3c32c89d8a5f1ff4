/** An assertion tests what must hold: `BUG_ON()` does not come back where its condition is true, `WARN_ON()` does. */

import { ASSERTIONS_ROWS } from './word-rows.generated.ts';
import type { AssertionRow } from './word-types.ts';

/** Returns the assertion of a name whose condition is the first argument; undefined for any other name. */
export function assertionOf(name: string): AssertionRow | undefined {
  const row = BY_NAME.get(name);
  return row?.argument === 0 ? row : undefined;
}

/** Returns the assertion of a name, wherever its condition stands: `f2fs_bug_on(sbi, condition)` has it second. */
export function anyAssertionOf(name: string): AssertionRow | undefined {
  return BY_NAME.get(name);
}

/** Every assertion, in the order of the table. */
export const ASSERTIONS: readonly AssertionRow[] = ASSERTIONS_ROWS;

const BY_NAME: ReadonlyMap<string, AssertionRow> = new Map(ASSERTIONS_ROWS.map((row) => [row.name, row]));
