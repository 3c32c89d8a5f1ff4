/** The facts of a tree are kept on disk, so that only files that have changed are read again. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { FileFacts } from '../model/facts.ts';
import { entryPath, packageVersion } from './placement.ts';
import { remove, removeLeftBehind, unfinishedPath } from './unfinished.ts';

/** What is known of one file: how it looked when it was read, and what it contributes. */
export interface CachedFile {
  /** Size in bytes and time of the last change, in milliseconds. */
  readonly size: number;
  readonly changed: number;
  /** Whether the file can hold a site of `mapping` or `inode`. */
  readonly holdsSite: boolean;
  /** Absent where the file contributes nothing. */
  readonly facts?: FileFacts;
}

/** What a cache was made for: another engine, tree, era, overlay or set of headers makes another one. */
export interface CacheKey {
  readonly root: string;
  readonly options: unknown;
  /** A digest of the headers' sizes and times: what they declare decides the types in all other files. */
  readonly headers: string;
}

interface Stored {
  readonly made: string;
  readonly files: Readonly<Record<string, CachedFile>>;
}

/** A folder with one file for each tree. */
export class FactsCache {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What was kept under a key; empty where nothing was, or where it cannot be read: then it is made anew. */
  load(key: CacheKey): ReadonlyMap<string, CachedFile> {
    try {
      const stored: Stored = JSON.parse(gunzipSync(readFileSync(this.path(key))).toString('utf8'));
      if (stored.made === madeBy(key)) return new Map(Object.entries(stored.files));
    } catch {
      // There is none, or it was cut short or damaged.
    }
    return new Map();
  }

  /** Keeps files under a key, whole or not at all; answers why it could not, or undefined. */
  save(key: CacheKey, files: ReadonlyMap<string, CachedFile>): string | undefined {
    const path = this.path(key);
    const unfinished = unfinishedPath(path);
    const stored: Stored = { made: madeBy(key), files: Object.fromEntries(files) };
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(unfinished, gzipSync(JSON.stringify(stored), { level: 3 }));
      // Another process may do the same at the same time: the last one counts, and both files were whole.
      renameSync(unfinished, path);
      removeLeftBehind(path);
      return undefined;
    } catch (error) {
      remove(unfinished);
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** The file of a tree. */
  private path({ root, options }: CacheKey): string {
    return join(this.folder, `${digest([realpathSync(root), options]).slice(0, 24)}.facts.gz`);
  }
}

/** The folder for caches: `XDG_CACHE_HOME/daxlint`, or `.cache/daxlint` of the user. */
export function defaultCacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'daxlint');
}

/** A digest of anything that has a form as JSON. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Size and time of a file; undefined where it is not there. */
export function lookOf(path: string): { readonly size: number; readonly changed: number } | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? { size: stat.size, changed: stat.mtimeMs } : undefined;
}

/** The program that reads facts decides what they are: another build of it makes them anew. */
function madeBy(key: CacheKey): string {
  const look = lookOf(entryPath('worker'));
  return digest([packageVersion(), look, key]);
}
