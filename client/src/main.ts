/** The entry of the extension where it runs in Node: the server is a process of its own. */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { begin } from './extension.ts';
import type { Launch } from './launch.ts';
import { registerAudits } from './register-audits.ts';

export { deactivate } from './extension.ts';

/** VS Code calls it once a C file or a kernel tree is open. */
export function activate(context: ExtensionContext): void {
  begin(context, launchProcess, registerAudits);
}

const launchProcess: Launch = (context, options) => {
  const module = context.asAbsolutePath('dist/server.js');
  const transport = TransportKind.ipc;
  const server = {
    run: { module, transport },
    debug: { module, transport, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  return new LanguageClient('daxlint', 'daxlint', server, options);
};
