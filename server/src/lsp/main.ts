/** The entry of the language server; the transport is chosen by the arguments, such as `--stdio` or `--node-ipc`. */
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { rules } from '../rules/index.generated.ts';
import { loadEngine } from '../store/load-engine.ts';
import { packageVersion } from '../store/placement.ts';
import { serve } from './connection.ts';
import { nodePlatform } from './node-platform.ts';
import { serveAudits } from './serve-audits.ts';

// Each function is compiled when it is first called, simply: what is typed first is answered in less time. An engine that
// does not know the flag says so on standard error and goes on.
setFlagsFromString('--always-sparkplug');

const connection = createConnection(ProposedFeatures.all);

// What nobody has caught is a defect, but the editor's other work must not end with it.
process.on('uncaughtException', (error) => connection.console.error(`uncaught: ${error.stack ?? error.message}`));
process.on('unhandledRejection', (reason) => connection.console.error(`unhandled: ${String(reason)}`));

// The parser is loaded while the client still introduces itself.
serve(connection, {
  engine: loadEngine(),
  platform: nodePlatform(),
  ruleIds: rules.map(({ id }) => id),
  version: packageVersion(),
  serveMore: serveAudits,
});
