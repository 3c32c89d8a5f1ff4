/** `daxlint server` runs the language server in this process; it is another bundle, so that a check does not load it. */
import { pathToFileURL } from 'node:url';
import { entryPath } from '../../store/placement.ts';
import { EXIT, type ExitStatus } from '../exit-status.ts';

/** Starts the server, which reads `--stdio` from the arguments of the process and ends it when the client leaves. */
export async function runServer(): Promise<ExitStatus> {
  await import(pathToFileURL(entryPath('server')).href);
  return EXIT.nothing;
}
