/** `daxlint/choices`, `daxlint/cache` and `daxlint/debug`: what can be chosen, what is kept, and what runs here. */
import { ERAS } from '../../kernel/eras.ts';
import { cacheContent, clearCache } from '../../store/cache-folder.ts';
import { defaultCacheFolder } from '../../store/facts-cache.ts';
import { findOverlay, shippedOverlays } from '../../store/overlays.ts';
import { overlaysFolder, packageVersion } from '../../store/placement.ts';
import type { CacheAnswer, ChoicesAnswer, DebugAnswer } from '../protocol.ts';
import type { Session } from '../session.ts';

/** The eras, oldest first, and the overlays that are shipped. */
export function choices(): ChoicesAnswer {
  const overlays = shippedOverlays().flatMap((name) => {
    const found = findOverlay(name, overlaysFolder);
    return 'overlay' in found ? [{ name, title: found.overlay.title, eras: found.overlay.eras }] : [];
  });
  return { eras: ERAS.map(({ id, label, change }) => ({ id, label, change })), overlays };
}

/** Tells what the cache holds, and empties it where that is asked for. */
export function cacheState({ clear }: { readonly clear: boolean }): CacheAnswer {
  const folder = defaultCacheFolder();
  return { folder, ...(clear === true ? clearCache(folder) : cacheContent(folder)) };
}

/** What a report of a defect needs; nothing of it is a text of the user. */
export function debugState(session: Session): DebugAnswer {
  return {
    version: packageVersion(),
    runtime: `node ${process.versions.node}`,
    platform: `${process.platform} ${process.arch}`,
    memory: process.memoryUsage.rss(),
    documents: session.documents.all().length,
    trees: session.states(),
    cache: cacheState({ clear: false }),
  };
}
