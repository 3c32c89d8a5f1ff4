/** What gets to the functions of an open file: for each that looks into a page which it was given, the pages that its callers hand to it. */
import { DEVICE_KINDS, intersect, isEmpty, type KindSet, minus, NO_KINDS, union } from '../kernel/kinds.ts';
import type { Site } from '../model/site.ts';
import type { Chains } from '../model/solution.ts';
import type { Span } from '../text/span.ts';
import { KnownArrivals } from './arrivals.ts';

/** One function, and the pages that get to a parameter of it which it looks into. */
export interface Reached {
  /** The function, from its first word to its last brace. */
  readonly within: Span;
  /** Kinds of device memory that are known to get there. */
  readonly device: KindSet;
  /** The other kinds that are known to. */
  readonly others: KindSet;
  /** Whether pages of unknown origin can get there. */
  readonly isOpen: boolean;
  /** Over how many different ways device memory gets there. */
  readonly ways: number;
}

/** The functions of a file with sites whose page is a parameter, in the order of the text; empty while the tree is not solved. */
export function reachedFunctions(sites: readonly Site[], arrivals: Chains | undefined): readonly Reached[] {
  if (!(arrivals instanceof KnownArrivals)) return [];
  const functions = new Map<number, { readonly within: Span; readonly places: Set<string> }>();
  for (const { events, origins } of sites) {
    const within = events[0]?.place.within;
    const places = origins.flatMap(({ what, place }) => (what === 'parameter' && place !== undefined ? [place] : []));
    if (within === undefined || places.length === 0) continue;
    const known = functions.get(within.start) ?? { within, places: new Set() };
    for (const place of places) known.places.add(place);
    functions.set(within.start, known);
  }
  return [...functions.values()]
    .sort((a, b) => a.within.start - b.within.start)
    .flatMap(({ within, places }) => {
      let [device, others, possible]: [KindSet, KindSet, KindSet] = [NO_KINDS, NO_KINDS, NO_KINDS];
      let ways = 0;
      let isKnown = false;
      for (const place of places) {
        const arrival = arrivals.at(place);
        if (arrival === undefined) continue;
        isKnown = true;
        device = union(device, intersect(arrival.proven, DEVICE_KINDS));
        others = union(others, minus(arrival.proven, DEVICE_KINDS));
        possible = union(possible, arrival.possible);
        ways += arrivals.waysOf(place, DEVICE_KINDS);
      }
      const isOpen = !isEmpty(minus(possible, union(device, others)));
      return isKnown ? [{ within, device, others, isOpen, ways }] : [];
    });
}
