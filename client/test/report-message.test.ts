/** The page of a report can have places of its tree opened, and nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeIn } from '../src/audit/report-message.ts';

test('a place in the tree is taken', () => {
  assert.deepEqual(placeIn({ open: { file: 'fs/dax.c', line: 439, column: 41 } }), {
    file: 'fs/dax.c',
    line: 439,
    column: 41,
  });
  assert.deepEqual(placeIn({ open: { file: 'a..b.c', line: 1 } }), { file: 'a..b.c', line: 1, column: 1 });
});

test('whatever is no place, or leads out of the tree, is passed over', () => {
  const files = [
    '',
    '/etc/passwd',
    '../x.c',
    'fs/../../x.c',
    'fs//x.c',
    './x.c',
    'C:/x.c',
    'c:x',
    '..\\x.c',
    'a\0.c',
    7,
  ];
  for (const file of files) assert.equal(placeIn({ open: { file, line: 1 } }), undefined, JSON.stringify(file));
  for (const line of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9, '1', null])
    assert.equal(placeIn({ open: { file: 'fs/dax.c', line } }), undefined, String(line));
  assert.equal(placeIn({ open: { file: 'fs/dax.c', line: 1, column: {} } }), undefined);
  for (const message of [undefined, null, 'open', 7, {}, { open: null }, { open: 'fs/dax.c' }, []])
    assert.equal(placeIn(message), undefined);
});
