/** The facts of a whole tree are read in threads, or taken from the cache, and the tree is solved. */
import type { TreeOptions } from '../engine/api.ts';
import { packed, unpacked } from '../engine/packed-solution.ts';
import { ofDaxModules, type SolvedTree, solved } from '../engine/whole-tree.ts';
import { FILE_FIELDS } from '../kernel/site-fields.ts';
import type { FileCalls, FileFacts } from '../model/facts.ts';
import type { FileJob, FileReport } from './analyse-file.ts';
import { type CachedFile, type CacheKey, digest, type FactsCache, type KeptSolution, lookOf } from './facts-cache.ts';
import { factsOptions } from './facts-options.ts';
import { fromText, merged, numbersIn, renumbered, toText } from './header-table.ts';
import { analyseFiles } from './pool.ts';
import { staleFiles } from './stale-files.ts';
import { treeEra } from './tree-era.ts';

export interface FactsOptions {
  readonly root: string;
  /** The facts are the same for all fields and rules; the fields decide which files can hold a site of them. */
  readonly options?: TreeOptions;
  readonly threads: number;
  /** Absent where nothing is to be kept. */
  readonly cache?: FactsCache;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
  /** How the files look, where somebody has looked already. */
  readonly looks?: Looks;
}

/** A solved tree, and what became of its files on the way. */
export interface ReadTree extends SolvedTree {
  /** The files that can hold a site, in the order of the jobs. */
  readonly siteJobs: readonly FileJob[];
  /** What became of each other file; those that were passed over hold nothing. */
  readonly others: readonly { readonly job: FileJob; readonly report: FileReport }[];
  readonly counts: FactsCounts;
}

export interface FactsCounts {
  readonly files: number;
  /** Files whose facts were at hand. */
  readonly cached: number;
  readonly functions: number;
  readonly edges: number;
  /** Why the cache could not be written; absent where it was, or where nothing had to be. */
  readonly notKept?: string;
}

/** Reads the facts of the files of one tree and solves it; a tree that looks as it did is not solved again. */
export async function solveTree(jobs: readonly FileJob[], options: FactsOptions): Promise<ReadTree> {
  const key = cacheKeyOf(options);
  const looks = options.looks ?? looksOf(jobs);
  const known = options.cache?.loadSolution(key);
  if (known?.looks === digestOf(jobs, looks)) return asItWas(jobs, known, options);
  const { files, reports, counts } = await readTreeFacts(jobs, looks, options);
  const tree = solved(factsIn(files), callsIn(files));
  keepSolution(jobs, looks, files, tree, options);
  const siteJobs: FileJob[] = [];
  const others: { job: FileJob; report: FileReport }[] = [];
  for (const job of jobs) {
    const file = files.get(job.path);
    const report = reports.get(job.path);
    if (file !== undefined && (file.holdsSite || !isNarrow(options))) siteJobs.push(job);
    else others.push({ job, report: file === undefined && report ? report : { status: 'passed-over' } });
  }
  return { ...tree, siteJobs, others, counts };
}

/** How the files look, by their place among the jobs. */
export type Looks = readonly ReturnType<typeof lookOf>[];

/** Looks at every file. */
export function looksOf(jobs: readonly FileJob[]): Looks {
  return jobs.map((job) => lookOf(job.absolute));
}

/** A digest of all files of a tree, by path, size and time. */
export function digestOf(jobs: readonly FileJob[], looks: Looks): string {
  return digest(jobs.map(({ path }, at) => [path, looks[at] ?? null]));
}

/** Where the facts of a tree are kept. */
export function cacheKeyOf({ root, options }: Pick<FactsOptions, 'root' | 'options'>): CacheKey {
  const facing = factsOptions(options);
  return { root, options: facing, era: treeEra(root, facing) };
}

/** The facts of a tree's files, before they are solved. */
export interface TreeFacts {
  /** What is known of each file that could be read, by path. */
  readonly files: ReadonlyMap<string, CachedFile>;
  /** What came of each file that was read now. */
  readonly reports: ReadonlyMap<string, FileReport>;
  readonly counts: FactsCounts;
}

/** The facts of the files that have any. */
export function factsIn(files: ReadonlyMap<string, CachedFile>): readonly FileFacts[] {
  return [...files.values()].flatMap((file) => file.facts ?? []);
}

/** The calls of the files of filesystems that make inodes DAX. */
export function callsIn(files: ReadonlyMap<string, CachedFile>): readonly FileCalls[] {
  return [...files.values()].flatMap((file) => file.calls ?? []);
}

