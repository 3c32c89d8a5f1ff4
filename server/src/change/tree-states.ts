/** A kernel tree in several states that differ from the disk in some texts: each is solved from what is kept of the disk. */
import type { AnalysedFile, Tree, TreeOptions } from '../engine/api.ts';
import { unpacked } from '../engine/packed-solution.ts';
import { ofDaxModules, type SolvedTree, solved } from '../engine/whole-tree.ts';
import { PROBE_FILES } from '../kernel/probes.ts';
import type { FileCalls, FileFacts } from '../model/facts.ts';
import type { FileReader } from '../model/ports.ts';
import { canContribute, type FileJob } from '../store/analyse-file.ts';
import type { FactsCache } from '../store/facts-cache.ts';
import { createFileReader } from '../store/file-reader.ts';
import { loadEngine } from '../store/load-engine.ts';
import type { EngineParts } from '../store/open-trees.ts';
import { eraIn } from '../store/tree-era.ts';
import { factsOptions } from '../store/facts-options.ts';
import {
  cacheKeyOf,
  callsIn,
  digestOf,
  factsIn,
  type FactsOptions,
  keepSolution,
  type Looks,
  readTreeFacts,
} from '../store/tree-facts.ts';
import type { Texts } from './apply.ts';
import { namesChangedIn, pathsNaming } from './header-change.ts';
import { type FileReading, moved, type MovedLines, movedLines } from './moved-lines.ts';

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
  /** What was read of files that are others than on disk, or are read otherwise. */
  readonly readings: ReadonlyMap<string, FileReading>;
  /** The files of which something can be found that was not in the state it was made from. */
  readonly touched: ReadonlySet<string>;
}

/** What was read of the files on disk. */
interface DiskReadings {
  /** In the order of a walk. */
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** Of the filesystems that make inodes DAX. */
  readonly calls: ReadonlyMap<string, FileCalls>;
}

/** What the whole tree is solved from. */
interface Whole {
  readonly facts: readonly FileFacts[];
  readonly calls: readonly FileCalls[];
}

export class TreeStates {
  /** The tree as it is on disk. */
  readonly disk: TreeState;
  /** Why the cache could not be written; undefined where it was, or where nothing had to be. */
  readonly notKept: string | undefined;
  private readonly setup: StatesSetup;
  private readonly parts: EngineParts;
  private readonly reader: FileReader;
  private onDisk: DiskReadings | undefined;

  private constructor(setup: StatesSetup, parts: EngineParts, base: Base) {
    this.setup = setup;
    this.parts = parts;
    this.reader = createFileReader(setup.root);
    this.onDisk = base.readings;
    this.notKept = base.notKept;
    const tree = this.openTree(new Map());
    const era = eraIn(this.reader, setup.options);
    this.disk = { texts: new Map(), solved: base.solved, tree, era, readings: new Map(), touched: new Set() };
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
    const fresh = this.readingsOf(read, { texts, tree });
    const lines = this.linesMoved(before, read, fresh);
    const state = { texts, tree, era, readings: new Map([...before.readings, ...fresh]) };
    const touched = new Set(read);
    if (lines !== undefined) return { ...state, solved: moved(before.solved, lines), touched };
    const whole = await this.wholeOf(state);
    const after = solved(whole.facts, whole.calls);
    for (const path of otherArrivals(whole, before.solved, after)) touched.add(path);
    return { ...state, solved: after, touched };
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
    const paths = (await this.allFacts(before.readings)).map(({ path }) => path);
    return before.era === after.era ? pathsNaming(names, paths, (path) => this.text(after, path)) : paths;
  }

  private readingsOf(paths: readonly string[], state: Pick<TreeState, 'texts' | 'tree'>): Map<string, FileReading> {
    return new Map(
      paths.map((path, at) => {
        if (paths.length > 1) this.setup.onProgress?.(at, paths.length);
        return [path, this.readingOf(path, state)];
      }),
    );
  }

