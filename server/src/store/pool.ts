/** The pool spreads files over worker threads; what it returns does not depend on how many there are. */
import { Worker } from 'node:worker_threads';
import type { FileJob, FileReport, RunSetup } from './analyse-file.ts';
import { endThread } from './end-thread.ts';
import type { EraNote } from './era-note.ts';
import { type KnownHeader, merged, numbersIn, renumbered } from './header-table.ts';
import { Broken, brokenBy } from './broken.ts';
import { entryPath } from './placement.ts';
import type { WorkerRequest, WorkerResponse } from './worker-messages.ts';

/** The reports of all files in the order in which the files came. */
export interface Analysis {
  readonly reports: readonly { readonly job: FileJob; readonly report: FileReport }[];
  /** The eras of the trees that had a file analysed, sorted by root, lone files last. */
  readonly eras: readonly EraNote[];
  /** The headers that were read for facts; the numbers in the reports are places in this list. */
  readonly headers: readonly KnownHeader[];
}

export interface PoolOptions {
  readonly setup: RunSetup;
  /** The most threads to start, at least 1; fewer are started for few files. */
  readonly threads: number;
  readonly signal?: AbortSignal;
  /** Called now and then with the number of files that are done. */
  readonly onProgress?: (done: number) => void;
}

/** Batches are small at first, so that a few files are spread too, and grow with the work. */
const MAX_BATCH = 32;

/** The batches that a thread may have waiting, so that it never waits for the next one. */
const MAX_WAITING = 2;

/** Analyses files in worker threads; rejects when a thread breaks, or with the signal's reason when it is aborted. */
export async function analyseFiles(
  jobs: AsyncIterable<FileJob> | Iterable<FileJob>,
  options: PoolOptions,
): Promise<Analysis> {
  const pool = new Pool(options);
  const abort = (): void => pool.fail(options.signal?.reason);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    options.signal?.throwIfAborted();
    let batch: FileJob[] = [];
    let seen = 0;
    for await (const job of jobs) {
      batch.push(job);
      seen += 1;
      if (batch.length < Math.min(MAX_BATCH, 1 + seen / 64)) continue;
      await pool.add(batch);
      batch = [];
    }
    if (batch.length > 0) await pool.add(batch);
    return await pool.finish();
  } finally {
    options.signal?.removeEventListener('abort', abort);
    pool.close();
  }
}

function byRoot(a: EraNote, b: EraNote): number {
  if (a.root === null || b.root === null) return a.root === b.root ? 0 : a.root === null ? 1 : -1;
  return a.root < b.root ? -1 : 1;
}

/** A report whose headers have their numbers in the table of all threads. */
function inTable(report: FileReport, numbers: readonly number[]): FileReport {
  return report.status === 'facts' ? { ...report, reached: renumbered(report.reached, numbers) } : report;
}

interface Thread {
  readonly worker: Worker;
  waiting: number;
  /** By its own numbers. */
  readonly headers: KnownHeader[];
}

class Pool {
  private readonly threads: Thread[] = [];
  private readonly batches: {
    readonly jobs: readonly FileJob[];
    readonly thread: Thread;
    reports?: readonly FileReport[];
  }[] = [];
  private readonly eras = new Map<string | null, EraNote>();
  private done = 0;
  private failure: { readonly error: unknown } | undefined;
  private wake: () => void = () => undefined;

  private readonly options: PoolOptions;

  constructor(options: PoolOptions) {
    this.options = options;
  }

  async add(jobs: readonly FileJob[]): Promise<void> {
    let thread = this.freest();
    while (thread.waiting >= MAX_WAITING) {
      await this.change();
      thread = this.freest();
    }
    this.rethrow();
    const request: WorkerRequest = { batch: this.batches.length, jobs };
    this.batches.push({ jobs, thread });
    thread.waiting += 1;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    thread.worker.postMessage(request);
  }

  async finish(): Promise<Analysis> {
    while (this.threads.some((thread) => thread.waiting > 0)) await this.change();
    this.rethrow();
    const headers = merged(...this.threads.map((thread) => thread.headers));
    const numbers = new Map(this.threads.map((thread) => [thread, numbersIn(headers, thread.headers)]));
    const reports = this.batches.flatMap(({ jobs, thread, reports }) =>
      jobs.flatMap((job, i) => {
        const report = reports?.[i];
        return report === undefined ? [] : [{ job, report: inTable(report, numbers.get(thread) ?? []) }];
      }),
    );
    return { reports, eras: [...this.eras.values()].sort(byRoot), headers };
  }

  fail(error: unknown): void {
    this.failure ??= { error };
    this.wake();
  }

  close(): void {
    for (const { worker } of this.threads) endThread(worker);
  }

  private freest(): Thread {
    const least = this.threads.reduce<Thread | undefined>(
      (best, thread) => (best === undefined || thread.waiting < best.waiting ? thread : best),
      undefined,
    );
    const mayStart = this.threads.length < Math.max(1, this.options.threads);
    return least === undefined || (least.waiting > 0 && mayStart) ? this.start() : least;
  }

  private start(): Thread {
    const worker = new Worker(entryPath('worker'), { workerData: this.options.setup });
    const thread: Thread = { worker, waiting: 0, headers: [] };
    worker.on('message', (message: WorkerResponse) => this.receive(thread, message));
    worker.on('error', (error) => this.fail(brokenBy(error)));
    worker.on('exit', (code) =>
      this.fail(new Broken(`a worker thread ended with status ${code}: nothing is lost, the run can be repeated`)),
    );
    this.threads.push(thread);
    return thread;
  }

  private receive(thread: Thread, message: WorkerResponse): void {
    if ('broken' in message) {
      this.fail(new Broken(message.broken));
      return;
    }
    const batch = this.batches[message.batch];
    if (batch !== undefined) batch.reports = message.reports;
    for (const era of message.eras) this.eras.set(era.root, era);
    thread.headers.push(...message.headers);
    thread.waiting -= 1;
    this.done += message.reports.length;
    this.options.onProgress?.(this.done);
    this.wake();
  }

  // Resolves at the next answer of any thread; throws when one has broken.
  private async change(): Promise<void> {
    this.rethrow();
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.rethrow();
  }

  private rethrow(): void {
    if (this.failure !== undefined) throw this.failure.error;
  }
}
