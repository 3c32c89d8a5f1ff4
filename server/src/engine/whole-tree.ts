/** A whole tree is solved from the facts of its files, and what was found is handed back file by file. */
import { daxModules, moduleOf } from '../flow/dax-tables.ts';
import { PageCalls } from '../flow/page-calls.ts';
import { solve } from '../flow/solve.ts';
import { unbrokenLayouts } from '../flow/unbroken-layouts.ts';
import { KINDS, type KindSet, kindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import type { FileCalls, FileFacts, FlowPlace } from '../model/facts.ts';
import { type CallAnswer, type CallQuestion, NO_ANSWER } from '../model/page-call.ts';
import type { ArrivalRow, ChainStep, FileArrivals, Solution, Way } from '../model/solution.ts';

/** A tree with all that its files hand to each other. */
export interface SolvedTree {
  readonly solution: Solution;
  /** What gets to the places that the analysis of a file asks about, and over which ways. */
  arrivals(path: string): FileArrivals;
}

/** Programs that are built beside the kernel have functions of the same names, and their pages are not the kernel's. */
function isKernelCode(path: string): boolean {
  return !/^(?:tools|scripts|samples|Documentation|usr)\//.test(path);
}

/** Answers questions about the calls of a tree that pages go through, from facts that are at hand. */
export function pageCallsOf(files: readonly FileFacts[]): (question: CallQuestion) => CallAnswer {
  const calls = new PageCalls(files.filter(({ path }) => isKernelCode(path)));
  return ({ about, file, name }) => {
    switch (about) {
      case 'function':
        return { ...NO_ANSWER, functions: calls.functionsOf(file, name) };
      case 'callers':
        return { ...NO_ANSWER, calls: calls.callsTo({ file, name }) };
      case 'callees':
        return { ...NO_ANSWER, calls: calls.callsFrom({ file, name }) };
    }
  };
}

/** Tells of a path whether its file is part of a filesystem that makes inodes DAX: then its calls are asked for too. */
export function ofDaxModules(files: readonly FileFacts[]): (path: string) => boolean {
  const modules = daxModules(files.filter(({ path }) => isKernelCode(path)));
  return (path) => modules.has(moduleOf(path));
}

/** Solves a tree from facts that are at hand, and from the calls of the filesystems that make inodes DAX. */
export function solved(files: readonly FileFacts[], calls: readonly FileCalls[] = []): SolvedTree {
  const solution = solve(files.filter(({ path }) => isKernelCode(path)));
  const layouts = unbrokenLayouts(calls);
  const asked = new Map(files.map((file) => [file.path, file.asked]));
  return {
    solution,
    arrivals(path) {
      const { at } = solution.arrivals(path);
      const places = asked.get(path) ?? [];
      const unbroken = layouts.get(path);
      const rows = places.flatMap((place): readonly ArrivalRow[] => {
        const arrival = at(place);
        if (arrival === undefined) return [];
        const { proven, possible, isApart = false, isOfAny = false } = arrival;
        if (!isApart && !isOfAny) return [[place, proven, possible]];
        return [[place, proven, possible, isApart, isOfAny]];
      });
      const ways = places.flatMap((place) => [
        ...waysTo(path, place, true, solution),
        ...waysTo(path, place, false, solution),
      ]);
      return { rows: [...rows, ...(unbroken?.rows ?? [])], ways: [...ways, ...(unbroken?.ways ?? [])] };
    },
  };
}

/** The ways to one place; kinds that come over the same one share it. */
function waysTo(path: string, place: FlowPlace, isProven: boolean, solution: Solution): readonly Way[] {
  const ways = new Map<string, { kinds: KindSet; readonly steps: readonly ChainStep[] }>();
  for (const kind of KINDS) {
    const steps = solution.chain(path, place, kind, isProven);
    if (steps.length === 0) continue;
    const key = steps.map(({ file, line, from, to }) => `${file}:${line} ${from}>${to}`).join();
    const known = ways.get(key) ?? { kinds: NO_KINDS, steps };
    known.kinds = union(known.kinds, kindSet(kind));
    ways.set(key, known);
  }
  return [...ways.values()].map(({ kinds, steps }) => ({ place, kinds, isProven, steps }));
}
