/** What `daxlint explain` says of a place, in a document that cannot be edited. */
import * as vscode from 'vscode';
import type { Audits } from '../audit/audits.ts';
import { isC } from '../audit/tree-choice.ts';
import { REQUESTS } from '../protocol.ts';
import { t } from '../words.ts';

const SCHEME = 'daxlint-explain';

/** The manifest has the lines of such a document wrapped. */
const LANGUAGE = 'daxlint-explanation';

export class Explanations implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly audits: Audits;
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registered: vscode.Disposable;

  constructor(audits: Audits) {
    this.audits = audits;
    this.registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Explains a place; without one, where the caret stands. */
  async show(place?: { readonly uri: vscode.Uri; readonly position: vscode.Position }): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const here = editor !== undefined && isC(editor.document) ? editor : undefined;
    const at = place ?? (here && { uri: here.document.uri, position: here.selection.active });
    if (at === undefined) {
      void vscode.window.showInformationMessage(t('daxlint: put the caret into a C file first'));
      return;
    }
    const { line, character } = at.position;
    const params = { textDocument: { uri: at.uri.toString() }, position: { line, character } };
    const answer = await this.audits.ask<{ readonly text: string }>(REQUESTS.explain, params, t('Explaining'));
    if (answer === undefined) return;
    const name = at.uri.path.split('/').pop() ?? '';
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${name}:${line + 1}`,
      query: at.uri.toString(),
    });
    this.texts.set(uri.toString(), answer.text);
    this.changed.fire(uri);
    const document = await vscode.languages.setTextDocumentLanguage(
      await vscode.workspace.openTextDocument(uri),
      LANGUAGE,
    );
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preview: true,
      preserveFocus: true,
    });
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}
