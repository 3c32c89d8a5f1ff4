/** Places of a tree as the editor has them. */
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { t } from '../words.ts';

/** The file of a place; absolute where there is no tree around it. */
export function uriOf(root: string | null, file: string): vscode.Uri {
  if (root === null && !isAbsolute(file)) return vscode.Uri.from({ scheme: 'untitled', path: file });
  return vscode.Uri.file(root === null ? file : join(root, file));
}

/** A 1-based place as an empty selection. */
export function selectionAt(line: number, column = 1): vscode.Range {
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  return new vscode.Range(at, at);
}

/** The command of a tree item that opens its place. */
export function openCommand(uri: vscode.Uri, line: number, column?: number): vscode.Command {
  const options: vscode.TextDocumentShowOptions = { selection: selectionAt(line, column), preserveFocus: false };
  return { command: 'vscode.open', title: t('Open'), arguments: [uri, options] };
}
