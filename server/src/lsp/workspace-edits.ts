/** Edits of the engine become edits of the workspace, in the form that the client takes. */
import type { TextDocumentEdit, TextEdit as ProtocolEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FixEdit } from '../model/finding.ts';
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../text/edit.ts';
import { toRange } from './convert.ts';
import type { OpenDocument } from './open-document.ts';
import type { Session } from './session.ts';

/** Makes an edit of one document; a client that knows versions refuses it once the text has changed. */
export function workspaceEdit(edits: readonly TextEdit[], document: OpenDocument, session: Session): WorkspaceEdit {
  const { lines, uri, version } = document;
  const changes: ProtocolEdit[] = edits.map(({ span, newText }) => ({ range: toRange(lines, span), newText }));
  if (!session.features.versionedEdits) return { changes: { [uri]: changes } };
  return { documentChanges: [{ textDocument: { uri, version }, edits: changes }] };
}

/**
 * Makes the edit of a fix. Where a person has to decide about a part of the new text, the caret is left in it, for a
 * client that takes snippets.
 */
export function fixEdit(edits: readonly FixEdit[], document: OpenDocument, session: Session): WorkspaceEdit {
  const { lines, uri, version } = document;
  const { snippetEdits, versionedEdits } = session.features;
  if (!snippetEdits || !versionedEdits || edits.every(({ decide }) => decide === undefined))
    return workspaceEdit(edits, document, session);
  const made = edits.map(({ span, newText, decide }): TextDocumentEdit['edits'][number] => {
    const range = toRange(lines, span);
    return decide === undefined
      ? { range, newText }
      : { range, snippet: { kind: 'snippet', value: snippet(newText, decide) } };
  });
  return { documentChanges: [{ textDocument: { uri, version }, edits: made }] };
}

function snippet(text: string, { start, end }: Span): string {
  const [before, choice, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)].map(escapeSnippet);
  return `${before}\${1:${choice}}${after}`;
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
