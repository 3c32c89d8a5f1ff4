/** A solved tree that follows what is typed: the facts of an edited file are made anew, and the tree is solved again. */
import { join } from 'node:path';
import type { Tree, TreeOptions } from '../engine/api.ts';
import { contractsIn } from '../engine/contracts.ts';
import { unpacked } from '../engine/packed-solution.ts';
import { ofDaxModules, pageCallsOf, type SolvedTree, solved } from '../engine/whole-tree.ts';
import { PROBE_FILES } from '../kernel/probes.ts';
import type { FileCalls, FileFacts } from '../model/facts.ts';
import { type CallAnswer, type CallQuestion, type ContractQuestion, NO_ANSWER } from '../model/page-call.ts';
import type { Contract } from '../model/contract.ts';
import type { FileArrivals } from '../model/solution.ts';
import { canContribute, type FileJob } from './analyse-file.ts';
import { ByteReader, decode } from './bytes.ts';
import { type CachedFile, FactsCache } from './facts-cache.ts';
import { loadEngine } from './load-engine.ts';
import { openTreeOf } from './open-trees.ts';
import { factsOptions } from './facts-options.ts';
import {
  cacheKeyOf,
  callsIn,
  digestOf,
  factsIn,
  type FactsOptions,
  keepSolution,
  looksOf,
  type Looks,
  readTreeFacts,
} from './tree-facts.ts';
import { treeJobs } from './tree-jobs.ts';

export interface LiveTreeSetup {
  readonly root: string;
  readonly options: TreeOptions;
  /** Absent where nothing is to be kept. */
  readonly cacheFolder?: string;
  /** The threads that read files, at most. */
  readonly threads: number;
}

export class LiveTree {
  private readonly setup: LiveTreeSetup;
  /** Undefined until an edit needs them, where the solution was kept. */
  private facts: Map<string, FileFacts> | undefined;
  /** The calls of the filesystems that make inodes DAX, at hand with the facts. */
  private readonly calls = new Map<string, FileCalls>();
  /** The files as they were when the tree was loaded. */
  private loaded: { readonly jobs: readonly FileJob[]; readonly looks: Looks } = { jobs: [], looks: [] };
  /** The texts of files that are open. */
  private readonly texts = new Map<string, string>();
  /** Files whose facts may be others than those at hand, and of them those that are no longer as they were loaded. */
  private readonly due = new Set<string>();
  private readonly touched = new Set<string>();
  private tree: Promise<Tree> | undefined;
  private era = '';
  private current: SolvedTree | undefined;
  private readonly contracts = new Map<string, { readonly text: string; readonly found: readonly Contract[] }>();
  /** Made when they are asked for. */
  private pageCalls: ReturnType<typeof pageCallsOf> | undefined;

  constructor(setup: LiveTreeSetup) {
    this.setup = setup;
  }

  /** Takes what was found when the tree was solved last, be it as it was or not; false where nothing was kept. */
  recall(): boolean {
    const { cache } = this.reading;
    const known = cache?.loadSolution(cacheKeyOf(this.reading));
    if (known !== undefined) this.current = unpacked(known.solution);
    return known !== undefined;
  }

  /** Finds out what has changed since the tree was solved, and reads the facts of all files where something has. */
  async load(onProgress: (done: number, of: number) => void): Promise<void> {
    const jobs = await treeJobs(this.setup.root);
    const looks = looksOf(jobs);
    const key = cacheKeyOf(this.reading);
    this.loaded = { jobs, looks };
    this.era = key.era;
    this.tree = undefined;
    this.pageCalls = undefined;
    this.touched.clear();
    this.contracts.clear();
    for (const path of this.texts.keys()) this.due.add(path);
    const known = this.reading.cache?.loadSolution(key);
    if (known?.looks === digestOf(jobs, looks)) {
      this.facts = undefined;
      this.current = unpacked(known.solution);
      return;
    }
    const { files } = await readTreeFacts(jobs, looks, { ...this.reading, onProgress });
    this.take(files);
    this.current = solved(factsIn(files), callsIn(files));
    keepSolution(jobs, looks, files, this.current, this.reading);
  }

  /** Takes the text of an open file, or undefined where it is closed. */
  show(path: string, text: string | undefined): void {
    if (text === undefined) this.texts.delete(path);
    else this.texts.set(path, text);
    this.due.add(path);
  }

  /** Whether files that have changed on disk decide the facts of all others: by what headers declare, or by the era. */
  decideAll(paths: readonly string[]): boolean {
    // What has no ending is a folder, with who knows what in it.
    if (paths.some((path) => path.endsWith('.h') || !/\.\w+$|file$|Kbuild$/.test(path))) return true;
    return paths.some((path) => PROBE_FILES.includes(path)) && cacheKeyOf(this.reading).era !== this.era;
  }

  /** Takes note that a file on disk has changed. */
  changed(path: string): void {
    this.touched.add(path);
    this.due.add(path);
  }

