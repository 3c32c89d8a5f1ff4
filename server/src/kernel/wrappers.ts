/** A wrapper stands around a value and leaves it as it is, like `READ_ONCE()`, or moves it, like `WRITE_ONCE()`. */

import { WRAPPERS_ROWS } from './word-rows.generated.ts';
import type { WrapperRow } from './word-types.ts';

/** Tells whether a call of this name has the value and the type of its first argument. */
export function isTransparentWrapper(name: string): boolean {
  return BY_NAME.get(name)?.form === 'same';
}

/** Returns the wrapper of a name, those that load or store included; undefined for any other name. */
export function wrapperOf(name: string): WrapperRow | undefined {
  return BY_NAME.get(name);
}

/** Every wrapper, in the order of the table. */
export const WRAPPERS: readonly WrapperRow[] = WRAPPERS_ROWS;

const BY_NAME: ReadonlyMap<string, WrapperRow> = new Map(WRAPPERS_ROWS.map((row) => [row.name, row]));
