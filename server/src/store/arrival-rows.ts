/** What the whole tree sends to the places of one file, as plain data that goes from thread to thread. */
import type { KindSet } from '../kernel/kinds.ts';
import type { FlowPlace } from '../model/facts.ts';
import type { Arrivals } from '../model/solution.ts';

/** What gets to one place: the kinds that are known to, and those that can. */
export type ArrivalRow = readonly [place: FlowPlace, proven: KindSet, possible: KindSet];

/** The rows of a file, to be asked again in another thread. */
export function arrivalsOf(rows: readonly ArrivalRow[]): Arrivals {
  const byPlace = new Map(rows.map(([place, proven, possible]) => [place, { proven, possible }]));
  return { at: (place) => byPlace.get(place) };
}
