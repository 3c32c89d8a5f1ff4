/** What breaks around the program ends in one clear line, and leaves nothing half done. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testFolder, testTree, WARNING } from '../kernel-tree.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The program with one of its files replaced, run on a tree with one finding; `preload` is loaded before it. */
function broken(t: TestContext, file: string, content: string | Buffer, preload?: string) {
  const folder = testFolder();
  const tree = testTree({ 'fs/a.c': WARNING });
  t.after(() => {
    folder.remove();
    tree.remove();
  });
  mkdirSync(join(folder.path, 'dist'));
  cpSync(join(ROOT, 'dist'), join(folder.path, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.map') });
  copyFileSync(join(ROOT, 'package.json'), join(folder.path, 'package.json'));
  if (file !== '') writeFileSync(join(folder.path, 'dist', file), content);
  const options: string[] = [];
  if (preload !== undefined) {
    writeFileSync(join(folder.path, 'preload.cjs'), preload);
    options.push('--require', join(folder.path, 'preload.cjs'));
  }
  const run = (...args: readonly string[]) => {
    const words = [...options, join(folder.path, 'dist/cli.js'), ...args, '--cache-dir', join(folder.path, 'cache')];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: tree.path, encoding: 'utf8' });
    return { status, out: stdout, err: stderr };
  };
  return run;
}

test('a thread that is killed ends the run with one line', (t) => {
  const { status, out, err } = broken(t, 'worker.js', 'process.exit(3);\n')('check', '.');
  assert.deepEqual([status, out], [2, '']);
  assert.match(err, /^daxlint: a worker thread ended with status 3[^\n]*\n$/);
});

test('a thread that runs out of memory ends the run with one line', (t) => {
  const hungry = 'const all = [];\nfor (;;) all.push(new Array(1e6).fill({}).map(() => ({})));\n';
  const limited = `const threads = require('node:worker_threads');
const Own = threads.Worker;
threads.Worker = class extends Own {
  constructor(path, options) {
    super(path, { ...options, resourceLimits: { maxOldGenerationSizeMb: 20 } });
  }
};
`;
  const { status, out, err } = broken(t, 'worker.js', hungry, limited)('check', '.');
  assert.deepEqual([status, out], [2, ''], err);
  assert.match(err, /^daxlint: a worker thread ran out of memory[^\n]*\n$/);
});

test('a grammar that cannot be loaded ends the run with one line', (t) => {
  const half = readFileSync(join(ROOT, 'dist/tree-sitter-c.wasm')).subarray(0, 1000);
  const { status, out, err } = broken(t, 'tree-sitter-c.wasm', half)('check', '.');
  assert.deepEqual([status, out], [2, '']);
  assert.match(err, /^daxlint: the parser cannot be loaded[^\n]*\n$/);
});

test('a clock that jumps back changes no answer and spoils no cache', (t) => {
  const jumping = `const own = Date.now;
let calls = 0;
Date.now = () => own() - 1e11 * (calls++ % 3);
`;
  const run = broken(t, '', '', jumping);
  const first = run('check', '.', '--format', 'json');
  assert.deepEqual([first.status, first.err], [1, '']);
  const again = run('check', '.', '--format', 'json');
  assert.deepEqual(again, first);
});
