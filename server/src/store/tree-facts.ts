/** The facts of a whole tree are read in threads, or taken from the cache, and the tree is solved. */
import type { TreeOptions } from '../engine/api.ts';
import { type SolvedTree, solved } from '../engine/whole-tree.ts';
import { FILE_FIELDS } from '../kernel/site-fields.ts';
import type { FileFacts } from '../model/facts.ts';
import type { FileJob, FileReport } from './analyse-file.ts';
import { type CachedFile, type CacheKey, digest, type FactsCache, lookOf } from './facts-cache.ts';
import { analyseFiles } from './pool.ts';

export interface FactsOptions {
  readonly root: string;
  /** The facts are the same for all fields and rules; the fields decide which files can hold a site of them. */
  readonly options?: TreeOptions;
  readonly threads: number;
  /** Absent where nothing is to be kept. */
  readonly cache?: FactsCache;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
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

/** The facts of a tree's files, before they are solved. */
export interface TreeFacts extends Pick<ReadTree, 'siteJobs' | 'others' | 'counts'> {
  /** What is known of each file that could be read, by path. */
  readonly files: ReadonlyMap<string, CachedFile>;
}

/** Reads the facts of the files of one tree and solves it. */
export async function solveTree(jobs: readonly FileJob[], options: FactsOptions): Promise<ReadTree> {
  const { files, ...rest } = await readTreeFacts(jobs, options);
  return { ...solved(factsIn(files)), ...rest };
}

/** The facts of the files that have any. */
function factsIn(files: ReadonlyMap<string, CachedFile>): readonly FileFacts[] {
  return [...files.values()].flatMap((file) => file.facts ?? []);
}

/** Reads the facts of the files of one tree, those that are not at hand in threads. */
export async function readTreeFacts(jobs: readonly FileJob[], options: FactsOptions): Promise<TreeFacts> {
  const looks = jobs.map((job) => lookOf(job.absolute));
  const facing = factsOptions(options.options);
  const key: CacheKey = { root: options.root, options: facing, headers: headersOf(jobs, looks) };
  const kept = options.cache?.load(key) ?? new Map<string, CachedFile>();
  const stale = jobs.filter((job, at) => !isFresh(kept.get(job.path), looks[at]));
  const { onProgress } = options;
  const { reports } = await analyseFiles(stale, {
    threads: options.threads,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(onProgress === undefined ? {} : { onProgress: (done: number) => onProgress(done, stale.length) }),
    setup: { task: { kind: 'facts' }, options: facing },
  });
  const read = new Map(reports.map(({ job, report }) => [job.path, report]));
  const files = new Map<string, CachedFile>();
  const isNarrow = options.options?.fields?.every((field) => FILE_FIELDS.includes(field)) ?? false;
  const siteJobs: FileJob[] = [];
  const others: { job: FileJob; report: FileReport }[] = [];
  for (const [at, job] of jobs.entries()) {
    const report = read.get(job.path);
    const look = looks[at];
    const file = report === undefined ? kept.get(job.path) : look && fileOf(report, look);
    if (file !== undefined) files.set(job.path, file);
    if (file !== undefined && (file.holdsSite || !isNarrow)) siteJobs.push(job);
    else others.push({ job, report: file === undefined && report ? report : { status: 'passed-over' } });
  }
  const notKept = stale.length > 0 ? options.cache?.save(key, files) : undefined;
  const facts = factsIn(files);
  const counts: FactsCounts = {
    files: jobs.length,
    cached: jobs.length - stale.length,
    functions: sum(facts, (each) => each.functions.length),
    edges: sum(facts, (each) => each.edges.length),
    ...(notKept === undefined ? {} : { notKept }),
  };
  return { files, siteJobs, others, counts };
}

/** What decides the facts of a file: they are read for all fields, and rules do not come into it. */
export function factsOptions({ era, whatIf }: TreeOptions = {}): TreeOptions {
  return { ...(era === undefined || era === 'auto' ? {} : { era }), ...(whatIf === undefined ? {} : { whatIf }) };
}

function isFresh(file: CachedFile | undefined, look: ReturnType<typeof lookOf>): boolean {
  return file !== undefined && look !== undefined && file.size === look.size && file.changed === look.changed;
}

/** What is kept of a file that was read; undefined where it could not be. */
function fileOf(report: FileReport, look: NonNullable<ReturnType<typeof lookOf>>): CachedFile | undefined {
  if (report.status === 'passed-over') return { ...look, holdsSite: false };
  if (report.status !== 'facts') return undefined;
  return { ...look, holdsSite: report.holdsSite, facts: report.facts };
}

function headersOf(jobs: readonly FileJob[], looks: readonly ReturnType<typeof lookOf>[]): string {
  return digest(jobs.flatMap((job, at) => (job.path.endsWith('.h') ? [[job.path, looks[at] ?? null]] : [])));
}

function sum(facts: readonly FileFacts[], count: (each: FileFacts) => number): number {
  return facts.reduce((all, each) => all + count(each), 0);
}
