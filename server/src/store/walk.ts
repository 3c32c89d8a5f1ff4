/** The walk lists the C files under a folder, in the order of their paths, each once. */
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { whyUnreadable } from './bytes.ts';
import { isInside } from './file-reader.ts';

/** One C file, or one place that could not be looked into; `path` is relative to the start with `/`. */
export type WalkEntry =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: string };

export interface WalkOptions {
  /** Symbolic links to places outside this absolute folder are not followed; the start itself when not given. */
  readonly boundary?: string;
  readonly signal?: AbortSignal;
}

/** A folder of the walk. `path` is relative to the start and empty for the start itself. */
interface Folder {
  readonly path: string;
  readonly real: string;
}

/** How many folders are read between two chances for the program to do something else. */
const FOLDERS_PER_TURN = 8;

/**
 * Yields the `.c` and `.h` files under a folder, sorted by UTF-16 code units of the path. Hidden files and folders are
 * left out, and so are devices, pipes and sockets. A link is followed where its target lies inside the boundary and
 * would not be visited by its own name. Never throws; ends early when the signal is aborted.
 */
export async function* walkSources(start: string, options: WalkOptions = {}): AsyncGenerator<WalkEntry, void> {
  let real: string;
  try {
    real = realpathSync(start);
  } catch (error) {
    yield { kind: 'unreadable', path: '', why: whyUnreadable(error) };
    return;
  }
  const boundary = options.boundary === undefined ? real : (tryRealPath(options.boundary) ?? real);
  const links: LinkRules = { start: real, boundary, seen: new Set() };
  const pending: (Folder | WalkEntry)[] = [{ path: '', real }];
  let folders = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (options.signal?.aborted) return;
    if ('kind' in next) {
      yield next;
      continue;
    }
    pending.push(...readFolder(next, links).reverse());
    folders += 1;
    if (folders % FOLDERS_PER_TURN === 0) await nextTurn();
  }
}

/** What decides whether a symbolic link is followed; paths are real. */
interface LinkRules {
  readonly start: string;
  readonly boundary: string;
  /** Folders that were reached over a link. */
  readonly seen: Set<string>;
}

function readFolder(folder: Folder, links: LinkRules): (Folder | WalkEntry)[] {
  let names: Dirent[];
  try {
    names = readdirSync(folder.real, { withFileTypes: true });
  } catch (error) {
    return [{ kind: 'unreadable', path: folder.path, why: whyUnreadable(error) }];
  }
  const found: { readonly key: string; readonly entry: Folder | WalkEntry }[] = [];
  for (const name of names) {
    if (name.name.startsWith('.')) continue;
    const path = folder.path === '' ? name.name : `${folder.path}/${name.name}`;
    const entry = classify(name, path, folder, links);
    // The slash puts `a/b.c` behind `a-b.c`, where the order of whole paths has it.
    if (entry !== undefined) found.push({ key: 'kind' in entry ? path : `${path}/`, entry });
  }
  found.sort((a, b) => (a.key < b.key ? -1 : 1));
  return found.map(({ entry }) => entry);
}

function classify(name: Dirent, path: string, folder: Folder, links: LinkRules): Folder | WalkEntry | undefined {
  if (name.isDirectory()) return { path, real: join(folder.real, name.name) };
  if (name.isFile()) return isSource(name.name) ? { kind: 'file', path } : undefined;
  return name.isSymbolicLink() ? followLink(name.name, path, folder, links) : undefined;
}

function followLink(name: string, path: string, folder: Folder, links: LinkRules): Folder | WalkEntry | undefined {
  const link = join(folder.real, name);
  const target = tryRealPath(link);
  if (target === undefined) {
    return isSource(name) ? { kind: 'unreadable', path, why: 'is a symbolic link that leads nowhere' } : undefined;
  }
  if (isInside(links.start, target) || !isInside(links.boundary, target)) return undefined;
  const stat = statSync(target, { throwIfNoEntry: false });
  if (stat?.isFile() && isSource(name)) return { kind: 'file', path };
  // A link to a folder above the start would lead back into it.
  if (!stat?.isDirectory() || isInside(target, links.start)) return undefined;
  if ([...links.seen].some((seen) => isInside(seen, target))) return undefined;
  links.seen.add(target);
  return { path, real: target };
}

function isSource(name: string): boolean {
  return name.endsWith('.c') || name.endsWith('.h');
}

function tryRealPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
