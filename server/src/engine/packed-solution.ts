/** What a solved tree tells of its files, packed so that it can be kept on disk and read back in a moment. */
import type { KindSet } from '../kernel/kinds.ts';
import type { ArrivalRow, ChainStep, FileArrivals, Solution, Way } from '../model/solution.ts';
import { KnownArrivals } from './arrivals.ts';
import type { SolvedTree } from './whole-tree.ts';

/** Numbers are indices into `strings`, but for lines; those of a way are indices into `steps`. */
export interface PackedSolution {
  readonly strings: readonly string[];
  readonly steps: readonly PackedStep[];
  readonly files: Readonly<Record<string, PackedFile>>;
}

type PackedStep = readonly [
  file: number,
  line: number,
  within: number,
  how: ChainStep['how'],
  from: number,
  to: number,
];

type PackedRow = readonly [
  place: number,
  proven: KindSet,
  possible: KindSet,
  isApart?: boolean,
  isOfAny?: boolean,
  wait?: string,
];

interface PackedFile {
  readonly rows: readonly PackedRow[];
  readonly ways: readonly (readonly [place: number, kinds: KindSet, isProven: boolean, steps: readonly number[]])[];
}

/** Packs what a tree tells of the files at some paths. */
export function packed(tree: Pick<SolvedTree, 'arrivals'>, paths: readonly string[]): PackedSolution {
  const strings = new Numbered<string, string>((text) => text);
  const steps = new Numbered<PackedStep, string>((step) => step.join());
  const packStep = ({ file, line, function: within, how, from, to }: ChainStep): number =>
    steps.of([strings.of(file), line, strings.of(within), how, strings.of(from), strings.of(to)]);
  const files: Record<string, PackedFile> = {};
  for (const path of paths) {
    const { rows, ways } = tree.arrivals(path);
    if (rows.length === 0) continue;
    files[path] = {
      rows: rows.map(([place, ...told]) => [strings.of(place), ...told] as const),
      ways: ways.map((way) => [strings.of(way.place), way.kinds, way.isProven, way.steps.map(packStep)] as const),
    };
  }
  return { strings: strings.values, steps: steps.values, files };
}

/** A tree that answers from what was packed; a file is unpacked when it is asked about. */
export function unpacked(solution: PackedSolution): SolvedTree {
  const files = new Map<string, FileArrivals>();
  const arrivals = (path: string): FileArrivals => {
    const known = files.get(path) ?? unpackFile(path, solution);
    files.set(path, known);
    return known;
  };
  const told = new Map<string, KnownArrivals>();
  const known = (path: string): KnownArrivals => {
    const each = told.get(path) ?? new KnownArrivals(arrivals(path));
    told.set(path, each);
    return each;
  };
  const answers: Solution = {
    arrivals: known,
    chain: (path, place, kind, isProven) => known(path).chain(place, kind, isProven),
  };
  return { solution: answers, arrivals };
}

function unpackFile(path: string, { strings, steps, files }: PackedSolution): FileArrivals {
  const text = (at: number): string => strings[at] ?? '';
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (file === undefined) return { rows: [], ways: [] };
  const rows = file.rows.map(([place, ...told]): ArrivalRow => [text(place), ...told]);
  const stepAt = (at: number): readonly ChainStep[] => {
    const step = steps[at];
    if (step === undefined) return [];
    const [name, line, within, how, from, to] = step;
    return [{ file: text(name), line, function: text(within), how, from: text(from), to: text(to) }];
  };
  const ways = file.ways.map(([place, kinds, isProven, way]): Way => {
    return { place: text(place), kinds, isProven, steps: way.flatMap(stepAt) };
  });
  return { rows, ways };
}

/** Values with a number each, in the order in which they were met; those with an equal key are one. */
class Numbered<T, K> {
  readonly values: T[] = [];
  private readonly numbers = new Map<K, number>();
  private readonly keyOf: (value: T) => K;

  constructor(keyOf: (value: T) => K) {
    this.keyOf = keyOf;
  }

  of(value: T): number {
    const key = this.keyOf(value);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}
