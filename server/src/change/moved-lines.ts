/** Facts that differ in nothing but their lines leave the solution as it is, with the lines of its ways moved. */
import type { SolvedTree } from '../engine/whole-tree.ts';
import type { FileFacts } from '../model/facts.ts';
import type { ChainStep, FileArrivals } from '../model/solution.ts';

/** For each path, the lines as they were and as they are; both are 1-based. */
export type MovedLines = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** The lines of a file before and after; undefined where its facts differ in more than lines. */
export function movedLines(
  before: FileFacts | undefined,
  after: FileFacts | undefined,
): ReadonlyMap<number, number> | undefined {
  if (before === undefined || after === undefined) return before === after ? new Map() : undefined;
  if (withoutLines(before) !== withoutLines(after)) return undefined;
  const [from, to] = [linesOf(before), linesOf(after)];
  return new Map(from.map((line, at) => [line, to[at] ?? line]));
}

/** The same solution, with the lines of these files moved. */
export function moved(tree: SolvedTree, lines: MovedLines): SolvedTree {
  const step = (each: ChainStep): ChainStep => {
    const line = lines.get(each.file)?.get(each.line);
    return line === undefined || line === each.line ? each : { ...each, line };
  };
  const { solution } = tree;
  return {
    solution: {
      arrivals: (path) => solution.arrivals(path),
      chain: (path, place, kind, isProven) => solution.chain(path, place, kind, isProven).map(step),
    },
    arrivals(path): FileArrivals {
      const { rows, ways } = tree.arrivals(path);
      return { rows, ways: ways.map((way) => ({ ...way, steps: way.steps.map(step) })) };
    },
  };
}

function withoutLines(facts: FileFacts): string {
  return JSON.stringify(facts, (key, value: unknown) => (key === 'line' ? undefined : value));
}

function linesOf({ functions, edges, calls, entries, given, daxMakers }: FileFacts): readonly number[] {
  return [functions, edges, calls, entries, given, daxMakers].flatMap((each) => each.map(({ line }) => line));
}
