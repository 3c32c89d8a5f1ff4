/** A worker thread analyses the batches of files that it is sent, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { Analyser, type RunSetup } from './analyse-file.ts';
import { loadEngine } from './load-engine.ts';
import type { WorkerRequest, WorkerResponse } from './worker-messages.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const send = (message: WorkerResponse): void => parentPort?.postMessage(message);

// The edge of the thread: both sides are built from the same sources, so the shapes are taken on trust.
const setup = workerData as RunSetup;

async function run(): Promise<void> {
  const analyser = new Analyser(await loadEngine(), setup);
  parentPort?.on('message', ({ batch, jobs }: WorkerRequest) => {
    const reports = jobs.map((job) => analyser.analyse(job));
    send({ batch, reports, eras: analyser.eras(), headers: analyser.newHeaders() });
  });
}

run().catch((error: unknown) => send({ broken: error instanceof Error ? error.message : String(error) }));
