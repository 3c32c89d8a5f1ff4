/** What the extension does, wherever it runs: its two entries say how a server is started there. */
import * as vscode from 'vscode';
import type { Launch } from './launch.ts';
import { COMMANDS } from './protocol.ts';
import { explainRule } from './rule-pages.ts';
import { Session } from './session.ts';
import { StatusItem } from './status-item.ts';
import { speak } from './words.ts';

/** Registers what not every place that the extension runs in can do. */
export type Register = (context: vscode.ExtensionContext, session: Session, status: StatusItem) => void;

let session: Session | undefined;

/** Registers the commands and starts the server; the commands work whether or not the server does. */
export function begin(context: vscode.ExtensionContext, launch: Launch, more?: Register): void {
  speak(vscode.l10n.t);
  const output = vscode.window.createOutputChannel('daxlint', { log: true });
  const status = new StatusItem();
  session = new Session(context, output, status, launch);
  const running = session;
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand(COMMANDS.restartServer, () => running.restart()),
    vscode.commands.registerCommand(COMMANDS.showOutput, () => output.show()),
    vscode.commands.registerCommand(COMMANDS.explainRule, (rule: unknown) => explainRule(context.extension, rule)),
    vscode.commands.registerCommand(COMMANDS.openSettings, () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${context.extension.id}`),
    ),
  );
  more?.(context, running, status);
  context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => void running.restart()));
  void running.restart();
}

/** Stops the server before the window closes. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}
