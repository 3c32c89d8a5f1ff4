/** The parser finds the functions that ctags finds, and reads what is inside. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runTool, type Series, treeOf } from './trees.ts';

interface Target {
  readonly series: Series;
  readonly folders: readonly string[];
  /** Percent of the functions. */
  readonly found: number;
  readonly clean: number;
}

const CORE = ['fs', 'mm', 'kernel', 'include/linux', 'block', 'drivers/nvdimm', 'drivers/dax'];

const TARGETS: readonly Target[] = [
  { series: '6.1', folders: CORE, found: 99.9, clean: 99.9 },
  { series: '6.12', folders: CORE, found: 99.9, clean: 99.9 },
  { series: '6.12', folders: ['net', 'drivers/scsi', 'arch/x86', 'lib', 'sound'], found: 99, clean: 98 },
];

for (const { series, folders, found, clean } of TARGETS) {
  test(`${series}: ${folders.join(' ')}: ${found} % found, ${clean} % clean`, (t) => {
    const limits = ['--min-found', String(found), '--min-clean', String(clean)];
    const { status, out, err } = runTool('server/tools/parse-quality.ts', [treeOf(series), ...folders, ...limits]);
    for (const line of out.trim().split('\n')) t.diagnostic(line);
    assert.equal(status, 0, `${out}${err}`);
  });
}
