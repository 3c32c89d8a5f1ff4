/** A thread that keeps a tree solved for the language server, behind what is typed and never in its way. */
import { availableParallelism, setPriority } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { LiveTree } from './live-tree.ts';
import type { CallQuestion, ContractQuestion } from '../model/page-call.ts';
import type { TreeRequest, TreeResponse, TreeThreadSetup } from './tree-messages.ts';

/** The tree is solved when nothing was typed for so many milliseconds, and read again as a whole after more of them. */
const PAUSE = 300;
const PAUSE_BEFORE_ALL = 2000;

/** The niceness of the thread, and of those that it starts. */
const NICE = 10;

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const send = (message: TreeResponse): void => parentPort?.postMessage(message);

// The edge of the thread: both sides are built from the same sources, so the shapes are taken on trust.
const setup = workerData as TreeThreadSetup;

class TreeThread {
  private readonly tree = new LiveTree({ ...setup, threads: Math.max(1, availableParallelism() - 1) });
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void>;
  private mustLoad = true;
  /** What was found last time stands, until it is known whether the tree is as it was. */
  private isRecalled = false;
  /** What was sent last, by path, so that only what is new is sent. */
  private readonly sent = new Map<string, string>();

  constructor() {
    this.work = this.start();
  }

  receive(request: TreeRequest): void {
    switch (request.tell) {
      case 'text':
        this.tree.show(request.path, request.text);
        if (request.text === undefined) this.sent.delete(request.path);
        else if (this.isRecalled && !this.sent.has(request.path)) this.report();
        // A file that was opened waits for what is known already; one that is typed into must not be waited for.
        this.soon(this.sent.has(request.path) ? PAUSE : 0);
        break;
      case 'disk': {
        for (const path of request.paths) this.tree.changed(path);
        const decidesAll = this.tree.decideAll(request.paths);
        this.mustLoad ||= decidesAll;
        this.soon(decidesAll ? PAUSE_BEFORE_ALL : PAUSE);
        break;
      }
      case 'saved':
        if (this.timer !== undefined && !this.mustLoad) this.soon(0);
        break;
      case 'question': {
        const { number, question } = request;
        // What is being read or solved comes first: the answer is from what it finds.
        this.work = this.work.then(() => this.answer(number, question));
      }
    }
  }

  private async start(): Promise<void> {
    // What was found last time is nearly always still so, and is there long before that is known.
    this.isRecalled = this.tree.recall();
    await nextTurn();
    if (this.isRecalled) this.report();
    await this.run();
  }

  private soon(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.work = this.work.then(() => this.run());
    }, milliseconds);
  }

  private async answer(number: number, question: CallQuestion | ContractQuestion): Promise<void> {
    try {
      send({ is: 'answer', number, answer: await this.tree.answer(question) });
    } catch (error) {
      send({ is: 'broken', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }

  private async run(): Promise<void> {
    try {
      if (this.mustLoad) {
        this.mustLoad = false;
        await this.tree.load((done, of) => send({ is: 'progress', done, of }));
        this.isRecalled = false;
      }
      await this.tree.solve();
      this.report();
    } catch (error) {
      send({ is: 'broken', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }

  /** Sends what is new of open files. */
  private report(): void {
    const arrivals = [...this.tree.arrivals()].filter(([path, each]) => this.isNew(path, JSON.stringify(each)));
    send({ is: 'solved', arrivals, files: this.tree.files, memory: process.memoryUsage.rss() });
  }

  private isNew(path: string, arrivals: string): boolean {
    if (this.sent.get(path) === arrivals) return false;
    this.sent.set(path, arrivals);
    return true;
  }
}

// Elsewhere a priority is that of the whole process, and the server's own is not to be changed.
if (process.platform === 'linux') setPriority(NICE);

const thread = new TreeThread();
parentPort?.on('message', (request: TreeRequest) => thread.receive(request));
