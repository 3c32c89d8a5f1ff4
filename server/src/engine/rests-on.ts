/** What was found in an item rests on declarations and on what the whole tree tells; when they change it is found anew. */
import type { ItemAnalysis } from './analyse-item.ts';
import type { KnownArrivals } from './arrivals.ts';
import { INCLUDES } from './changed-names.ts';

/** Whether an analysis asked the whole tree about something that it now tells otherwise. */
export function hears(
  { asked }: ItemAnalysis,
  before: KnownArrivals | undefined,
  now: KnownArrivals | undefined,
): boolean {
  if (before?.bringDevicePages !== now?.bringDevicePages) return true;
  return asked.some((place) => {
    const [old, fresh] = [before?.at(place), now?.at(place)];
    if (old?.proven !== fresh?.proven || old?.possible !== fresh?.possible) return true;
    return old?.isApart !== fresh?.isApart || old?.isOfAny !== fresh?.isOfAny;
  });
}

/** Whether what was found in an item can be something else now that these names mean something else. */
export function hangsOn({ names: known }: ItemAnalysis, names: ReadonlySet<string>): boolean {
  if (names.has(INCLUDES)) return true;
  for (const name of names) if (known.has(name)) return true;
  return false;
}
