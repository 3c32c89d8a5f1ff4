/** The generated modules of the kernel layer say what their tables say. */

import assert from 'node:assert/strict';
import { mkdtempSync, cpSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generateKernel, renderKernel } from '../../../server/tools/gen-kernel.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

test('the modules are fresh: run `npm run gen` if not', () => {
  assert.deepEqual(generateKernel(ROOT, 'read'), []);
});

test('a table with mistakes is refused with the file, the line and the word of each', () => {
  const root = mkdtempSync(join(tmpdir(), 'daxlint-kernel-'));
  try {
    const data = 'server/src/kernel/data';
    cpSync(join(ROOT, data), join(root, data), { recursive: true });
    const table = join(root, data, 'matrix/mapping.table');
    writeFileSync(
      table,
      `${readFileSync(table, 'utf8')}mapping | cash | 4.0..9.9 | null | x | |\nmapping | cache | 4.0\n`,
    );
    const guards = join(root, data, 'helpers/guard.table');
    writeFileSync(guards, readFileSync(guards, 'utf8').replace('4.14: cache', '4.15: cache !slap'));
    assert.throws(
      () => renderKernel(root),
      /3 cells in 7 columns[\s\S]*\nserver\/src\/kernel\/data\/matrix\/mapping\.table:\d+: no kind `cash`[\s\S]*no era `9\.9`[\s\S]*guard\.table:4: no era `4\.15`[\s\S]*no kind `!slap`/,
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('a change of a table makes its module stale, and writing mends it', () => {
  const root = mkdtempSync(join(tmpdir(), 'daxlint-kernel-'));
  try {
    cpSync(join(ROOT, 'server/src/kernel'), join(root, 'server/src/kernel'), { recursive: true });
    const table = join(root, 'server/src/kernel/data/words/noreturn.table');
    writeFileSync(table, `${readFileSync(table, 'utf8')}never_back | commit d2c997c0f145\n`);
    const stale = ['server/src/kernel/word-rows.generated.ts'];
    assert.deepEqual(generateKernel(root, 'read'), stale);
    assert.deepEqual(generateKernel(root, 'write'), stale);
    assert.deepEqual(generateKernel(root, 'read'), []);
    assert.match(readFileSync(join(root, stale[0] ?? ''), 'utf8'), /never_back/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
