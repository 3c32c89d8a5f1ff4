/** Moves what was found in an item, whose offsets count from the item's start, to its place in the file. */
import { shift as shiftSpan } from '../text/span.ts';
import type { Placement, Site } from './site.ts';
import type { EntryUse, KeptPin, Predicate, SettledQuestion, TableUse, Truncation } from './unit.ts';

/** A site with all its spans moved. */
export function shiftSite(site: Site, by: number): Site {
  return {
    ...site,
    ...shiftSpan(site, by),
    at: site.at + by,
    baseSpan: shiftSpan(site.baseSpan, by),
    origins: site.origins.map((origin) => ({ ...origin, ...shiftSpan(origin, by) })),
    events: site.events.map((event) => ({
      ...event,
      ...shiftSpan(event, by),
      place: shiftPlacement(event.place, by),
      guards: event.guards.map((guard) => ({ ...guard, ...shiftSpan(guard, by) })),
      ...(event.weak ? { weak: event.weak.map((guard) => ({ ...guard, ...shiftSpan(guard, by) })) } : {}),
      ...(event.followedBefore ? { followedBefore: shiftSpan(event.followedBefore, by) } : {}),
    })),
  };
}

function shiftPlacement(place: Placement, by: number): Placement {
  return {
    ...place,
    ...shiftSpan(place, by),
    within: shiftSpan(place.within, by),
    codeStart: place.codeStart + by,
    ...(place.condition ? { condition: shiftSpan(place.condition, by) } : {}),
  };
}

/** A settled question with all its spans moved. */
export function shiftQuestion(question: SettledQuestion, by: number): SettledQuestion {
  return { ...question, ...shiftSpan(question, by), by: { ...question.by, ...shiftSpan(question.by, by) } };
}

/** The use of a table with its spans moved. */
export function shiftTableUse(use: TableUse, by: number): TableUse {
  return { ...use, ...shiftSpan(use, by), guard: { ...use.guard, ...shiftSpan(use.guard, by) } };
}

/** A truncation with its span moved. */
export function shiftTruncation(truncation: Truncation, by: number): Truncation {
  return { ...truncation, ...shiftSpan(truncation, by), statement: shiftPlacement(truncation.statement, by) };
}

/** The use of an entry with all its places moved. */
export function shiftEntryUse(use: EntryUse, by: number): EntryUse {
  return {
    ...use,
    ...shiftSpan(use, by),
    ...(use.siteAt === undefined ? {} : { siteAt: use.siteAt + by }),
    ...(use.daxTest ? { daxTest: { ...use.daxTest, ...shiftSpan(use.daxTest, by) } } : {}),
  };
}

/** A kept pin with its spans moved. */
export function shiftKeptPin(pin: KeptPin, by: number): KeptPin {
  return { ...pin, ...shiftSpan(pin, by), flags: shiftSpan(pin.flags, by) };
}

/** A predicate with all its spans moved. */
export function shiftPredicate(predicate: Predicate, by: number): Predicate {
  return {
    ...predicate,
    nameSpan: shiftSpan(predicate.nameSpan, by),
    tests: predicate.tests.map((test) => ({ ...test, ...shiftSpan(test, by), whole: shiftSpan(test.whole, by) })),
  };
}
