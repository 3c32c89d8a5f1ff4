/** The facts of a tree are kept on disk, so that only files that have changed are read again. */
import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { PackedSolution } from '../engine/packed-solution.ts';
import type { FileCalls, FileFacts } from '../model/facts.ts';
import type { KnownHeader } from './header-table.ts';
import { readKept, writeKept } from './kept-file.ts';
import { entryPath, packageVersion } from './placement.ts';

/** What is known of one file: how it looked when it was read, and what it contributes. */
export interface CachedFile {
  /** Size in bytes and time of the last change, in milliseconds. */
  readonly size: number;
  readonly changed: number;
  /** Whether the file can hold a site of `mapping` or `inode`. */
  readonly holdsSite: boolean;
  /** Absent where the file contributes nothing. */
  readonly facts?: FileFacts;
  /** Absent where the file is of no filesystem that makes inodes DAX. */
  readonly calls?: FileCalls;
  /** The numbers of the headers that decided the facts, as text. */
  readonly reached?: string;
}

/** What is known of the files of a tree, by path, and the headers that their facts hang on. */
export interface KeptFacts {
  readonly files: ReadonlyMap<string, CachedFile>;
  readonly headers: readonly KnownHeader[];
}

/** What a cache was made for: another engine, tree, overlay or era makes another one. */
export interface CacheKey {
  readonly root: string;
  readonly options: unknown;
  readonly era: string;
}

/** A tree that was solved, as it is kept. */
export interface KeptSolution {
  /** A digest of the sizes and times of all files of the tree. */
  readonly looks: string;
  readonly solution: PackedSolution;
  /** The files that can hold a site of `mapping` or `inode`. */
  readonly holdSites: readonly string[];
  readonly functions: number;
  readonly edges: number;
}

/** A ledger that was made, as it is kept. */
interface StoredLedger {
  readonly made: string;
  /** A digest of the sizes and times of all files of the tree. */
  readonly looks: string;
  readonly ledger: unknown;
}

interface StoredFacts {
  readonly made: string;
  readonly headers: readonly KnownHeader[];
  readonly files: Readonly<Record<string, CachedFile>>;
}

interface StoredSolution extends KeptSolution {
  readonly made: string;
}

/** A folder with some files for each tree: the facts, what the solve made of them, and the ledgers that were asked for. */
export class FactsCache {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The facts that were kept under a key; empty where none were. */
  load(key: CacheKey): KeptFacts {
    const stored = readKept<StoredFacts>(this.path(key, 'facts'));
    if (stored?.made !== madeBy(key)) return { files: new Map(), headers: [] };
    return { files: new Map(Object.entries(stored.files)), headers: stored.headers };
  }

  /** Keeps facts; answers why it could not, or undefined. */
  save(key: CacheKey, { headers, files }: KeptFacts): string | undefined {
    const stored: StoredFacts = { made: madeBy(key), headers, files: Object.fromEntries(files) };
    return writeKept(this.path(key, 'facts'), stored);
  }

  /** The solution that was kept last under a key: whether the tree still looks so is for the caller to find out. */
  loadSolution(key: CacheKey): KeptSolution | undefined {
    const stored = readKept<StoredSolution>(this.path(key, 'solved'));
    return stored?.made === madeBy(key) ? stored : undefined;
  }

  /** Keeps a solution; where it cannot, it is made anew. */
  saveSolution(key: CacheKey, solution: KeptSolution): void {
    const stored: StoredSolution = { made: madeBy(key), ...solution };
    writeKept(this.path(key, 'solved'), stored);
  }

  /**
   * What was kept last for what was asked of a tree that looks so; undefined where nothing was. Only what this very
   * program has kept is answered, so it has the form that `saveLedger()` was given.
   */
  loadLedger(key: CacheKey, asked: unknown, looks: string): unknown {
    const stored = readKept<StoredLedger>(this.path(key, `${digest(asked).slice(0, 12)}.ledger`));
    return stored?.made === madeBy(key) && stored.looks === looks ? stored.ledger : undefined;
  }

  /** Keeps a ledger; where it cannot, it is made anew. */
  saveLedger(key: CacheKey, asked: unknown, looks: string, ledger: unknown): void {
    const stored: StoredLedger = { made: madeBy(key), looks, ledger };
    writeKept(this.path(key, `${digest(asked).slice(0, 12)}.ledger`), stored);
  }

  private path({ root, options }: CacheKey, what: string): string {
    return join(this.folder, `${digest([realpathSync(root), options]).slice(0, 24)}.${what}.gz`);
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

/** Size and time of a file; undefined where they cannot be told. */
export function lookOf(path: string): { readonly size: number; readonly changed: number } | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() ? { size: stat.size, changed: stat.mtimeMs } : undefined;
  } catch {
    // It is not there, or in a folder that may be listed and not entered: who reads it says why.
    return undefined;
  }
}

/** The program that reads facts decides what they are: another build of it makes them anew. */
function madeBy(key: CacheKey): string {
  const look = lookOf(entryPath('worker'));
  return digest([packageVersion(), look, key]);
}
