/** Runs inputs on a thread of its own: one that hangs or eats all memory ends the thread, and not the fuzzer. */
import { Worker } from 'node:worker_threads';
import type { Outcome, ThreadMessage } from './worker.ts';

/** The limits of one input on a busy machine; what is long may take longer. */
const LIMIT_MS = 30_000;
const LIMIT_PER_UNIT_MS = 1;
const STARTING_MS = 120_000;
const MEMORY_MB = 700;

export interface Ran extends Outcome {
  /** Blocks of the sources that no input has run through before. */
  readonly fresh: number;
}

export class Thread {
  private worker: Worker | undefined;
  /** Takes what comes of the input that runs. */
  private take: (ran: Ran) => void = () => undefined;
  private readonly target: string;

  constructor(target: string) {
    this.target = target;
  }

  /** Runs one input; never rejects. */
  async run(input: string): Promise<Ran> {
    const worker = (this.worker ??= await this.start());
    const limit = LIMIT_MS + LIMIT_PER_UNIT_MS * input.length;
    let timer: NodeJS.Timeout | undefined;
    const ran = await new Promise<Ran>((resolve) => {
      this.take = resolve;
      timer = setTimeout(() => resolve(fatal(`hangs: no end after ${limit} ms`)), limit);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      worker.postMessage(input);
    });
    clearTimeout(timer);
    this.take = () => undefined;
    if (ran.fatal === true) await this.stop();
    return ran;
  }

  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private async start(): Promise<Worker> {
    const worker = new Worker(new URL('start-worker.mjs', import.meta.url), {
      workerData: this.target,
      // What reads TypeScript here must not be there twice.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the thread does not start')), STARTING_MS);
      worker.on('message', (message: ThreadMessage) => {
        clearTimeout(timer);
        if (message === 'ready') resolve();
        else this.take(message);
      });
      // What an input has left behind can fail later: then it is held against the one that runs.
      worker.on('error', (error: Error) => {
        reject(error);
        this.take(fatal(`ends the thread: ${error.stack ?? error.message}`));
      });
      worker.on('exit', (code) => this.take(fatal(`ends the thread with status ${code}`)));
    });
    return worker;
  }
}

function fatal(failure: string): Ran {
  return { failure, fatal: true, ms: 0, fresh: 0 };
}
