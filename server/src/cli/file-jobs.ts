/** The paths that a user names become the files to analyse, each with the tree that it lies in. */
import { statSync } from 'node:fs';
import { dirname, normalize, relative, resolve, sep } from 'node:path';
import type { FileJob } from '../store/analyse-file.ts';
import { whyUnreadable } from '../store/bytes.ts';
import { isInside } from '../store/file-reader.ts';
import { findTree, isTreeRoot, TreeFinder } from '../store/find-tree.ts';
import { walkSources } from '../store/walk.ts';
import { Trouble } from './exit-status.ts';

/** A file or folder below a named folder that could not be read. */
export interface NotRead {
  readonly file: string;
  readonly why: string;
}

/** The files of one run. */
export interface JobSource {
  readonly jobs: AsyncIterable<FileJob>;
  /** Filled while the jobs are walked. */
  readonly notRead: NotRead[];
  /** Folders outside the given tree that hold named files, absolute. */
  readonly also: readonly string[];
  /** Named folders in which no C file was found, as the user wrote them; filled while the jobs are walked. */
  readonly emptyFolders: string[];
}

interface NamedPath {
  readonly given: string;
  readonly absolute: string;
  readonly isFolder: boolean;
}

/** Lists the files of paths; throws `Trouble` for a path that is not there. With `tree` all of them belong to that tree. */
export function listJobs(paths: readonly string[], tree: string | undefined): JobSource {
  const named = paths.map(namePath);
  const root = tree === undefined ? undefined : treeNamed(tree);
  const source = { notRead: [], emptyFolders: [] };
  const outside = root === undefined ? [] : named.filter(({ absolute }) => !isInside(root, absolute));
  const also = outside.map(({ absolute, isFolder }) => (isFolder ? absolute : dirname(absolute)));
  return { ...source, also, jobs: walkAll(named, root, source) };
}

/** All jobs of a source, in their order. */
export async function allJobs({ jobs }: JobSource): Promise<readonly FileJob[]> {
  const all: FileJob[] = [];
  for await (const job of jobs) all.push(job);
  return all;
}

/** The root of the tree around a path; throws `Trouble` if there is no such path, or no tree. */
export function treeAround(path: string): string {
  const root = findTree(namePath(path).absolute);
  if (root !== undefined) return root;
  throw new Trouble(`${path} lies in no kernel tree: a tree has a Makefile with VERSION and include/linux/mm_types.h`);
}

/** The tree whose root a path is; throws `Trouble` for any other. */
export function treeNamed(tree: string): string {
  const { absolute, isFolder } = namePath(tree);
  if (isFolder && isTreeRoot(absolute)) return absolute;
  throw new Trouble(
    `${tree} is not the root of a kernel tree: it needs a Makefile with VERSION and include/linux/mm_types.h`,
  );
}

function namePath(given: string): NamedPath {
  const absolute = resolve(given);
  try {
    const stat = statSync(given);
    if (stat.isDirectory()) return { given, absolute, isFolder: true };
    if (stat.isFile()) return { given, absolute, isFolder: false };
  } catch (error) {
    throw new Trouble(`${given} ${whyUnreadable(error)}; name a C file or a folder`);
  }
  throw new Trouble(`${given} is neither a file nor a folder; name a C file or a folder`);
}

async function* walkAll(
  named: readonly NamedPath[],
  root: string | undefined,
  source: { readonly notRead: NotRead[]; readonly emptyFolders: string[] },
): AsyncGenerator<FileJob, void> {
  const finder = new TreeFinder();
  const seen = new Set<string>();
  const jobOf = (absolute: string, name: string, isNamed: boolean): FileJob | undefined => {
    if (seen.has(absolute)) return undefined;
    seen.add(absolute);
    const home = root ?? finder.treeOf(dirname(absolute));
    const path = home === undefined ? name : pathIn(home, absolute);
    return { ...(home === undefined ? {} : { root: home }), path: slashes(path), absolute, name, named: isNamed };
  };
  for (const { given, absolute, isFolder } of named) {
    if (!isFolder) {
      const job = jobOf(absolute, given, true);
      if (job !== undefined) yield job;
      continue;
    }
    let found = false;
    const [below, nameBelow] = [prefixOf(absolute), prefixOf(normalize(given))];
    const boundary = root ?? finder.treeOf(absolute);
    for await (const entry of walkSources(absolute, boundary === undefined ? {} : { boundary })) {
      const name = nameBelow + native(entry.path);
      if (entry.kind === 'unreadable') {
        source.notRead.push({ file: name, why: entry.why });
        continue;
      }
      found = true;
      const job = jobOf(below + native(entry.path), name, false);
      if (job !== undefined) yield job;
    }
    if (!found) source.emptyFolders.push(given);
  }
}

/** What stands before the paths of files in a folder; the names are joined by hand, as a tree has tens of thousands. */
function prefixOf(folder: string): string {
  if (folder === '.') return '';
  return folder.endsWith(sep) ? folder : folder + sep;
}

function pathIn(folder: string, absolute: string): string {
  const prefix = prefixOf(folder);
  return absolute.startsWith(prefix) ? absolute.slice(prefix.length) : relative(folder, absolute);
}

function native(path: string): string {
  return sep === '/' ? path : path.split('/').join(sep);
}

function slashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
