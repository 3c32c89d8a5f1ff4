/** A file of the cache is there whole or not at all, whatever happens to those who write it. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { remove, removeLeftBehind, unfinishedPath } from './unfinished.ts';

/** The value of a file; undefined where there is none, or where it cannot be read: then it is made anew. */
export function readKept<T>(path: string): T | undefined {
  try {
    // Who wrote it is told by what it says of itself, and that is for the caller to compare.
    const value: T = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
    return value;
  } catch {
    // There is none, or it was cut short or damaged.
    return undefined;
  }
}

/** Writes a value, whole or not at all; answers why it could not, or undefined. */
export function writeKept(path: string, value: unknown): string | undefined {
  const unfinished = unfinishedPath(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(unfinished, gzipSync(JSON.stringify(value), { level: 3 }));
    // Another process may do the same at the same time: the last one counts, and both files were whole.
    renameSync(unfinished, path);
    removeLeftBehind(path);
    return undefined;
  } catch (error) {
    remove(unfinished);
    return error instanceof Error ? error.message : String(error);
  }
}
