/** From one finding of daxlint to the next, in the file in front and then in the others that are open. */
import * as vscode from 'vscode';
import { neighbour, type Spot } from './finding-order.ts';
import { t } from '../words.ts';

/** Moves the caret to the next or the previous finding. */
export async function goToFinding(way: 'next' | 'previous'): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const files = openFiles(editor?.document.uri).map((uri) => ({ key: uri.toString(), spots: spotsIn(uri) }));
  const from = editor?.selection.active ?? new vscode.Position(0, 0);
  const found = neighbour(files, editor?.document.uri.toString() ?? '', from, way);
  if (found === undefined) {
    vscode.window.setStatusBarMessage(t('daxlint: no finding in the files that are open'), 5000);
    return;
  }
  const at = new vscode.Position(found.spot.line, found.spot.character);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(found.key));
  const shown = await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  shown.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The files that have a tab, in the order of the tabs, and the one in front. */
function openFiles(front: vscode.Uri | undefined): readonly vscode.Uri[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const uris = tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
  const all = front === undefined ? uris : [...uris, front];
  return [...new Map(all.map((uri) => [uri.toString(), uri])).values()];
}

function spotsIn(uri: vscode.Uri): readonly Spot[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'daxlint')
    .map(({ range }) => ({ line: range.start.line, character: range.start.character }));
}
