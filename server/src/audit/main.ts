/** A thread that audits a tree with the parts of the command line, so that the editor shows what `daxlint` prints. */
import { availableParallelism, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { Refused } from '../change/refused.ts';
import { Trouble } from '../cli/exit-status.ts';
import type { AuditResponse, AuditSetup } from '../store/audit-messages.ts';
import { auditChanges, auditPatch } from './audit-change.ts';
import { auditTree } from './audit-tree.ts';
import { explainHere } from './explain-here.ts';
import { type AuditRun, quietTerminal } from './run.ts';
import { writeReport } from './write-report.ts';

/** The niceness of the thread, and of those that it starts: what is typed meanwhile goes first. */
const NICE = 5;

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const send = (message: AuditResponse): void => parentPort?.postMessage(message);

// The edge of the thread: both sides are built from the same sources, so the shapes are taken on trust.
const { tree, task } = workerData as AuditSetup;

async function run(): Promise<AuditResponse> {
  const audit: AuditRun = {
    tree,
    terminal: quietTerminal(send),
    // Somebody waits for it.
    threads: availableParallelism(),
    started: performance.now(),
  };
  switch (task.kind) {
    case 'tree':
      return { is: 'audited', result: await auditTree(audit) };
    case 'changes':
      return { is: 'audited', result: await auditChanges(audit) };
    case 'patch':
      return { is: 'audited', result: await auditPatch(task, audit) };
    case 'report':
      return { is: 'written', text: await writeReport(task, audit) };
    case 'explain':
      return { is: 'written', text: await explainHere(task, audit) };
  }
}

// Elsewhere a priority is that of the whole process, and the server's own is not to be changed.
if (process.platform === 'linux') setPriority(NICE);

send({ is: 'progress', text: 'looking at the files' });
run().then(send, (error: unknown) => {
  if (error instanceof Trouble || error instanceof Refused) send({ is: 'refused', why: error.message });
  else send({ is: 'broken', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
});
