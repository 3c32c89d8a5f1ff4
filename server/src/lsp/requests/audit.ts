/** `daxlint/audit`, `daxlint/report` and `daxlint/explain`: each is done by a thread of its own, which a cancelled request ends. */
import {
  type CancellationToken,
  LSPErrorCodes,
  ResponseError,
  WorkDoneProgress,
  type WorkDoneProgressParams,
} from 'vscode-languageserver';
import { isInside } from '../../store/file-reader.ts';
import type { AuditResult, AuditTask, AuditTree } from '../../store/audit-messages.ts';
import { type AuditEnd, runAudit } from '../../store/audit-thread.ts';
import { defaultCacheFolder } from '../../store/facts-cache.ts';
import { uriToPath } from '../file-uri.ts';
import { wordAt } from '../../docs/hover/under-caret.ts';
import type { AuditParams, PlaceParams, ReportParams, TextAnswer } from '../protocol.ts';
import type { Session } from '../session.ts';
import { toOffset } from '../convert.ts';

/** Audits the tree around a file or folder, what was changed in it, or a patch over it. */
export async function audit(params: AuditParams, session: Session, token: CancellationToken): Promise<AuditResult> {
  const end = await run(taskOf(params), params, session, token);
  if (end.is === 'audited') return end.result;
  throw failed(end);
}

/** Writes the audit of the tree as a text. */
export async function report(params: ReportParams, session: Session, token: CancellationToken): Promise<TextAnswer> {
  const { format, nonce } = params;
  if (!['html', 'sarif', 'json'].includes(format)) throw invalid(`there is no format \`${String(format)}\``);
  if (nonce !== undefined && !/^[A-Za-z0-9]{16,64}$/.test(nonce)) throw invalid('the nonce is none');
  const task: AuditTask = { kind: 'report', format, ...(nonce === undefined ? {} : { nonce }) };
  return written(await run(task, params, session, token));
}

/** Explains a place in a file as it is on disk. */
export async function explain(
  params: PlaceParams & WorkDoneProgressParams,
  session: Session,
  token: CancellationToken,
): Promise<TextAnswer> {
  const { uri } = params.textDocument;
  const { line, character } = params.position;
  const file = uriToPath(uri);
  if (file === undefined) throw invalid('only what lies on disk can be explained: save the file first');
  if (!Number.isInteger(line) || !Number.isInteger(character)) throw invalid('a position needs two whole numbers');
  const document = session.documents.get(uri);
  const word = document && wordAt(document.text, toOffset(document.lines, params.position))?.text;
  const place = { line: line + 1, column: character + 1, ...(word === undefined ? {} : { word }) };
  return written(await run({ kind: 'explain', file, ...place }, { ...params, uri }, session, token));
}

function taskOf({ what, patch }: AuditParams): AuditTask {
  if (what === 'tree' || what === 'changes') return { kind: what };
  if (what !== 'patch') throw invalid(`nothing is known of an audit of \`${String(what)}\``);
  if (typeof patch?.text !== 'string' || typeof patch.name !== 'string') throw invalid('there is no patch');
  return { kind: 'patch', name: patch.name, text: patch.text };
}

async function run(
  task: AuditTask,
  params: { readonly uri: string } & WorkDoneProgressParams,
  session: Session,
  token: CancellationToken,
): Promise<AuditEnd> {
  await session.ready();
  const tree = treeOf(params.uri, session);
  const stop = new AbortController();
  const listening = token.onCancellationRequested(() => stop.abort());
  const progress = progressTo(params, session);
  try {
    const end = await runAudit({ tree, task }, { signal: stop.signal, onProgress: progress.report });
    if (end === undefined) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'the audit was cancelled');
    return end;
  } finally {
    listening.dispose();
    progress.end();
  }
}

function treeOf(uri: string, session: Session): AuditTree {
  const home = session.home(String(uri));
  if (home === undefined) {
    throw new ResponseError(
      LSPErrorCodes.RequestFailed,
      'there is no kernel tree here: a tree has a Makefile with VERSION and include/linux/mm_types.h',
    );
  }
  const { root, options, settings } = home;
  const folder = defaultCacheFolder();
  return {
    root,
    era: settings.era,
    rules: settings.rules,
    level: settings.level,
    ...(options.whatIf === undefined ? {} : { whatIf: options.whatIf }),
    // Nothing is written into the tree of somebody.
    ...(isInside(root, folder) ? {} : { cacheFolder: folder }),
  };
}

/** Tells of the progress where the client gave a token for it. */
function progressTo(
  { workDoneToken }: WorkDoneProgressParams,
  { connection }: Session,
): { readonly report: (progress: { text: string; done?: number; of?: number }) => void; readonly end: () => void } {
  if (workDoneToken === undefined) return { report: () => undefined, end: () => undefined };
  void connection.sendProgress(WorkDoneProgress.type, workDoneToken, {
    kind: 'begin',
    title: 'daxlint',
    percentage: 0,
  });
  return {
    report: ({ text, done, of }) => {
      const percentage = done === undefined || !of ? {} : { percentage: Math.floor((100 * done) / of) };
      void connection.sendProgress(WorkDoneProgress.type, workDoneToken, {
        kind: 'report',
        message: text,
        ...percentage,
      });
    },
    end: () => void connection.sendProgress(WorkDoneProgress.type, workDoneToken, { kind: 'end' }),
  };
}

function written(end: AuditEnd): TextAnswer {
  if (end.is === 'written') return { text: end.text };
  throw failed(end);
}

function failed(end: AuditEnd): Error {
  // What the user can mend is told as it is; anything else is a defect, and its stack is wanted in the log.
  if (end.is === 'refused') return new ResponseError(LSPErrorCodes.RequestFailed, end.why);
  return new Error(end.is === 'broken' ? `the audit broke: ${end.why}` : 'the audit ended with something else');
}

function invalid(why: string): Error {
  return new ResponseError(LSPErrorCodes.RequestFailed, why);
}
