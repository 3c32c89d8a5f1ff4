/** The entry of the extension: VS Code calls `activate` once a C file or a kernel tree is open. */
import * as vscode from 'vscode';
import { COMMANDS } from './protocol.ts';
import { explainRule } from './rule-pages.ts';
import { Session } from './session.ts';
import { StatusItem } from './status-item.ts';

let session: Session | undefined;

/** Registers the commands and starts the server; the commands work whether or not the server does. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('daxlint', { log: true });
  const status = new StatusItem();
  session = new Session(context, output, status);
  const running = session;
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand(COMMANDS.restartServer, () => running.restart()),
    vscode.commands.registerCommand(COMMANDS.showOutput, () => output.show()),
    vscode.commands.registerCommand(COMMANDS.explainRule, (rule: unknown) => explainRule(context.extensionUri, rule)),
    vscode.commands.registerCommand(COMMANDS.openSettings, () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${context.extension.id}`),
    ),
  );
  context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => void running.restart()));
  void running.restart();
}

/** Stops the server before the window closes. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}
