/** `textDocument/diagnostic`: the client asks, and hears `unchanged` where it has the answer already. */
import {
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { diagnosticsOf } from '../diagnostics.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Session } from '../session.ts';

interface LastReport {
  readonly id: number;
  readonly content: string;
}

const lastReports = new WeakMap<OpenDocument, LastReport>();

/** Ids are never used twice, so that an id of a closed document means nothing after it was opened again. */
let lastId = 0;

/** A long file is read in turns of so many milliseconds: between two of them the client is heard. */
const TURN = 20;

/** Answers with the diagnostics of the text as it is now; an unknown document has none. */
export async function documentDiagnostic(
  params: DocumentDiagnosticParams,
  session: Session,
  token?: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  await session.ready();
  session.rehearsal.postpone();
  const { uri } = params.textDocument;
  await readInTurns(uri, session, token);
  const document = session.documents.get(uri);
  // An answer that nobody waits for is not made.
  if (document === undefined || token?.isCancellationRequested) return { kind: 'full', items: [] };
  const items = diagnosticsOf(document, session);
  session.fixesAhead.look(document.uri);
  const resultId = String(identify(document, items));
  if (params.previousResultId === resultId) return { kind: 'unchanged', resultId };
  return { kind: 'full', resultId, items };
}

/** Reads an open document until it is read, closed, or nobody wants to know any more. */
async function readInTurns(uri: string, session: Session, token: CancellationToken | undefined): Promise<void> {
  for (;;) {
    // Meanwhile the document can have been closed, or its analysis be another one.
    const document = session.documents.get(uri);
    if (document === undefined || document.isGone || !session.settingsFor(document).enable) return;
    const until = performance.now() + TURN;
    if (session.analysed(document).readOn(() => performance.now() < until)) return;
    // What the server does by itself would read the rest of the file at once, between its turns.
    session.rehearsal.postpone();
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (token?.isCancellationRequested) return;
  }
}

/** What to answer when the analysis threw: the client then keeps what it shows. */
export function diagnosticFailure(): never {
  throw new ResponseError(LSPErrorCodes.ServerCancelled, 'the file could not be analysed', {
    retriggerRequest: false,
  });
}

function identify(document: OpenDocument, items: readonly Diagnostic[]): number {
  const content = JSON.stringify(items);
  const last = lastReports.get(document);
  if (last?.content === content) return last.id;
  lastId += 1;
  lastReports.set(document, { id: lastId, content });
  return lastId;
}
