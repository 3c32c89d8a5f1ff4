/** Some functions do not come back to their caller, so what stands behind a call of them is not reached. */

import { NORETURN_ROWS } from './word-rows.generated.ts';
import type { WordRow } from './word-types.ts';

/** Tells whether a call of this name does not come back. */
export function isNoReturn(name: string): boolean {
  return NAMES.has(name);
}

/** Every such function, in the order of the table. */
export const NORETURNS: readonly WordRow[] = NORETURN_ROWS;

const NAMES: ReadonlySet<string> = new Set(NORETURN_ROWS.map((row) => row.name));
