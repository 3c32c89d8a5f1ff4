/** A command that is about a whole tree reads the facts of all its files first, whatever part of it was named. */
import { relative, resolve } from 'node:path';
import type { TreeOptions } from '../engine/api.ts';
import { isInside } from '../store/file-reader.ts';
import { type Looks, looksOf, type ReadTree, solveTree } from '../store/tree-facts.ts';
import { type CacheArguments, cacheOf } from './cache.ts';
import type { FileJob } from '../store/analyse-file.ts';
import { allJobs, listJobs, type NotRead } from './file-jobs.ts';
import type { Terminal } from './terminal.ts';

/** The tree, and what could not even be listed. */
export interface WholeTree {
  readonly tree: ReadTree;
  readonly notRead: readonly NotRead[];
}

interface WholeTreeArguments extends CacheArguments {
  readonly jobs: number;
}

/** The files of a tree, how they look, and what could not be listed. */
export interface ListedTree {
  readonly root: string;
  readonly jobs: readonly FileJob[];
  readonly looks: Looks;
  readonly notRead: readonly NotRead[];
}

/** Lists the files of the tree at a root and looks at each. */
export async function listTree(root: string): Promise<ListedTree> {
  const source = listJobs([root], root);
  const jobs = await allJobs(source);
  return { root, jobs, looks: looksOf(jobs), notRead: source.notRead };
}

/** Reads and solves the tree at a root. */
export async function readWholeTree(
  root: string,
  args: WholeTreeArguments,
  options: TreeOptions,
  terminal: Terminal,
): Promise<WholeTree> {
  return solveListed(await listTree(root), args, options, terminal);
}

/** Reads and solves a tree whose files are listed. */
export async function solveListed(
  { root, jobs, looks, notRead }: ListedTree,
  args: WholeTreeArguments,
  options: TreeOptions,
  terminal: Terminal,
): Promise<WholeTree> {
  const cache = cacheOf(args);
  const tree = await solveTree(jobs, {
    root,
    options,
    threads: args.jobs,
    looks,
    ...(cache === undefined ? {} : { cache }),
    onProgress: (done, of) => terminal.progress(`daxlint: the facts of ${done} of ${of} files`),
  });
  if (tree.counts.notKept !== undefined) {
    terminal.err(`daxlint: the cache is not kept (${tree.counts.notKept}); give another --cache-dir, or --no-cache\n`);
  }
  return { tree, notRead };
}

/** Whether a path of the tree lies in the part of it that was named. */
export function partOf(root: string, named: string): (path: string) => boolean {
  const part = relative(root, resolve(named));
  if (part === '' || !isInside(root, resolve(named))) return () => true;
  const folder = part.split('\\').join('/');
  return (path) => path === folder || path.startsWith(`${folder}/`);
}
