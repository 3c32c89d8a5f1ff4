/** Memory of its own holds no page until one is stored in it; the functions that hand out such memory are rows. */

import { MEMORY_ROWS } from './word-rows.generated.ts';
import type { WordRow } from './word-types.ts';

/** Tells whether the result of a call of this name is memory of its own, or an error, and no page. */
export function isFreshMemory(name: string): boolean {
  return NAMES.has(name);
}

/** Every such function, in the order of the table. */
export const FRESH_MEMORY: readonly WordRow[] = MEMORY_ROWS;

const NAMES: ReadonlySet<string> = new Set(MEMORY_ROWS.map((row) => row.name));
