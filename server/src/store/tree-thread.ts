/** The server's end of a thread that keeps a tree solved. */
import { Worker } from 'node:worker_threads';
import { entryPath } from './placement.ts';
import type { TreeRequest, TreeResponse, TreeThreadSetup } from './tree-messages.ts';

export class TreeThread {
  private readonly worker: Worker;

  /** Starts the thread; `receive` gets what it answers, and that it broke where it ended by itself. */
  constructor(setup: TreeThreadSetup, receive: (response: TreeResponse) => void) {
    this.worker = new Worker(entryPath('tree-worker'), { workerData: setup });
    // A server that is told to end does not wait for a tree.
    this.worker.unref();
    this.worker.on('message', receive);
    this.worker.on('error', (error) => receive({ is: 'broken', why: error.stack ?? error.message }));
  }

  tell(request: TreeRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.worker.postMessage(request);
  }

  /** Ends the thread, whatever it is at. */
  close(): void {
    this.worker.removeAllListeners();
    void this.worker.terminate();
  }
}
