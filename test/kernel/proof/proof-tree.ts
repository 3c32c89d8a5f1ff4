/** One kernel tree on which fixes are proven: its files under analysis, its compiler, and an order of chance. */
import { join } from 'node:path';
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import { ALL, DAX_KINDS, NO_KINDS, union } from '../../../server/src/kernel/kinds.ts';
import type { ArrivalRow, FileArrivals } from '../../../server/src/model/solution.ts';
import { MutableTree } from '../mutable-tree.ts';
import { kernels, releaseOf, type Series, treeOf } from '../trees.ts';
import { randomsOf, shuffled } from './chance.ts';
import { Compiler } from './compiler.ts';
import type { Ground } from './mutations.ts';

export class ProofTree {
  readonly series: Series;
  /** Such as `6.1.192`. */
  readonly release: string;
  readonly compiler: Compiler;
  readonly random: () => number;
  private readonly tree: MutableTree;
  private calls: ReadonlyMap<string, number> | undefined;

  private constructor(series: Series, tree: MutableTree, seed: number) {
    this.series = series;
    this.release = releaseOf(tree.root);
    this.compiler = new Compiler(series);
    this.tree = tree;
    this.random = randomsOf(seed);
  }

  static async open(series: Series, seed: number): Promise<ProofTree> {
    const tree = await MutableTree.open(treeOf(series), join(kernels(), '.cache/daxlint'));
    return new ProofTree(series, tree, seed);
  }

  /** The paths of the files that the whole tree is solved from, in an order of chance. */
  paths(): readonly string[] {
    return shuffled(
      this.tree.base.facts.map(({ path }) => path),
      this.random,
    );
  }

  read(path: string): string {
    return this.tree.read(path);
  }

  /** A text in the place of a file, with what the tree sends to that file. */
  readonly open = (path: string, text: string): AnalysedFile => {
    this.tree.tree.know((asked) => this.tree.base.solved.arrivals(asked));
    return this.tree.tree.open(path, text);
  };

  /** The same where every function of the tree has one more caller, which hands it DAX pages. */
  readonly openWithCallers = (path: string, text: string): AnalysedFile => {
    this.tree.tree.know((asked) => this.withCallers(asked));
    return this.tree.tree.open(path, text);
  };

  /** What the mutations of this tree need. */
  ground(): Ground {
    return { random: this.random, callsOf: (name) => this.callsOf(name) };
  }

  /** What the tree sends to a file where each of its functions has that caller. */
  withCallers(path: string): FileArrivals {
    const { rows, ways } = this.tree.base.solved.arrivals(path);
    const places = this.tree.base.facts.find((each) => each.path === path)?.asked ?? [];
    const handed = places.filter((place) => place.startsWith('P '));
    const others = rows.filter(([place]) => !handed.includes(place));
    const was = new Map(rows.map((row) => [row[0], row[1]]));
    const added = handed.map((place): ArrivalRow => [place, union(was.get(place) ?? NO_KINDS, DAX_KINDS), ALL]);
    return { rows: [...others, ...added], ways };
  }

  private callsOf(name: string): number {
    this.calls ??= this.countCalls();
    return this.calls.get(name) ?? 0;
  }

  private countCalls(): ReadonlyMap<string, number> {
    const calls = new Map<string, number>();
    for (const { path } of this.tree.base.facts) {
      if (!path.endsWith('.c')) continue;
      for (const [, name = ''] of this.read(path).matchAll(/\b(\w*(?:page|folio|Page|is_)\w*)\(/g)) {
        calls.set(name, (calls.get(name) ?? 0) + 1);
      }
    }
    return calls;
  }
}
