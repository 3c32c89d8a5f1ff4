/** `textDocument/diagnostic`: the client asks, and hears `unchanged` where it has the answer already. */
import {
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

/** Answers with the diagnostics of the text as it is now; an unknown document has none. */
export async function documentDiagnostic(
  params: DocumentDiagnosticParams,
  session: Session,
): Promise<DocumentDiagnosticReport> {
  await session.ready();
  session.rehearsal.postpone();
  const document = session.documents.get(params.textDocument.uri);
  if (document === undefined) return { kind: 'full', items: [] };
  const items = diagnosticsOf(document, session);
  session.fixesAhead.look(document.uri);
  const resultId = String(identify(document, items));
  if (params.previousResultId === resultId) return { kind: 'unchanged', resultId };
  return { kind: 'full', resultId, items };
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
