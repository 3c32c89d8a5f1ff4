/** The user's folder for caches: what lies there, and how it is emptied. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lookOf } from './facts-cache.ts';

/** What was kept begins with the digest of its tree; a file of another name is not ours. */
const OURS = /^[0-9a-f]{24}\.[a-z0-9.-]+$/i;

export interface CacheContent {
  readonly files: number;
  readonly bytes: number;
}

/** Counts what is kept; nothing where there is no folder. */
export function cacheContent(folder: string): CacheContent {
  const sizes = keptIn(folder).map((path) => lookOf(path)?.size ?? 0);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Removes what is kept, and tells what it was; what could not be removed does not count. */
export function clearCache(folder: string): CacheContent {
  let [files, bytes] = [0, 0];
  for (const path of keptIn(folder)) {
    const size = lookOf(path)?.size ?? 0;
    try {
      rmSync(path);
    } catch {
      // Somebody else was faster, or may not.
      continue;
    }
    files += 1;
    bytes += size;
  }
  return { files, bytes };
}

function keptIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => OURS.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
