/** The rows of an audit are filtered by what a reader picks, and grouped so that what matters comes first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsBy, filtered, grouped, isFiltering, isUrgent, NO_FILTER, NO_RULE } from '../src/audit/rows.ts';
import type { AuditRow } from '../src/protocol.ts';

function row(file: string, line: number, verdict: string, rule: string | null = null): AuditRow {
  const plain = { column: 1, function: 'look', title: 'page->mapping', reason: '', config: null, steps: [] };
  return { ...plain, file, line, verdict, rule, subsystem: file.startsWith('mm/') ? 'MEMORY MANAGEMENT' : '' };
}

const ROWS = [
  row('mm/b.c', 9, 'safe'),
  row('mm/b.c', 3, 'hazard', 'mapping-is-a-pointer'),
  row('fs/a.c', 7, 'latent', 'mapping-is-a-pointer'),
  row('fs/a.c', 2, 'undecided'),
];

test('verdicts come in their order, rows in the order of their places', () => {
  const rows = [...ROWS, row('fs/z.c', 1, 'hazard'), row('fs/a.c', 1, 'invented')];
  const groups = grouped(rows, 'verdict');
  assert.deepEqual(
    groups.map(({ key }) => key),
    ['hazard', 'undecided', 'latent', 'safe', 'invented'],
  );
  assert.deepEqual(
    groups[0]?.rows.map(({ file }) => file),
    ['fs/z.c', 'mm/b.c'],
  );
});

test('of files, rules and subsystems those with something urgent come first', () => {
  assert.deepEqual(
    grouped(ROWS, 'file').map(({ key, urgent, rows }) => [key, urgent, rows.map(({ line }) => line)]),
    [
      ['mm/b.c', 1, [3, 9]],
      ['fs/a.c', 0, [2, 7]],
    ],
  );
  assert.deepEqual(
    grouped(ROWS, 'rule').map(({ key }) => key),
    ['mapping-is-a-pointer', NO_RULE],
  );
  assert.deepEqual(
    grouped(ROWS, 'subsystem').map(({ key }) => key),
    ['MEMORY MANAGEMENT', ''],
  );
});

test('a filter asks for verdicts, for rules, and for all of its words', () => {
  const lines = (part: object): number[] => filtered(ROWS, { ...NO_FILTER, ...part }).map(({ line }) => line);
  assert.deepEqual(lines({}), [9, 3, 7, 2]);
  assert.deepEqual(lines({ verdicts: ['safe', 'undecided'] }), [9, 2]);
  assert.deepEqual(lines({ rules: [NO_RULE] }), [9, 2]);
  assert.deepEqual(lines({ text: ' MM look ' }), [9, 3]);
  assert.deepEqual(lines({ text: 'b.c:3', rules: ['mapping-is-a-pointer'] }), [3]);
  assert.deepEqual(lines({ text: 'mm fs' }), []);
  assert.equal(isFiltering({ ...NO_FILTER, text: '  ' }), false);
  assert.equal(isFiltering({ ...NO_FILTER, rules: [NO_RULE] }), true);
});

test('what the code silences is not urgent, and neither is what a change has fixed', () => {
  assert.equal(isUrgent(row('a.c', 1, 'introduced')), true);
  assert.equal(isUrgent({ ...row('a.c', 1, 'hazard'), suppressed: 'page cache only' }), false);
  assert.equal(isUrgent(row('a.c', 1, 'fixed')), false);
});

test('the choices of a filter have their counts', () => {
  assert.deepEqual(countsBy(ROWS, 'verdict'), [
    ['hazard', 1],
    ['undecided', 1],
    ['latent', 1],
    ['safe', 1],
  ]);
});
