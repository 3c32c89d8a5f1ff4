/** The server's end of a thread that keeps a tree solved. */
import { Worker } from 'node:worker_threads';
import { deafen, endThread } from './end-thread.ts';
import { entryPath } from './placement.ts';
import type { CallAnswer, CallQuestion, ContractQuestion } from '../model/page-call.ts';
import type { TreeRequest, TreeResponse, TreeThreadSetup } from './tree-messages.ts';

export class TreeThread {
  private readonly worker: Worker;
  /** Those who wait for an answer, by the number of their question. */
  private readonly waiting = new Map<number, (answer: CallAnswer | undefined) => void>();
  private questions = 0;

  /** Starts the thread; `receive` gets what it answers, and that it broke where it ended by itself. */
  constructor(setup: TreeThreadSetup, receive: (response: TreeResponse) => void) {
    this.worker = new Worker(entryPath('tree-worker'), { workerData: setup });
    // A server that is told to end does not wait for a tree.
    this.worker.unref();
    this.worker.on('message', (response: TreeResponse) => {
      if (response.is === 'answer') this.answer(response.number, response.answer);
      else receive(response);
    });
    const broke = (why: string): void => {
      deafen(this.worker);
      this.leaveOpen();
      receive({ is: 'broken', why });
    };
    this.worker.on('error', (error) => broke(error.stack ?? error.message));
    this.worker.on('exit', (code) => broke(`its thread ended with status ${code}`));
  }

  /** Asks about the calls of the tree; undefined where the thread ends before it can tell. */
  ask(question: CallQuestion | ContractQuestion): Promise<CallAnswer | undefined> {
    this.questions += 1;
    const number = this.questions;
    return new Promise((resolve) => {
      this.waiting.set(number, resolve);
      this.tell({ tell: 'question', number, question });
    });
  }

  private answer(number: number, answer: CallAnswer | undefined): void {
    this.waiting.get(number)?.(answer);
    this.waiting.delete(number);
  }

  tell(request: TreeRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.worker.postMessage(request);
  }

  /** Ends the thread, whatever it is at. */
  close(): void {
    endThread(this.worker);
    this.leaveOpen();
  }

  /** Nobody will answer any more. */
  private leaveOpen(): void {
    for (const number of this.waiting.keys()) this.answer(number, undefined);
  }
}
