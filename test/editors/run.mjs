/** Tests daxlint in real editors, VS Code in a browser, Neovim and Emacs over stdio, and its report in a browser. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installOldest, installPrograms, installWorkbench } from './install.mjs';
import { Report } from './report.mjs';
import { testStdio } from './stdio-editors.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = resolve(HERE, '../..');
const SHOTS = join(HERE, 'shots');
const PROGRAMS = {
  vscode: 'chromium',
  audits: 'chromium',
  web: 'chromium',
  oldest: 'chromium',
  neovim: 'nvim',
  emacs: 'emacs',
  page: 'chromium',
};
const PATIENCE_MS = 480_000;

const USAGE = `usage: node test/editors/run.mjs [--only vscode|audits|web|oldest|neovim|emacs|page] [--vsix FILE] [--server FILE]
  --only    one editor, or the report, instead of all
  --pictures  saves what README.md and the walkthrough show into docs/images
  --vsix    the package to install instead of a new one
  --server  the script that Neovim and Emacs start with --stdio, instead of the command line's server`;

await main();

async function main() {
  const options = readOptions();
  const editors = options.only === undefined ? Object.keys(PROGRAMS) : [options.only];
  const report = new Report();
  await report.suite('set-up', () => prepareAndRun(report, editors, options));
  if (options.pictures && report.failed === 0) keepPictures();
  finish(report);
}

function readOptions() {
  const string = { type: 'string' };
  const { values } = parseArgs({
    options: { only: string, vsix: string, server: string, pictures: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help || (values.only !== undefined && !(values.only in PROGRAMS))) {
    console.log(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  return values;
}

async function prepareAndRun(report, editors, options) {
  const paths = installPrograms(editors.map((editor) => PROGRAMS[editor]));
  // The browser's driver is installed with the workbench.
  const needsDriver = editors.some((editor) => PROGRAMS[editor] === 'chromium');
  const workbench = needsDriver ? await installWorkbench() : undefined;
  const oldest = editors.includes('oldest') ? await installOldest() : undefined;
  const vsix = options.vsix ?? (await packExtension());
  const words = JSON.parse(readFileSync(join(HERE, 'expected/words.json'), 'utf8'));
  const expected = readFileSync(join(HERE, 'expected/demo.c'), 'utf8');
  const setup = { words, expected, workspace: join(HERE, 'workspace') };
  rmSync(SHOTS, { recursive: true, force: true });
  mkdirSync(SHOTS, { recursive: true });
  const command = options.server
    ? [process.execPath, resolve(options.server), '--stdio']
    : [process.execPath, join(ROOT, 'server/bin/daxlint.js'), 'server', '--stdio'];

  setTimeout(() => giveUp(report), PATIENCE_MS).unref();
  for (const editor of editors) {
    await report.suite(editor, () => {
      if (editor === 'web') return runWeb(report, { ...setup, browserPath: paths.chromium, vsix: resolve(vsix) });
      if (editor === 'oldest')
        return runOldest(report, { ...setup, ...oldest, browserPath: paths.chromium, vsix: resolve(vsix) });
      if (editor === 'page') return runPage(report, paths.chromium);
      if (editor === 'audits')
        return runAudits(report, { ...workbench, browserPath: paths.chromium, vsix: resolve(vsix) });
      return editor === 'vscode'
        ? runVscode(report, { ...setup, ...workbench, browserPath: paths.chromium, vsix: resolve(vsix) })
        : testStdio(report, { ...setup, editor, path: paths[PROGRAMS[editor]], command });
    });
  }
}

async function packExtension() {
  const { packageExtension } = await import('../../server/tools/package.mjs');
  const { vsix, size } = await packageExtension();
  console.log(`${vsix} packed, ${size} bytes`);
  return vsix;
}

async function runVscode(report, setup) {
  // The browser's driver is there only after the installation.
  const { testVscode } = await import('./vscode.mjs');
  await testVscode(report, { ...setup, shots: SHOTS });
}

async function runWeb(report, setup) {
  const { testWeb } = await import('./web.mjs');
  for (const release of ['newest', 'oldest']) await testWeb(report, { ...setup, release, shots: SHOTS });
}

async function runOldest(report, setup) {
  if (setup.entry === undefined) {
    console.log(`not run: it needs node 20, and this is ${process.version}`);
    return;
  }
  const { testOldest } = await import('./oldest.mjs');
  await testOldest(report, { ...setup, shots: SHOTS });
}

async function runAudits(report, setup) {
  mkdirSync(SHOTS, { recursive: true });
  const { testAudits } = await import('./audits.mjs');
  await testAudits(report, { ...setup, shots: SHOTS, workspace: resolve(ROOT, 'test/sample-tree') });
}

async function runPage(report, browserPath) {
  const { testPage } = await import('./page.mjs');
  await testPage(report, { browserPath, shots: SHOTS });
}

/** What the tests have shot for the README and the walkthrough. */
function keepPictures() {
  const images = join(ROOT, 'docs/images');
  for (const name of readdirSync(SHOTS).filter((each) => /^picture-.*\.gif$/.test(each)))
    copyFileSync(join(SHOTS, name), join(images, name.replace(/^picture-/, '')));
  copyFileSync(join(SHOTS, 'quick-fix.gif'), join(images, 'quick-fix.gif'));
}

function giveUp(report) {
  report.fail('the tests end in time', `they ran longer than ${PATIENCE_MS / 1000} s`);
  finish(report);
}

function finish(report) {
  console.log(`${report.passed} passed, ${report.failed} failed`);
  process.exit(report.failed === 0 ? 0 : 1);
}
