/** `daxlint check` inside a kernel tree, and answers that do not depend on the number of threads. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { daxlint, forgetLedgers, SERIES, treeOf } from './trees.ts';

const ERAS = { '6.1': '6.0 - 6.1', '6.12': '6.2 - 6.14' } as const;

for (const series of SERIES) {
  test(`a file of ${series}, named as in its tree, is read in the tree's era`, () => {
    const { status, out, err } = daxlint(['check', 'fs/dax.c'], treeOf(series));
    assert.equal(err, '');
    assert.ok(status === 0 || status === 1, `status ${status}`);
    assert.match(out, new RegExp(`^read as Linux ${ERAS[series].replaceAll('.', '\\.')}: .+ \\(.+:\\d+\\)$`, 'm'));
    assert.match(out, / in 1 file$/m);
  });
}

test('one thread and two give the same findings', () => {
  const tree = treeOf('6.1');
  const check = (jobs: string): string => {
    const { status, out } = daxlint(
      ['check', '--level', 'hint', '--format', 'json', '--jobs', jobs, 'mm', 'fs/xfs'],
      tree,
    );
    assert.equal(status, 1);
    return out;
  };
  assert.equal(check('1'), check('2'));
});

test('one thread and two give the same ledger', () => {
  const rows = (jobs: string): readonly string[] => {
    const { out } = daxlint(['ledger', '--jobs', jobs, join(treeOf('6.12'), 'fs')]);
    forgetLedgers();
    return out.trimEnd().split('\n').slice(0, -1); // the summary has the time
  };
  const one = rows('1');
  assert.ok(one.length > 50, `${one.length} rows`);
  assert.deepEqual(one, rows('2'));
});