/** Reads the facts of the files of one tree, those that are not at hand in threads. */
export async function readTreeFacts(jobs: readonly FileJob[], looks: Looks, options: FactsOptions): Promise<TreeFacts> {
  const key = cacheKeyOf(options);
  const kept = options.cache?.load(key) ?? { files: new Map<string, CachedFile>(), headers: [] };
  const stale = staleFiles(jobs, looks, kept);
  const { onProgress } = options;
  const analysis = await analyseFiles(stale, {
    threads: options.threads,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(onProgress === undefined ? {} : { onProgress: (done: number) => onProgress(done, stale.length) }),
    setup: { task: { kind: 'facts' }, options: factsOptions(options.options) },
  });
  const reports = new Map(analysis.reports.map(({ job, report }) => [job.path, report]));
  const files = new Map<string, CachedFile>();
  const headers = merged(kept.headers, analysis.headers);
  const keptNumbers = headers.length === kept.headers.length ? undefined : numbersIn(headers, kept.headers);
  const newNumbers = numbersIn(headers, analysis.headers);
  for (const [at, job] of jobs.entries()) {
    const report = reports.get(job.path);
    const look = looks[at];
    const known = kept.files.get(job.path);
    const file = report === undefined ? known && moved(known, keptNumbers) : look && fileOf(report, look, newNumbers);
    if (file !== undefined) files.set(job.path, file);
  }
  await readCalls(jobs, files, options);
  const notKept = stale.length > 0 ? options.cache?.save(key, { headers, files }) : undefined;
  const facts = factsIn(files);
  const counts: FactsCounts = {
    files: jobs.length,
    cached: jobs.length - stale.length,
    functions: sum(facts, (each) => each.functions.length),
    edges: sum(facts, (each) => each.edges.length),
    ...(notKept === undefined ? {} : { notKept }),
  };
  return { files, reports, counts };
}

/** Reads the calls of the filesystems that make inodes DAX, as far as they are not at hand: which they are, the facts tell. */
async function readCalls(
  jobs: readonly FileJob[],
  files: Map<string, CachedFile>,
  { threads, signal, options }: FactsOptions,
): Promise<void> {
  const isOfDax = ofDaxModules(factsIn(files));
  const due = jobs.filter(({ path }) => isOfDax(path) && files.has(path) && files.get(path)?.calls === undefined);
  const { reports } = await analyseFiles(due, {
    threads,
    ...(signal === undefined ? {} : { signal }),
    setup: { task: { kind: 'calls' }, options: factsOptions(options) },
  });
  for (const { job, report } of reports) {
    const file = files.get(job.path);
    if (file !== undefined && report.status === 'calls') files.set(job.path, { ...file, calls: report.calls });
  }
}

/** Keeps what was found for the next run; not where a file could not be read, which may be another time. */
export function keepSolution(
  jobs: readonly FileJob[],
  looks: Looks,
  files: ReadonlyMap<string, CachedFile>,
  tree: SolvedTree,
  options: FactsOptions,
): void {
  if (options.cache === undefined || files.size < jobs.length) return;
  const facts = factsIn(files);
  options.cache.saveSolution(cacheKeyOf(options), {
    looks: digestOf(jobs, looks),
    // A file that hands on no page can still be told something about what it calls.
    solution: packed(tree, [...new Set([...facts, ...callsIn(files)].map(({ path }) => path))]),
    holdSites: [...files].flatMap(([path, { holdsSite }]) => (holdsSite ? [path] : [])),
    functions: sum(facts, (each) => each.functions.length),
    edges: sum(facts, (each) => each.edges.length),
  });
}

/** A tree in which no file has changed since it was solved. */
function asItWas(jobs: readonly FileJob[], known: KeptSolution, options: FactsOptions): ReadTree {
  const { functions, edges } = known;
  const holds = new Set(known.holdSites);
  const mayHold = (job: FileJob): boolean => holds.has(job.path) || !isNarrow(options);
  return {
    ...unpacked(known.solution),
    siteJobs: jobs.filter(mayHold),
    others: jobs.filter((job) => !mayHold(job)).map((job) => ({ job, report: { status: 'passed-over' } })),
    counts: { files: jobs.length, cached: jobs.length, functions, edges },
  };
}

/** Whether only uses of the fields are asked for by which facts tell files apart. */
function isNarrow({ options }: FactsOptions): boolean {
  return options?.fields?.every((field) => FILE_FIELDS.includes(field)) ?? false;
}

/** What is kept of a file that was read; undefined where it could not be. */
function fileOf(
  report: FileReport,
  look: NonNullable<ReturnType<typeof lookOf>>,
  numbers: readonly number[],
): CachedFile | undefined {
  if (report.status === 'passed-over') return { ...look, holdsSite: false };
  if (report.status !== 'facts') return undefined;
  const { holdsSite, facts, reached } = report;
  return { ...look, holdsSite, facts, reached: toText(renumbered(reached, numbers)) };
}

/** What is kept of a file as it was, in a table of headers that may have more of them. */
function moved(file: CachedFile, numbers: readonly number[] | undefined): CachedFile {
  if (file.reached === undefined || numbers === undefined) return file;
  return { ...file, reached: toText(renumbered(fromText(file.reached), numbers)) };
}

function sum(facts: readonly FileFacts[], count: (each: FileFacts) => number): number {
  return facts.reduce((all, each) => all + count(each), 0);
}
