/** A whole tree is solved from the facts of its files, and what was found is handed back file by file. */
import { solve } from '../flow/solve.ts';
import type { FileFacts } from '../model/facts.ts';
import type { ArrivalRow, Solution } from '../model/solution.ts';

/** A tree with all that its files hand to each other. */
export interface SolvedTree {
  readonly solution: Solution;
  /** What gets to the places that the analysis of a file asks about. */
  arrivals(path: string): readonly ArrivalRow[];
}

/** Programs that are built beside the kernel have functions of the same names, and their pages are not the kernel's. */
function isKernelCode(path: string): boolean {
  return !/^(?:tools|scripts|samples|Documentation|usr)\//.test(path);
}

/** Solves a tree from facts that are at hand. */
export function solved(files: readonly FileFacts[]): SolvedTree {
  const solution = solve(files.filter(({ path }) => isKernelCode(path)));
  const asked = new Map(files.map((file) => [file.path, file.asked]));
  return {
    solution,
    arrivals(path) {
      const { at } = solution.arrivals(path);
      return (asked.get(path) ?? []).flatMap((place) => {
        const arrival = at(place);
        if (arrival === undefined) return [];
        const { proven, possible, isApart } = arrival;
        return [isApart ? ([place, proven, possible, true] as const) : ([place, proven, possible] as const)];
      });
    },
  };
}
