/** The entry of the command line. */
import { rules } from '../rules/index.generated.ts';
import { Broken } from '../store/broken.ts';
import { packageVersion } from '../store/placement.ts';
import { parseArguments } from './args.ts';
import { runCheck } from './commands/check.ts';
import { runExplain } from './commands/explain.ts';
import { runFix } from './commands/fix.ts';
import { runIndex } from './commands/index-tree.ts';
import { runLedger } from './commands/ledger.ts';
import { runPatch } from './commands/patch.ts';
import { runSelfTest } from './commands/self-test.ts';
import { runServer } from './commands/server.ts';
import { EXIT, type ExitStatus, Trouble } from './exit-status.ts';
import { versionText } from './versions.ts';
import { createTerminal, type Terminal } from './terminal.ts';

async function main(terminal: Terminal): Promise<ExitStatus> {
  const version = packageVersion();
  const ruleIds = rules.map(({ id }) => id);
  const { out, err } = terminal;
  const parsed = parseArguments(process.argv.slice(2), {
    version,
    versionText: () => versionText(version),
    ruleIds,
    out,
    err,
  });
  if ('exit' in parsed) return parsed.exit;
  if ('quiet' in parsed && parsed.quiet) terminal.quieten();
  switch (parsed.command) {
    case 'check':
      return await runCheck(parsed, { terminal, version, rules });
    case 'fix':
      return await runFix(parsed, { terminal, rules });
    case 'patch':
      return await runPatch(parsed, { terminal, version, rules });
    case 'index':
      return await runIndex(parsed, terminal);
    case 'ledger':
      return await runLedger(parsed, terminal);
    case 'explain':
      return await runExplain(parsed, { terminal, rules });
    case 'selftest':
      return await runSelfTest(parsed, terminal);
    case 'server':
      return await runServer();
  }
}

const terminal = createTerminal();
main(terminal).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    // What a user can mend is one line; anything else is a defect of daxlint, and its stack is wanted.
    const text =
      error instanceof Trouble || error instanceof Broken
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    terminal.err(`daxlint: ${text}\n`);
    process.exitCode = EXIT.trouble;
  },
);
