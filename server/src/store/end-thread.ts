/** The end of a worker thread. */
import type { Worker } from 'node:worker_threads';

/** Hears nothing of a thread any more. An error that nobody hears would end the program, so it is heard and dropped. */
export function deafen(worker: Worker): void {
  worker.removeAllListeners();
  worker.on('error', () => undefined);
}

/** Ends a thread, whatever it is at. */
export function endThread(worker: Worker): void {
  deafen(worker);
  void worker.terminate();
}
