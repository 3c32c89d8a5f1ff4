/** Builds daxlint and audits the sample tree, as a user would: findings on the terminal, and the ledger as a page. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ROOT } from './steps.mjs';

const SAMPLE = 'test/sample-tree';
const REPORT = join(ROOT, 'dist/sample-tree.html');

/** The status of a check that found something. */
const FINDINGS = 1;

await build();
console.log(`$ npx daxlint check ${SAMPLE}\n`);
daxlint(['check', SAMPLE], { expected: FINDINGS, stdout: 'inherit' });
const page = daxlint(['ledger', SAMPLE, '--format', 'html', '--no-cache'], { expected: 0, stdout: 'pipe' });
writeFileSync(REPORT, page);
console.log(`\nthe ledger of the sample tree as a page, to be opened in a browser:\n${REPORT}`);

/** Runs the command line, shows what it says of trouble, and returns its output; another status than the expected one ends the demo. */
function daxlint(args, { expected, stdout }) {
  const { status, error, ...result } = spawnSync(process.execPath, [join(ROOT, 'server/bin/daxlint.js'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', stdout, 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (status === expected) return result.stdout;
  console.error(
    `demo: daxlint ${args[0]} ended with status ${status}, and not with ${expected}${error ? `: ${error.message}` : ''}`,
  );
  process.exit(1);
}
