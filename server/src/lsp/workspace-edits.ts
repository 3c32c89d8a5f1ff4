/** Edits of the engine become edits of the workspace, in the form that the client takes. */
import type { TextDocumentEdit, TextEdit as ProtocolEdit, WorkspaceEdit } from 'vscode-languageserver/node';
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

/** Makes an edit that leaves the caret in a part of the new text, for a client that takes snippets. */
export function snippetEdit(edit: TextEdit, caret: string, document: OpenDocument): WorkspaceEdit {
  const { lines, uri, version } = document;
  const at = edit.newText.indexOf(caret);
  const before = escapeSnippet(edit.newText.slice(0, at));
  const after = escapeSnippet(edit.newText.slice(at + caret.length));
  const value = `${before}\${1:${escapeSnippet(caret)}}${after}`;
  const snippet: TextDocumentEdit['edits'][number] = {
    range: toRange(lines, edit.span),
    snippet: { kind: 'snippet', value },
  };
  return { documentChanges: [{ textDocument: { uri, version }, edits: [snippet] }] };
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
