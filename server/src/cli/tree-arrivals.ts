/** Files are judged by all of their tree: each gets what the rest of it sends there. */
import type { TreeOptions } from '../engine/api.ts';
import type { FileJob } from '../store/analyse-file.ts';
import type { ReadTree } from '../store/tree-facts.ts';
import type { CacheArguments } from './cache.ts';
import type { Terminal } from './terminal.ts';
import { readWholeTree } from './whole-tree.ts';

/** What a command that judges files is told about their trees. */
export interface JudgeArguments extends CacheArguments {
  /** Each file by itself, whatever the rest of its tree does. */
  readonly local: boolean;
  readonly jobs: number;
}

/** The jobs with what their trees send to them; a file in no tree, or outside of the one it is read with, stays alone. */
export async function withArrivals(
  jobs: readonly FileJob[],
  args: JudgeArguments,
  options: TreeOptions,
  terminal: Terminal,
): Promise<readonly FileJob[]> {
  if (args.local) return jobs;
  const trees = new Map<string, ReadTree>();
  for (const { root, path } of jobs) {
    if (root === undefined || trees.has(root) || !isWithin(path)) continue;
    trees.set(root, (await readWholeTree(root, args, options, terminal)).tree);
  }
  return jobs.map((job) => {
    const tree = job.root === undefined || !isWithin(job.path) ? undefined : trees.get(job.root);
    return tree === undefined ? job : { ...job, arrivals: tree.arrivals(job.path) };
  });
}

/** Whether a path of a job lies in the tree that the job belongs to. */
function isWithin(path: string): boolean {
  return !path.startsWith('../');
}