  private readingOf(path: string, state: Pick<TreeState, 'texts' | 'tree'>): FileReading {
    const text = this.text(state, path);
    if (text === undefined) return { facts: undefined, calls: undefined };
    const facts = canContribute(Buffer.from(text)) ? state.tree.facts(path, text) : undefined;
    return { facts, calls: state.tree.calls(path, text) };
  }

  /** Where lines have moved to; undefined where something else than lines has changed in some file. */
  private linesMoved(
    before: TreeState,
    paths: readonly string[],
    fresh: ReadonlyMap<string, FileReading>,
  ): MovedLines | undefined {
    const lines = new Map<string, ReadonlyMap<number, number>>();
    for (const path of paths) {
      const reading = fresh.get(path);
      const known = before.readings.get(path) ?? this.readingOf(path, before);
      const each = reading && movedLines(known, reading);
      if (each === undefined) return undefined;
      lines.set(path, each);
    }
    return lines;
  }

  /** All that a state is solved from. */
  private async wholeOf(state: Omit<TreeState, 'solved' | 'touched'>): Promise<Whole> {
    const facts = await this.allFacts(state.readings);
    const isOfDax = ofDaxModules(facts);
    const paths = new Set([...this.setup.jobs.map(({ path }) => path), ...state.readings.keys()]);
    const calls = [...paths].filter(isOfDax).sort();
    return { facts, calls: calls.flatMap((path) => this.callsOf(path, state) ?? []) };
  }

  private callsOf(path: string, state: Pick<TreeState, 'texts' | 'tree' | 'readings'>): FileCalls | undefined {
    const known = state.readings.get(path);
    if (known !== undefined) return known.calls;
    const text = this.onDisk?.calls.has(path) ? undefined : this.text(state, path);
    return text === undefined ? this.onDisk?.calls.get(path) : state.tree.calls(path, text);
  }

  /** All facts in the order of a walk, which decides between ways of equal length. */
  private async allFacts(others: ReadonlyMap<string, FileReading>): Promise<readonly FileFacts[]> {
    this.onDisk ??= readingsIn(await readFacts(this.setup));
    const kept = [...this.onDisk.facts.values()].filter(({ path }) => !others.has(path));
    const all = [...kept, ...[...others.values()].flatMap(({ facts }) => facts ?? [])];
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
  readonly readings?: DiskReadings;
  readonly notKept?: string | undefined;
}

async function baseOf(setup: StatesSetup): Promise<Base> {
  const { jobs, looks, cache } = setup;
  const known = cache?.loadSolution(cacheKeyOf(setup));
  if (known?.looks === digestOf(jobs, looks)) return { solved: unpacked(known.solution) };
  const read = await readFacts(setup);
  const tree = solved(factsIn(read.files), callsIn(read.files));
  keepSolution(jobs, looks, read.files, tree, factsSetup(setup));
  return { solved: tree, readings: readingsIn(read), notKept: read.counts.notKept };
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

function readingsIn({ files }: Awaited<ReturnType<typeof readTreeFacts>>): DiskReadings {
  return {
    facts: new Map(factsIn(files).map((facts) => [facts.path, facts])),
    calls: new Map(callsIn(files).map((calls) => [calls.path, calls])),
  };
}

/** The files to which the tree sends something else than before, or tells something else of their calls. */
function* otherArrivals({ facts, calls }: Whole, before: SolvedTree, after: SolvedTree): Generator<string> {
  for (const { path, asked } of facts) {
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
  for (const { path, truncations } of calls) {
    if (truncations.length > 0 && openIn(before, path) !== openIn(after, path)) yield path;
  }
}

/** What the tree tells of the calls of a file that drop pages of one. */
function openIn(tree: SolvedTree, path: string): string {
  return JSON.stringify(tree.arrivals(path).rows.filter(([place]) => place.startsWith('T ')));
}
