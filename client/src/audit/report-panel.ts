/** The report of the command line in a view of the editor: its rows open their places, and nothing but its own script runs. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { REQUESTS } from '../protocol.ts';
import { type Audit, type Audits, tell } from './audits.ts';
import { selectionAt, uriOf } from './places.ts';
import { placeIn } from './report-message.ts';
import { t } from '../words.ts';

export class ReportPanel implements vscode.Disposable {
  private readonly audits: Audits;
  private panel: vscode.WebviewPanel | undefined;
  private root = '';

  constructor(audits: Audits) {
    this.audits = audits;
  }

  /** Shows the report of the tree that was audited last, and audits one where none was. */
  async show(): Promise<void> {
    const audit: Audit | undefined = this.audits.of('tree') ?? (await this.audits.run('tree'));
    if (audit === undefined) return;
    const nonce = randomBytes(16).toString('hex');
    const params = { uri: audit.uri.toString(), format: 'html', nonce };
    const answer = await this.audits.ask<{ readonly text: string }>(REQUESTS.report, params, t('Making the report'));
    if (answer === undefined) return;
    this.root = audit.result.root;
    const panel = this.panel ?? this.open();
    panel.webview.html = answer.text;
    panel.reveal();
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private open(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      'daxlint.report',
      t('daxlint Report'),
      vscode.ViewColumn.Active,
      // The page brings all of itself, and reads no file.
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [] },
    );
    panel.webview.onDidReceiveMessage((message: unknown) => void this.receive(message));
    panel.onDidDispose(() => (this.panel = undefined));
    this.panel = panel;
    return panel;
  }

  private async receive(message: unknown): Promise<void> {
    const place = placeIn(message);
    if (place === undefined) return;
    try {
      const document = await vscode.workspace.openTextDocument(uriOf(this.root, place.file));
      const selection = selectionAt(place.line, place.column);
      // Beside the report, so that the next row is as near.
      const viewColumn =
        this.panel?.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
      await vscode.window.showTextDocument(document, { selection, viewColumn });
    } catch (error) {
      tell(error);
    }
  }
}
