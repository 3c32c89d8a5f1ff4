/** A kernel tree in several states that differ from the disk in some texts: each is solved from what is kept of the disk. */
import type { AnalysedFile, Tree, TreeOptions } from '../engine/api.ts';
import { unpacked } from '../engine/packed-solution.ts';
import { type SolvedTree, solved } from '../engine/whole-tree.ts';
import { PROBE_FILES } from '../kernel/probes.ts';
import type { FileFacts } from '../model/facts.ts';
import type { FileReader } from '../model/ports.ts';
import { canContribute, type FileJob } from '../store/analyse-file.ts';
import type { FactsCache } from '../store/facts-cache.ts';
import { createFileReader } from '../store/file-reader.ts';
import { loadEngine } from '../store/load-engine.ts';
import type { EngineParts } from '../store/open-trees.ts';
import { eraIn } from '../store/tree-era.ts';
import {
  cacheKeyOf,
  digestOf,
  factsIn,
  factsOptions,
  type FactsOptions,
  keepSolution,
  type Looks,
  readTreeFacts,
} from '../store/tree-facts.ts';
import type { Texts } from './apply.ts';
import { namesChangedIn, pathsNaming } from './header-change.ts';
import { moved, movedLines } from './moved-lines.ts';

/** Whether a file has a say in what is found: C, and what the era is read from. */
export function decides(path: string): boolean {
  return /\.[ch]$/.test(path) || PROBE_FILES.includes(path);
}

export interface StatesSetup {
  readonly root: string;
  readonly options: TreeOptions;
  readonly jobs: readonly FileJob[];
  readonly looks: Looks;
  readonly threads: number;
  /** Absent where nothing is to be kept. */
  readonly cache?: FactsCache;
  readonly onProgress?: (done: number, of: number) => void;
}

/** One state of the tree. */
export interface TreeState {
  /** What is other than on disk. */
  readonly texts: Texts;
  readonly solved: SolvedTree;
  readonly tree: Tree;
  /** The id of its era. */
  readonly era: string;
  /** The facts that are others than on disk. */
  readonly facts: ReadonlyMap<string, FileFacts | undefined>;
  /** The files of which something can be found that was not in the state it was made from. */
  readonly touched: ReadonlySet<string>;
}

type Facts = ReadonlyMap<string, FileFacts>;

export class TreeStates {
  /** The tree as it is on disk. */
  readonly disk: TreeState;
  /** Why the cache could not be written; undefined where it was, or where nothing had to be. */
  readonly notKept: string | undefined;
  private readonly setup: StatesSetup;
  private readonly parts: EngineParts;
  private readonly reader: FileReader;
  private diskFacts: Facts | undefined;

  private constructor(setup: StatesSetup, parts: EngineParts, base: Base) {
    this.setup = setup;
    this.parts = parts;
    this.reader = createFileReader(setup.root);
    this.diskFacts = base.facts;
    this.notKept = base.notKept;
    const tree = this.openTree(new Map());
    const era = eraIn(this.reader, setup.options);
    this.disk = { texts: new Map(), solved: base.solved, tree, era, facts: new Map(), touched: new Set() };
  }

  /** Takes what is kept of the tree, or reads and solves it. */
  static async open(setup: StatesSetup): Promise<TreeStates> {
    const base = await baseOf(setup);
    return new TreeStates(setup, await loadEngine(), base);
  }

  /** The text of a file in a state; undefined where there is none. */
  text({ texts }: Pick<TreeState, 'texts'>, path: string): string | undefined {
    return texts.has(path) ? texts.get(path) : this.reader.read(path);
  }

  /** The state after some texts have changed; texts that are as they were change nothing. */
  async after(before: TreeState, changes: Texts): Promise<TreeState> {
    const changed = [...changes].filter(([path, text]) => decides(path) && text !== this.text(before, path));
    if (changed.length === 0) return { ...before, touched: new Set() };
    const texts: Texts = new Map([...before.texts, ...changed]);
    const own = changed.map(([path]) => path).filter((path) => /\.[ch]$/.test(path));
    const era = changed.some(([path]) => PROBE_FILES.includes(path)) ? this.eraOf(texts) : before.era;
    const isOtherTree = era !== before.era || own.some((path) => path.endsWith('.h'));
    const tree = isOtherTree ? this.openTree(texts) : before.tree;
    const read = [...new Set([...own, ...(await this.noticing(before, { texts, era }, own))])];
    const fresh = this.factsOf(read, { texts, tree });
    const lines = this.linesMoved(before, read, fresh);
    const facts = new Map([...before.facts, ...fresh]);
    const touched = new Set(read);
    if (lines !== undefined) return { texts, solved: moved(before.solved, lines), tree, era, facts, touched };
    const all = await this.allFacts(facts);
    const after = solved(all);
    for (const path of otherArrivals(all, before.solved, after)) touched.add(path);
    return { texts, solved: after, tree, era, facts, touched };
  }

  /** A file of a state under analysis; undefined where the state has none of that name. */
  openFile(state: TreeState, path: string): AnalysedFile | undefined {
    const text = this.text(state, path);
    if (text === undefined) return undefined;
    state.tree.know((asked) => state.solved.arrivals(asked));
    return state.tree.open(path, text);
  }

