/** The facts of a whole tree are read in threads and solved here; what the solve found is handed back file by file. */
import { solve } from '../flow/solve.ts';
import type { TreeOptions } from '../engine/api.ts';
import type { FileFacts } from '../model/facts.ts';
import type { Solution } from '../model/solution.ts';
import type { FileJob } from './analyse-file.ts';
import type { ArrivalRow } from './arrival-rows.ts';
import { analyseFiles } from './pool.ts';

/** A tree with all that its files hand to each other. */
export interface SolvedTree {
  readonly solution: Solution;
  /** What gets to the places that the analysis of a file asks about. */
  arrivals(path: string): readonly ArrivalRow[];
}

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

/** Solves a tree from facts that are at hand. */
export function solved(files: readonly FileFacts[]): SolvedTree {
  const solution = solve(files);
  const asked = new Map(files.map((file) => [file.path, file.asked]));
  return {
    solution,
    arrivals(path) {
      const { at } = solution.arrivals(path);
      return (asked.get(path) ?? []).flatMap((place) => {
        const arrival = at(place);
        return arrival === undefined ? [] : [[place, arrival.proven, arrival.possible] as const];
      });
    },
  };
}