  /** Makes the facts of what has changed and solves the tree; false where nothing in it is new. */
  async solve(): Promise<boolean> {
    let isNew = this.current === undefined;
    for (const path of this.due) {
      this.due.delete(path);
      if (await this.remake(path)) isNew = true;
    }
    if (!isNew) return false;
    this.pageCalls = undefined;
    // The order decides between ways of equal length, and is that of a walk over the tree.
    const inOrder = [...(this.facts ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    const calls = await this.callsNow();
    this.current = solved(
      inOrder.map(([, facts]) => facts),
      calls,
    );
    return true;
  }

  /** Answers what is asked about the calls that pages go through, as the tree was when it was solved last. */
  async answer(question: CallQuestion | ContractQuestion): Promise<CallAnswer> {
    await this.haveFacts();
    const pageCalls = this.pageCalls ?? pageCallsOf([...(this.facts?.values() ?? [])]);
    this.pageCalls = pageCalls;
    if (question.about !== 'contracts') return pageCalls(question);
    const contracts: Contract[] = [];
    for (const name of question.names)
      for (const { file } of pageCalls({ about: 'function', file: question.file, name }).functions)
        contracts.push(...(await this.contractsIn(file)).filter((each) => each.function === name));
    return { ...NO_ANSWER, contracts };
  }

  /** What the functions of a file rely on, as if nothing were known of what the tree sends there. */
  private async contractsIn(path: string): Promise<readonly Contract[]> {
    const text = this.texts.get(path) ?? this.read(path) ?? '';
    const known = this.contracts.get(path);
    if (known?.text === text) return known.found;
    const found = contractsIn((await this.opened()).open(path, text));
    this.contracts.set(path, { text, found });
    return found;
  }

  /** How many files the tree had when it was loaded; 0 before that. */
  get files(): number {
    return this.loaded.jobs.length;
  }

  /** What the tree sends to each open file; empty before it was solved. */
  *arrivals(): Generator<readonly [path: string, arrivals: FileArrivals]> {
    if (this.current === undefined) return;
    for (const path of this.texts.keys()) yield [path, this.current.arrivals(path)];
  }

  /** Brings the facts of one file up to date; true where they are others now. */
  private async remake(path: string): Promise<boolean> {
    const onDisk = this.read(path);
    const text = this.texts.get(path) ?? onDisk;
    // Most files that are opened are as they were when all were read.
    if (!this.touched.has(path) && text === onDisk) return false;
    this.touched.add(path);
    await this.haveFacts();
    const before = this.facts?.get(path);
    const facts = text === undefined ? undefined : await this.factsOf(path, text);
    if (facts === undefined) this.facts?.delete(path);
    else this.facts?.set(path, facts);
    // What it calls is read anew when it is asked for.
    const isAsked = this.calls.delete(path) && text !== undefined;
    return isAsked || JSON.stringify(before) !== JSON.stringify(facts);
  }

  private async haveFacts(): Promise<void> {
    if (this.facts !== undefined) return;
    this.take((await readTreeFacts(this.loaded.jobs, this.loaded.looks, this.reading)).files);
  }

  private take(files: ReadonlyMap<string, CachedFile>): void {
    this.facts = byPath(files);
    this.calls.clear();
    for (const each of callsIn(files)) this.calls.set(each.path, each);
  }

  /** The calls of the filesystems that make inodes DAX, as things are now. */
  private async callsNow(): Promise<readonly FileCalls[]> {
    const isOfDax = ofDaxModules([...(this.facts?.values() ?? [])]);
    const paths = new Set([...this.loaded.jobs.map((job) => job.path), ...this.texts.keys()]);
    const calls: FileCalls[] = [];
    for (const path of [...paths].filter(isOfDax).sort()) {
      const known = this.calls.get(path) ?? (await this.callsOf(path));
      if (known === undefined) continue;
      this.calls.set(path, known);
      calls.push(known);
    }
    return calls;
  }

  private async callsOf(path: string): Promise<FileCalls | undefined> {
    const text = this.texts.get(path) ?? this.read(path);
    return text === undefined || !/\.[ch]$/.test(path) ? undefined : (await this.opened()).calls(path, text);
  }

  private get reading(): FactsOptions {
    const { root, options, cacheFolder, threads } = this.setup;
    return { root, options, threads, ...(cacheFolder === undefined ? {} : { cache: new FactsCache(cacheFolder) }) };
  }

  private read(path: string): string | undefined {
    // A pipe that is named like a C file would be waited for, for ever.
    const result = new ByteReader().read(join(this.setup.root, path));
    return result.status === 'read' ? decode(result.bytes) : undefined;
  }

  private async factsOf(path: string, text: string): Promise<FileFacts | undefined> {
    if (!/\.[ch]$/.test(path) || !canContribute(Buffer.from(text))) return undefined;
    return (await this.opened()).facts(path, text);
  }

  private opened(): Promise<Tree> {
    this.tree ??= loadEngine().then((engine) =>
      openTreeOf({ root: this.setup.root, options: factsOptions(this.setup.options) }, engine),
    );
    return this.tree;
  }
}

function byPath(files: ReadonlyMap<string, CachedFile>): Map<string, FileFacts> {
  return new Map([...files].flatMap(([path, { facts }]) => (facts === undefined ? [] : [[path, facts]])));
}