  /** The files that have to be read again though their texts are as they were: what headers declare, or the era, is other. */
  private async noticing(
    before: TreeState,
    after: Pick<TreeState, 'texts' | 'era'>,
    changed: readonly string[],
  ): Promise<readonly string[]> {
    const headers = changed.filter((path) => path.endsWith('.h'));
    const names = new Set(
      headers.flatMap((path) => [...namesChangedIn(this.text(before, path), this.text(after, path))]),
    );
    if (names.size === 0 && before.era === after.era) return [];
    const paths = (await this.allFacts(before.facts)).map(({ path }) => path);
    return before.era === after.era ? pathsNaming(names, paths, (path) => this.text(after, path)) : paths;
  }

  private factsOf(
    paths: readonly string[],
    state: Pick<TreeState, 'texts' | 'tree'>,
  ): Map<string, FileFacts | undefined> {
    return new Map(
      paths.map((path, at) => {
        if (paths.length > 1) this.setup.onProgress?.(at, paths.length);
        const text = this.text(state, path);
        const isOne = text !== undefined && canContribute(Buffer.from(text));
        return [path, isOne ? state.tree.facts(path, text) : undefined];
      }),
    );
  }

  /** Where lines have moved to; undefined where something else than lines has changed in some file. */
  private linesMoved(
    before: TreeState,
    paths: readonly string[],
    fresh: ReadonlyMap<string, FileFacts | undefined>,
  ): ReadonlyMap<string, ReadonlyMap<number, number>> | undefined {
    const known = (path: string): FileFacts | undefined => {
      if (before.facts.has(path)) return before.facts.get(path);
      return this.diskFacts?.get(path) ?? this.factsOf([path], before).get(path);
    };
    const lines = new Map<string, ReadonlyMap<number, number>>();
    for (const path of paths) {
      const each = movedLines(known(path), fresh.get(path));
      if (each === undefined) return undefined;
      lines.set(path, each);
    }
    return lines;
  }

  /** All facts in the order of a walk, which decides between ways of equal length. */
  private async allFacts(others: ReadonlyMap<string, FileFacts | undefined>): Promise<readonly FileFacts[]> {
    this.diskFacts ??= byPath(await readFacts(this.setup));
    const kept = [...this.diskFacts.values()].filter(({ path }) => !others.has(path));
    const all = [...kept, ...[...others.values()].flatMap((facts) => facts ?? [])];
    return all.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private eraOf(texts: Texts): string {
    return eraIn(this.readerOf(texts), this.setup.options);
  }

  private readerOf(texts: Texts): FileReader {
    return {
      read: (path) => this.text({ texts }, path),
      exists: (path) => (texts.has(path) ? texts.get(path) !== undefined : this.reader.exists(path)),
    };
  }

  /** One tree for facts and findings: headers are read once for both. */
  private openTree(texts: Texts): Tree {
    const { root, options } = this.setup;
    const { openTree, lowering } = this.parts;
    const reader = this.readerOf(texts);
    return openTree({ root, reader, lowering, options: { ...factsOptions(options), sourceInItem: true } });
  }
}

/** The tree on disk, solved. */
interface Base {
  readonly solved: SolvedTree;
  /** Absent where they were not needed. */
  readonly facts?: Facts;
  readonly notKept?: string | undefined;
}

async function baseOf(setup: StatesSetup): Promise<Base> {
  const { jobs, looks, cache } = setup;
  const known = cache?.loadSolution(cacheKeyOf(setup));
  if (known?.looks === digestOf(jobs, looks)) return { solved: unpacked(known.solution) };
  const read = await readFacts(setup);
  const tree = solved(factsIn(read.files));
  keepSolution(jobs, looks, read.files, tree, factsSetup(setup));
  return { solved: tree, facts: byPath(read), notKept: read.counts.notKept };
}

function readFacts(setup: StatesSetup): ReturnType<typeof readTreeFacts> {
  return readTreeFacts(setup.jobs, setup.looks, factsSetup(setup));
}

function factsSetup({ root, options, threads, cache, onProgress }: StatesSetup): FactsOptions {
  return {
    root,
    options,
    threads,
    ...(cache === undefined ? {} : { cache }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}

function byPath({ files }: Awaited<ReturnType<typeof readTreeFacts>>): Facts {
  return new Map(factsIn(files).map((facts) => [facts.path, facts]));
}

/** The files to which the tree sends something else than before. */
function* otherArrivals(all: readonly FileFacts[], before: SolvedTree, after: SolvedTree): Generator<string> {
  for (const { path, asked } of all) {
    if (asked.length === 0) continue;
    const [was, is] = [before.solution.arrivals(path), after.solution.arrivals(path)];
    const differs = asked.some((place) => {
      const [a, b] = [was.at(place), is.at(place)];
      return (
        a?.proven !== b?.proven ||
        a?.possible !== b?.possible ||
        (a?.isApart ?? false) !== (b?.isApart ?? false) ||
        (a?.isOfAny ?? false) !== (b?.isOfAny ?? false)
      );
    });
    if (differs) yield path;
  }
}
