/** The text of the status item says which Linux the tree is read as, and why. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatusParams } from '../src/protocol.ts';
import { statusFor, statusText } from '../src/status-text.ts';

const old: StatusParams = { era: '4.14 - 4.16', eraReason: 'no reason', tree: '/src/linux-4.15', state: 'ready' };
const inner: StatusParams = { ...old, era: '6.0 - 6.1', tree: '/src/linux-4.15/vendor/linux' };
const lone: StatusParams = { ...old, era: '6.17 and later', tree: null };

test('a file has the status of the innermost tree around it', () => {
  const known = [lone, old, inner];
  assert.equal(statusFor('/src/linux-4.15/fs/dax.c', known), old);
  assert.equal(statusFor('/src/linux-4.15/vendor/linux/fs/dax.c', known), inner);
});

test('a file in no tree has the status of lone files, however alike its path is', () => {
  assert.equal(statusFor('/src/linux-4.15-rc/fs/dax.c', [lone, old]), lone);
  assert.equal(statusFor(undefined, [old, lone]), lone);
  assert.equal(statusFor('/elsewhere/a.c', [old]), undefined);
});

test('drive letters and separators of Windows do not matter', () => {
  const tree = { ...old, tree: 'C:\\src\\linux' };
  assert.equal(statusFor('c:\\src\\linux\\fs\\dax.c', [tree]), tree);
});

test('the era stands in the status bar, its reason in the tooltip', () => {
  const shown = statusText(
    { kind: 'running' },
    { ...inner, eraReason: 'fs/dax.c stores 0x1', message: 'reading headers' },
  );
  assert.equal(shown.text, 'daxlint: Linux 6.0 - 6.1');
  assert.deepEqual(shown.details, [
    '**Linux 6.0 - 6.1**',
    'fs/dax.c stores 0x1',
    'Tree: `/src/linux-4.15/vendor/linux`',
    'reading headers',
  ]);
});

test('busy, broken and absent servers look different', () => {
  const texts = [
    statusText({ kind: 'starting' }, undefined),
    statusText({ kind: 'stopped' }, old),
    statusText({ kind: 'failed', reason: 'no such file' }, old),
    statusText({ kind: 'running' }, { ...old, state: 'busy' }),
    statusText({ kind: 'running' }, { ...old, state: 'error' }),
    statusText({ kind: 'running' }, undefined),
  ].map((shown) => shown.text);
  assert.equal(new Set(texts).size, texts.length);
  assert.match(statusText({ kind: 'failed', reason: 'no such file' }, old).details.join(), /no such file/);
});
