/** Builds daxlint and audits the sample tree, as a user would. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ROOT } from './steps.mjs';

const SAMPLE = 'test/sample-tree';

/** The status of a check that found something. */
const FINDINGS = 1;

await build();
console.log(`$ npx daxlint check ${SAMPLE}\n`);
const { status, error } = spawnSync(process.execPath, [join(ROOT, 'server/bin/daxlint.js'), 'check', SAMPLE], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (status !== FINDINGS) {
  console.error(
    `demo: the check ended with status ${status}, and not with findings (1)${error ? `: ${error.message}` : ''}`,
  );
  process.exitCode = 1;
}
