/** The facts of a whole tree are read in threads, and the tree is solved. */
import type { TreeOptions } from '../engine/api.ts';
import { type SolvedTree, solved } from '../engine/whole-tree.ts';
import type { FileJob } from './analyse-file.ts';
import { analyseFiles } from './pool.ts';

export interface FactsOptions {
  readonly options?: TreeOptions;
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** Reads the facts of the files of one tree and solves it; files that cannot be read are left out. */
export async function solveTree(jobs: Iterable<FileJob>, options: FactsOptions): Promise<SolvedTree> {
  const { reports } = await analyseFiles(jobs, {
    ...options,
    setup: { task: { kind: 'facts' }, ...(options.options === undefined ? {} : { options: options.options }) },
  });
  const files = reports.flatMap(({ report }) => (report.status === 'facts' ? [report.facts] : []));
  return solved(files);
}
