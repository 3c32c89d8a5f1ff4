/** Audits are run by the server; the last of each kind is kept, with whether it is as things are now. */
import * as vscode from 'vscode';
import { type AuditKind, type AuditResult, REQUESTS } from '../protocol.ts';
import type { Session } from '../session.ts';
import { treeUri } from './tree-choice.ts';
import { t } from '../words.ts';

/** The settings that decide what an audit finds. */
const DECIDING = ['era', 'tree', 'whatIf', 'rules', 'level'];

/** An audit that was made. */
export interface Audit {
  readonly result: AuditResult;
  /** A file or folder of the tree. */
  readonly uri: vscode.Uri;
  readonly at: Date;
  /** Files of the tree were saved since, or settings changed. */
  isStale: boolean;
}

export class Audits implements vscode.Disposable {
  private readonly session: Session;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: readonly vscode.Disposable[];
  private readonly byKind = new Map<AuditKind, Audit>();
  /** Fires when there is another audit, or when the last one has gone stale. */
  readonly onDidChange = this.changed.event;
  /** The audit that was made last. */
  last: Audit | undefined;

  constructor(session: Session) {
    this.session = session;
    this.listening = [
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.scheme === 'file' && /\.[ch]$/.test(uri.path)) this.age((root) => isBelow(root, uri.fsPath));
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (DECIDING.some((key) => event.affectsConfiguration(`daxlint.${key}`))) this.age(() => true);
      }),
    ];
  }

  /** The last audit of a kind. */
  of(kind: AuditKind): Audit | undefined {
    return this.byKind.get(kind);
  }

  /** Audits, with progress that the user can cancel; undefined where that was done, or where it failed and was told. */
  async run(kind: AuditKind, patch?: { readonly name: string; readonly text: string }): Promise<Audit | undefined> {
    const uri = await treeUri();
    if (uri === undefined) return undefined;
    const params = { uri: uri.toString(), what: kind, ...(patch === undefined ? {} : { patch }) };
    const result = await this.ask<AuditResult>(REQUESTS.audit, params, titleOf(kind));
    if (result === undefined) return undefined;
    const audit = { result, uri, at: new Date(), isStale: false };
    this.byKind.set(kind, audit);
    this.last = audit;
    await vscode.commands.executeCommand('setContext', 'daxlint.hasAudit', true);
    this.changed.fire();
    return audit;
  }

  /** Asks the server for what takes a while; undefined where the user cancelled it, or where it failed and was told. */
  async ask<Answer>(method: string, params: object, title: string): Promise<Answer | undefined> {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      let percent = 0;
      try {
        return await this.session.request<Answer>(method, params, {
          token,
          onProgress: ({ message, percentage }) => {
            // The editor adds the parts up; each stage of the work begins anew, and a bar does not go back.
            const increment = Math.max(0, (percentage ?? 0) - percent);
            percent += increment;
            progress.report({ ...(message === undefined ? {} : { message }), increment });
          },
        });
      } catch (error) {
        if (!token.isCancellationRequested) tell(error);
        return undefined;
      }
    });
  }

  dispose(): void {
    for (const each of this.listening) each.dispose();
    this.changed.dispose();
  }

  private age(isOf: (root: string) => boolean): void {
    const touched = [...this.byKind.values()].filter(({ result, isStale }) => !isStale && isOf(result.root));
    for (const audit of touched) audit.isStale = true;
    if (touched.length > 0) this.changed.fire();
  }
}

/** Tells the user why something could not be done. */
export function tell(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(`daxlint: ${why}`);
}

function titleOf(kind: AuditKind): string {
  return {
    tree: t('Auditing the tree'),
    changes: t('Auditing the changes'),
    patch: t('Checking the patch'),
  }[kind];
}

function isBelow(root: string, path: string): boolean {
  return path.startsWith(root) && /^[\\/]/.test(path.slice(root.length));
}
