/** The server's end of a thread that audits a tree: one for each audit, which gives its memory back at the end. */
import { Worker } from 'node:worker_threads';
import type { AuditResponse, AuditSetup } from './audit-messages.ts';
import { endThread } from './end-thread.ts';
import { entryPath } from './placement.ts';

/** What an audit ends with. */
export type AuditEnd = Exclude<AuditResponse, { readonly is: 'progress' }>;

/** How an audit is watched and stopped. */
export interface AuditWatch {
  readonly onProgress: (progress: Extract<AuditResponse, { readonly is: 'progress' }>) => void;
  /** Ends the thread, and those that it has started, whatever they are at. */
  readonly signal: AbortSignal;
}

/** Runs one audit; undefined where it was stopped. Never rejects. */
export function runAudit(setup: AuditSetup, { onProgress, signal }: AuditWatch): Promise<AuditEnd | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  const worker = new Worker(entryPath('audit-worker'), { workerData: setup });
  worker.unref();
  return new Promise((resolve) => {
    const end = (answer: AuditEnd | undefined): void => {
      signal.removeEventListener('abort', stop);
      endThread(worker);
      resolve(answer);
    };
    const stop = (): void => end(undefined);
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (response: AuditResponse) => {
      if (response.is === 'progress') onProgress(response);
      else end(response);
    });
    worker.on('error', (error) => end({ is: 'broken', why: error.stack ?? error.message }));
    worker.on('exit', (code) => end({ is: 'broken', why: `the thread ended with status ${code}` }));
  });
}
