/**
 * Runs the tests: `test.mjs` those that need nothing beside the repository, `test.mjs kernel` those over whole kernel
 * trees, `test.mjs editors` those in real editors. The last line is `N passed, N failed`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, Steps } from './steps.mjs';

const MODES = { '': testRepository, kernel: testKernel, editors: testEditors };

/** The demo shows findings of at least as many rules. */
const DEMO_RULES = 5;

const NODE = process.execPath;
const RUN_TS = [NODE, '--import', 'tsx'];

const mode = process.argv[2] ?? '';
if (mode in MODES) {
  const steps = new Steps();
  await MODES[mode](steps);
  steps.finish();
} else {
  console.error(`usage: test.mjs [${Object.keys(MODES).filter(Boolean).join(' | ')}]`);
  process.exitCode = 2;
}

async function testRepository(steps) {
  await steps.run('generated files', [...RUN_TS, 'server/tools/gen.ts', '--check']);
  await steps.run('types', [bin('tsc'), '--build']);
  await steps.run('lint', [bin('oxlint'), '--deny-warnings']);
  await steps.run('format', [bin('biome'), 'format', '.']);
  const built = await steps.run('build', [NODE, 'server/tools/build.mjs']);
  if (!built) return; // what follows tests the bundles
  await steps.run('demo', [NODE, 'server/tools/demo.mjs'], { expect: enoughShown });
  await nodeTests(steps, 'tests', testFiles(['test', 'client/test'], ['test/kernel', 'test/editors']), { minutes: 17 });
  const grammar = ['--config', 'package.json', '-g', 'node_modules/tm-grammars/grammars/c.json'];
  await steps.run('grammars', [bin('vscode-tmgrammar-test'), ...grammar, 'test/grammar/*.c']);
}

async function testKernel(steps) {
  const kernels = process.env['DAXLINT_KERNELS'] ?? join(ROOT, 'kernels');
  const configured = process.env['DAXLINT_CONFIGURED'] ?? join(kernels, 'configured');
  const env = { DAXLINT_KERNELS: kernels, DAXLINT_CONFIGURED: configured };
  const fetched = await steps.run('kernel trees', [NODE, 'test/kernel/fetch.mjs', kernels], {
    minutes: 15,
    live: true,
  });
  if (!fetched) return;
  const configure = [NODE, 'test/kernel/configure.mjs', kernels, configured];
  const isConfigured = await steps.run('configured trees', configure, { minutes: 15, live: true });
  const built = await steps.run('build', [NODE, 'server/tools/build.mjs']);
  if (!isConfigured || !built) return;
  // One file after the other: each of them uses all cores.
  for (const file of testFiles(['test/kernel'], [])) {
    await nodeTests(steps, file, [file], { minutes: 15, live: true, env });
  }
}

async function testEditors(steps) {
  await steps.run('editors', [NODE, 'test/editors/run.mjs'], { minutes: 25, live: true, count: 'closingLine' });
}

async function nodeTests(steps, name, files, options) {
  // A test that hangs is named, long before its step is ended.
  const patience = `--test-timeout=${(options.minutes * 60_000) / 3}`;
  await steps.run(name, [...RUN_TS, '--test', '--test-reporter=spec', patience, ...files], {
    ...options,
    count: 'nodeTest',
  });
}

function enoughShown(output) {
  const rules = new Set([...output.matchAll(/ {2}\[([a-z-]+)\]$/gm)].map(([, rule]) => rule));
  if (rules.size < DEMO_RULES) return `only ${rules.size} rules have a finding: ${[...rules].join(', ')}`;
  const page = output.trimEnd().split('\n').at(-1) ?? '';
  return page.endsWith('.html') && existsSync(page) ? undefined : `the last line is not the path of a page: ${page}`;
}

/** The test files under some folders; node 20 takes no patterns. */
function testFiles(folders, without) {
  const skipped = new Set([...without, 'node_modules', '.cache', 'fixtures', 'sample-tree']);
  const walk = (folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (skipped.has(path) || skipped.has(entry.name)) return [];
      return entry.isDirectory() ? walk(path) : path.endsWith('.test.ts') ? [path] : [];
    });
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap(walk)
    .sort();
}

function bin(name) {
  return join(ROOT, 'node_modules/.bin', name);
}
