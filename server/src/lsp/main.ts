/** The entry of the language server; the transport is chosen by the arguments, such as `--stdio` or `--node-ipc`. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { rules } from '../rules/index.generated.ts';
import { loadEngine } from '../store/load-engine.ts';
import { packageVersion } from '../store/placement.ts';
import { serve } from './connection.ts';

const connection = createConnection(ProposedFeatures.all);

// What nobody has caught is a defect, but the editor's other work must not end with it.
process.on('uncaughtException', (error) => connection.console.error(`uncaught: ${error.stack ?? error.message}`));
process.on('unhandledRejection', (reason) => connection.console.error(`unhandled: ${String(reason)}`));

// The parser is loaded while the client still introduces itself.
serve(connection, { engine: loadEngine(), ruleIds: rules.map(({ id }) => id), version: packageVersion() });
