/** A command that is about a whole tree reads the facts of all its files first, whatever part of it was named. */
import { relative, resolve } from 'node:path';
import type { TreeOptions } from '../engine/api.ts';
import { isInside } from '../store/file-reader.ts';
import { type ReadTree, solveTree } from '../store/tree-facts.ts';
import { type CacheArguments, cacheOf } from './cache.ts';
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

/** Reads and solves the tree at a root. */
export async function readWholeTree(
  root: string,
  args: WholeTreeArguments,
  options: TreeOptions,
  terminal: Terminal,
): Promise<WholeTree> {
  const source = listJobs([root], root);
  const jobs = await allJobs(source);
  const cache = cacheOf(args);
  const tree = await solveTree(jobs, {
    root,
    options,
    threads: args.jobs,
    ...(cache === undefined ? {} : { cache }),
    onProgress: (done, of) => terminal.progress(`daxlint: the facts of ${done} of ${of} files`),
  });
  if (tree.counts.notKept !== undefined) {
    terminal.err(`daxlint: the cache is not kept (${tree.counts.notKept}); give another --cache-dir, or --no-cache\n`);
  }
  return { tree, notRead: source.notRead };
}

/** Whether a path of the tree lies in the part of it that was named. */
export function partOf(root: string, named: string): (path: string) => boolean {
  const part = relative(root, resolve(named));
  if (part === '' || !isInside(root, resolve(named))) return () => true;
  const folder = part.split('\\').join('/');
  return (path) => path === folder || path.startsWith(`${folder}/`);
}
