/** The status item stands in the status bar while a C file is in front. */
import * as vscode from 'vscode';
import { COMMANDS, type StatusParams } from './protocol.ts';
import { type ServerState, statusFor, statusText } from './status-text.ts';
import { t } from './words.ts';

/** Shows the era of the active file's tree and whether the server works. */
export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscriptions: vscode.Disposable[];
  private readonly known = new Map<string | null, StatusParams>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when the file in front, its tree or the server is another one, or in another state. */
  readonly onDidChange = this.changed.event;
  private server: ServerState = { kind: 'starting' };
  private document: vscode.TextDocument | undefined;

  constructor() {
    this.item = vscode.window.createStatusBarItem('daxlint.status', vscode.StatusBarAlignment.Right, 100);
    this.item.name = 'daxlint';
    this.subscriptions = [
      this.item,
      this.changed,
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
    ];
    this.follow(vscode.window.activeTextEditor);
  }

  /** Takes the state of the server process; a server that starts anew knows no tree yet. */
  setServer(state: ServerState): void {
    if (state.kind !== 'running') this.known.clear();
    this.server = state;
    this.render();
  }

  /** Takes the state of one tree. */
  setTree(status: StatusParams): void {
    this.known.set(status.tree, status);
    this.render();
  }

  /** The state of the server, and of the tree that the file in front lies in. */
  get now(): { readonly server: ServerState; readonly tree: StatusParams | undefined } {
    const { document } = this;
    const path = document?.uri.scheme === 'file' ? document.uri.fsPath : undefined;
    return { server: this.server, tree: statusFor(path, [...this.known.values()]) };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    // To VS Code the text of the output panel is an editor too; looking there does not leave the file.
    if (editor?.document.uri.scheme === 'output') return;
    this.document = editor?.document;
    this.render();
  }

  private render(): void {
    this.changed.fire();
    const { document } = this;
    if (document === undefined || !isC(document)) {
      this.item.hide();
      return;
    }
    const { text, details, severity } = statusText(this.server, this.now.tree);
    const failed = this.server.kind === 'failed';
    this.item.text = text;
    this.item.tooltip = tooltip(details);
    // What a screen reader says: the icons of the text are no words.
    this.item.accessibilityInformation = { label: spoken(text, details) };
    this.item.command = failed ? COMMANDS.showOutput : COMMANDS.openSettings;
    this.item.backgroundColor =
      severity === 'error'
        ? new vscode.ThemeColor(`statusBarItem.${failed ? 'error' : 'warning'}Background`)
        : undefined;
    this.item.show();
  }
}

function isC(document: vscode.TextDocument): boolean {
  return document.languageId === 'c' || (document.languageId === 'cpp' && document.uri.path.endsWith('.h'));
}

/** The text without its icons and the lines of the tooltip without their marks. */
function spoken(text: string, details: readonly string[]): string {
  const plain = [text.replace(/\$\([^)]*\)\s*/g, ''), ...details.map((line) => line.replace(/[*`]/g, ''))];
  return plain.join('. ');
}

function tooltip(details: readonly string[]): vscode.MarkdownString {
  const links = [
    `[${t('Settings')}](command:${COMMANDS.openSettings})`,
    `[${t('Output')}](command:${COMMANDS.showOutput})`,
    `[${t('Restart the server')}](command:${COMMANDS.restartServer})`,
  ];
  const text = new vscode.MarkdownString([...details, links.join(' · ')].join('\n\n'));
  text.isTrusted = { enabledCommands: Object.values(COMMANDS) };
  return text;
}
