/** `daxlint explain`: rules, places, and words that mean nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../server/src/rules/index.generated.ts';
import { CLEAN, HINT, testTree, WARNING } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

test('every rule has its page, and the list has every rule', () => {
  const list = runCli(['explain', 'rules'], '/');
  assert.equal(list.status, 0);
  for (const { id } of rules) {
    assert.match(list.out, new RegExp(`^${id} `, 'm'));
    const { status, out } = runCli(['explain', id], '/');
    assert.equal(status, 0);
    assert.ok(out.includes(id) && out.length > 300, id);
    assert.doesNotMatch(out, /```|^#/m);
  }
});

test('a place is explained whether it is reported or not', (t) => {
  const tree = testTree({ 'fs/clean.c': CLEAN, 'fs/hint.c': HINT, 'fs/warn.c': WARNING });
  t.after(() => tree.remove());
  const hint = runCli(['explain', 'fs/hint.c:6'], tree.path);
  assert.equal(hint.status, 0);
  assert.match(hint.out, /^fs\/hint\.c:6: if \(page->mapping\)\nread as Linux 6\.0 - 6\.1: /);
  assert.match(hint.out, /page->mapping at column 10, in drop\(\): /);
  assert.match(hint.out, /\n {2}why: \S/);
  assert.match(hint.out, /\n {2}comes from: the parameter page \(line 4\)/);
  const warning = runCli(['explain', 'fs/warn.c:8:18'], tree.path);
  assert.match(warning.out, /reported as warning: .+\[guard-polarity\]/);
  const guard = runCli(['explain', 'fs/warn.c:8'], tree.path);
  assert.match(guard.out, /\n {2}guard on line 6: /);
  const none = runCli(['explain', 'fs/hint.c:1'], tree.path);
  assert.equal(none.status, 0);
  assert.match(none.out, /not reported: no field .+ nearest uses are at fs\/hint\.c:6:10\n$/);
  assert.match(runCli(['explain', 'fs/clean.c:1'], tree.path).out, /nor anywhere in this file\n$/);
});

test('what nothing is known of ends with status 2 and the nearest words', (t) => {
  const tree = testTree({ 'fs/hint.c': HINT });
  t.after(() => tree.remove());
  const cases: readonly (readonly [string, RegExp])[] = [
    ['mapping-is-a-pointr', /the nearest I know: mapping-is-a-pointer/],
    ['page_maping', /page_mapping/],
    ['page->maping', /the nearest I know: page->mapping/],
    ['inode->mapping', /the nearest I know: page->mapping/],
    ['foo->bar', /the fields are page->mapping, /],
    ['xyzzy', /the rules are /],
    ['fs/none.c:3', /fs\/none\.c does not exist/],
    ['fs/hint.c:999', /has \d+ lines, none is 999/],
    ['fs:1', /is a folder/],
  ];
  for (const [word, answer] of cases) {
    const { status, out, err } = runCli(['explain', word], tree.path);
    assert.equal(status, 2, word);
    assert.equal(out, '', word);
    assert.match(err, answer, word);
    assert.match(err, /^daxlint: [^\n]+\n$/, word);
  }
});
