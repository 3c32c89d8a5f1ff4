/** What the whole tree sends to the places of one file, as plain data that goes from thread to thread. */
import type { ArrivalRow, Arrivals } from '../model/solution.ts';

/** The rows of a file, to be asked again in another thread. */
export function arrivalsOf(rows: readonly ArrivalRow[]): Arrivals {
  const byPlace = new Map(
    rows.map(([place, proven, possible, isApart]) => [place, { proven, possible, ...(isApart ? { isApart } : {}) }]),
  );
  return { at: (place) => byPlace.get(place) };
}
