/** The filters of a report: what they let through, what each choice would show, and how the address keeps them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportRow } from '../../../server/src/report/data.ts';
import { counts, fromFragment, matcher, NO_FILTERS, NO_RULE, toFragment } from '../../../server/src/report/filters.ts';

function row(file: string, verdict: string, rule: string | null, subsystem: string): ReportRow {
  const where = { file, line: 7, column: 1, function: 'dax_lock_page', site: 'page->mapping' };
  return { ...where, verdict, rule, subsystem, use: '', reason: '', kinds: [], config: null, steps: [] };
}

const ROWS = [
  row('fs/dax.c', 'hazard', 'mapping-is-a-pointer', 'DAX'),
  row('fs/ext4/inode.c', 'latent', null, 'EXT4 & JBD2'),
  row('mm/truncate.c', 'safe', null, 'MM'),
];

function shown(part: Partial<typeof NO_FILTERS>): readonly string[] {
  return ROWS.filter(matcher({ ...NO_FILTERS, ...part })).map(({ file }) => file);
}

test('each filter narrows the rows, and together they do so more', () => {
  assert.equal(shown({}).length, 3);
  assert.deepEqual(shown({ verdicts: ['hazard', 'safe'] }), ['fs/dax.c', 'mm/truncate.c']);
  assert.deepEqual(shown({ rule: 'mapping-is-a-pointer' }), ['fs/dax.c']);
  assert.deepEqual(shown({ rule: NO_RULE }), ['fs/ext4/inode.c', 'mm/truncate.c']);
  assert.deepEqual(shown({ rule: NO_RULE, subsystem: 'MM' }), ['mm/truncate.c']);
});

test('all words of the text are looked for in the place and the function', () => {
  assert.deepEqual(shown({ text: 'FS/ ext' }), ['fs/ext4/inode.c']);
  assert.deepEqual(shown({ text: 'dax.c:7' }), ['fs/dax.c']);
  assert.equal(shown({ text: 'lock_page' }).length, 3);
  assert.equal(shown({ text: '  ' }).length, 3);
  assert.equal(shown({ text: 'fs/ mm/' }).length, 0);
});

test('the number beside a choice is what it would show with the other filters', () => {
  const filters = { ...NO_FILTERS, verdicts: ['hazard'], text: 'fs/' };
  assert.deepEqual(
    [...counts(ROWS, filters, 'verdicts')],
    [
      ['hazard', 1],
      ['latent', 1],
      ['safe', 0],
    ],
  );
  assert.deepEqual(
    [...counts(ROWS, filters, 'rule')],
    [
      ['mapping-is-a-pointer', 1],
      [NO_RULE, 0],
    ],
  );
});

test('the address keeps the filters', () => {
  const filters = { verdicts: ['hazard', 'dax-code'], rule: NO_RULE, subsystem: 'EXT4 & JBD2', text: 'a#b c' };
  assert.deepEqual(fromFragment(`#${toFragment(filters)}`), filters);
  assert.equal(toFragment(NO_FILTERS), '');
  assert.deepEqual(fromFragment(''), NO_FILTERS);
  assert.deepEqual(fromFragment('#other=1'), NO_FILTERS);
});
