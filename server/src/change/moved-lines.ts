/** What differs in nothing but its lines leaves the solution as it is, with the lines of its ways moved. */
import type { SolvedTree } from '../engine/whole-tree.ts';
import type { FileCalls, FileFacts } from '../model/facts.ts';
import type { ChainStep, FileArrivals } from '../model/solution.ts';

/** What one file hands to the rest of its tree. */
export interface FileReading {
  /** Undefined where it has none. */
  readonly facts: FileFacts | undefined;
  readonly calls: FileCalls | undefined;
}

/** For each path, the lines as they were and as they are; both are 1-based. */
export type MovedLines = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** The lines of a file before and after; undefined where it hands on something else than before. */
export function movedLines(before: FileReading, after: FileReading): ReadonlyMap<number, number> | undefined {
  const [old, now] = [shapeOf(before), shapeOf(after)];
  if (old.shape !== now.shape) return undefined;
  return new Map(old.lines.map((line, at) => [line, now.lines[at] ?? line]));
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

/** A reading without its lines, and these in the order in which they stand in it. */
function shapeOf(reading: FileReading): { readonly shape: string; readonly lines: readonly number[] } {
  const lines: number[] = [];
  const shape = JSON.stringify([reading.facts, reading.calls], function replace(this: unknown, key, value: unknown) {
    if (key === 'line' && typeof value === 'number') {
      lines.push(value);
      return undefined;
    }
    // The calls of a function are written as one text, with their lines behind that of the function.
    if (key === 'calls' && typeof value === 'string') {
      const first = lineOf(this);
      return value.replace(/:(\d+)/g, (_, behind: string) => {
        lines.push(first + Number(behind));
        return ':';
      });
    }
    return value;
  });
  return { shape, lines };
}

function lineOf(holder: unknown): number {
  return typeof holder === 'object' && holder !== null && 'line' in holder ? Number(holder.line) : 0;
}
