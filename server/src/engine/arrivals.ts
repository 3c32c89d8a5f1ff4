/** What the whole tree tells of one file, indexed by the places that an analysis of the file asks about. */
import { DEVICE_KINDS, has, type Kind, type KindSet, overlaps } from '../kernel/kinds.ts';
import type { FlowPlace } from '../model/facts.ts';
import type { Arrival, Arrivals, ChainStep, Chains, FileArrivals, Way } from '../model/solution.ts';

/** The answers of a solved tree about one file. */
export class KnownArrivals implements Arrivals, Chains {
  /** Whether a page of a device is proven to get into a function of the file. */
  readonly bringDevicePages: boolean;
  private readonly byPlace = new Map<FlowPlace, Arrival>();
  private readonly ways = new Map<FlowPlace, Way[]>();
  /** The places of calls, by all but the offset of the call. */
  private readonly calls = new Map<string, FlowPlace[]>();

  constructor({ rows, ways }: FileArrivals) {
    for (const [place, proven, possible, isApart, isOfAny, wait] of rows) {
      const marks = { ...(isApart ? { isApart } : {}), ...(isOfAny ? { isOfAny } : {}), ...(wait ? { wait } : {}) };
      this.byPlace.set(place, { proven, possible, ...marks });
      const call = callIn(place);
      if (call !== undefined) this.calls.set(call.key, [...(this.calls.get(call.key) ?? []), place]);
    }
    for (const way of ways) this.ways.set(way.place, [...(this.ways.get(way.place) ?? []), way]);
    this.bringDevicePages = bringsDevicePages({ rows, ways });
  }

  at(place: FlowPlace): Arrival | undefined {
    return this.byPlace.get(this.nearest(place));
  }

  chain(place: FlowPlace, kind: Kind, isProven = true): readonly ChainStep[] {
    const ways = this.ways.get(this.nearest(place)) ?? [];
    return ways.find((way) => way.isProven === isProven && has(way.kinds, kind))?.steps ?? [];
  }

  /** Over how many different ways pages of some kinds are known to get to a place. */
  waysOf(place: FlowPlace, kinds: KindSet): number {
    const ways = this.ways.get(this.nearest(place)) ?? [];
    return ways.filter((way) => way.isProven && overlaps(way.kinds, kinds)).length;
  }

  /** A call that an edit has moved is the nearest one of the same function in the same function. */
  private nearest(place: FlowPlace): FlowPlace {
    if (this.byPlace.has(place)) return place;
    const call = callIn(place);
    const others = call === undefined ? undefined : this.calls.get(call.key);
    if (call === undefined || others === undefined) return place;
    const distance = (other: FlowPlace): number => Math.abs((callIn(other)?.offset ?? 0) - call.offset);
    return others.reduce((best, other) => (distance(other) < distance(best) ? other : best));
  }
}

/** Whether a page of a device is proven to get into a function of the file; not where nothing is known. */
export function bringsDevicePages(arrivals: FileArrivals | undefined): boolean {
  return arrivals?.rows.some(([place, proven]) => !place.startsWith('T ') && overlaps(proven, DEVICE_KINDS)) ?? false;
}

/** The id of a call in a place, `R f g:120`: its offset, and the rest. */
function callIn(place: FlowPlace): { readonly key: string; readonly offset: number } | undefined {
  const colon = place.lastIndexOf(':');
  const offset = Number(place.slice(colon + 1));
  return colon < 0 || !Number.isInteger(offset) ? undefined : { key: place.slice(0, colon), offset };
}
