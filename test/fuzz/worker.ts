/** The thread of the fuzzer: it runs one input after the other, and tells what came of each. */
import { parentPort, workerData } from 'node:worker_threads';
import { Coverage } from './coverage.ts';
import { loadTarget } from './targets.ts';

export interface Outcome {
  /** What did not hold; absent where all did. */
  readonly failure?: string;
  /** The thread is of no more use. */
  readonly fatal?: true;
  /** The time on the processor, in milliseconds. */
  readonly ms: number;
}

/** What the thread says: that it can begin, and what came of an input. */
export type ThreadMessage = 'ready' | (Outcome & { readonly fresh: number });

const target = await loadTarget(String(workerData));
const coverage = new Coverage();

parentPort?.on('message', (input: string) => {
  void (async () => {
    const started = process.cpuUsage();
    let failure: string | undefined;
    try {
      await target.run(input);
    } catch (error) {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const { user, system } = process.cpuUsage(started);
    const ms = (user + system) / 1000;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    parentPort?.postMessage({ ...(failure === undefined ? {} : { failure }), ms, fresh: coverage.fresh() });
  })();
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage('ready');
