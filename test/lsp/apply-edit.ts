/** Applies what the server answers to a text, as an editor does. */
import assert from 'node:assert/strict';
import type { Range, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/text/edit.ts';
import { LineIndex } from '../../server/src/text/line-index.ts';
import type { Span } from '../../server/src/text/span.ts';

/** The text after a workspace edit that touches one document. */
export function applyWorkspaceEdit(text: string, edit: WorkspaceEdit | undefined): string {
  assert.ok(edit, 'the action has an edit');
  const documents = edit.documentChanges ?? [];
  const versioned = documents.flatMap((change) => ('edits' in change ? change.edits : []));
  const plain = Object.values(edit.changes ?? {}).flat();
  const lines = new LineIndex(text);
  const edits = [...versioned, ...plain].map((one) => ({
    span: toSpan(lines, one.range),
    newText: 'newText' in one ? one.newText : one.snippet.value,
  }));
  return applyEdits(text, edits);
}

export function toSpan(lines: LineIndex, range: Range): Span {
  const offset = (at: Range['start']): number => lines.offset({ line: at.line, column: at.character });
  return { start: offset(range.start), end: offset(range.end) };
}

export function toRange(lines: LineIndex, span: Span): Range {
  const position = (offset: number): Range['start'] => {
    const { line, column } = lines.position(offset);
    return { line, character: column };
  };
  return { start: position(span.start), end: position(span.end) };
}
