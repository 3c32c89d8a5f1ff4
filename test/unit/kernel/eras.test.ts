/** Eras cover every release from 4.0 on, without gap or overlap, and are found by what people write. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compareReleases,
  coverage,
  ERAS,
  era,
  eraIndex,
  eraOfRelease,
  NEWEST_ERA,
  parseEra,
  parseRelease,
} from '../../../server/src/kernel/eras.ts';

test('the table is ordered, its ids are first releases, and each id finds its era', () => {
  for (const [i, entry] of ERAS.entries()) {
    assert.equal(era(entry.id), entry);
    assert.equal(eraIndex(entry.id), i);
    if (entry.id !== 'inode-2017') assert.equal(entry.id, entry.first);
    const next = ERAS[i + 1];
    if (next !== undefined) assert.ok(compareReleases(entry.first, next.first) < 0, `${entry.id} before ${next.id}`);
    assert.doesNotMatch(entry.change, /\.$/);
  }
  assert.equal(NEWEST_ERA, ERAS.at(-1));
});

test('the eras of releases leave no gap: an era ends right before the next one begins', () => {
  const released = ERAS.filter((entry) => entry.id !== 'inode-2017');
  for (const [i, entry] of released.entries()) {
    const next = released[i + 1];
    if (next === undefined) {
      assert.equal(entry.last, undefined);
      continue;
    }
    const [major = 0, minor = 0] = (entry.last ?? '').split('.').map(Number);
    const following = [`${major}.${minor + 1}`, `${major + 1}.0`];
    assert.ok(following.includes(next.first), `${entry.last} then ${next.first}`);
  }
});

test('the trees that were read lie in their era', () => {
  for (const entry of ERAS) for (const tree of entry.trees) assert.equal(eraOfRelease(tree)?.id, entry.id);
});

test('a release, an id or a label names an era', () => {
  const cases: Readonly<Record<string, string>> = {
    '4.0': '4.0',
    '4.13': '4.5',
    '4.15': '4.14',
    'v4.18': '4.17',
    '5.9': '4.19',
    '5.15.167': '4.19',
    '5.19': '5.16',
    '6.1': '6.0',
    '6.1.192': '6.0',
    '6.2-rc1': '6.2',
    '6.12.117-1-amd64': '6.2',
    '6.16': '6.15',
    '6.17': '6.17',
    '7.1': '6.17',
    '6.0 - 6.1': '6.0',
    '6.0-6.1': '6.0',
    '6.17 and later': '6.17',
    'inode-2017': 'inode-2017',
    ' INODE-2017 ': 'inode-2017',
  };
  for (const [text, id] of Object.entries(cases)) assert.equal(parseEra(text)?.id, id, text);
});

test('anything else names none', () => {
  for (const text of ['', '3.19', '6', '6.', 'six', '6.1x', '6.1 6.2', 'E5', '-1.0', '../6.1']) {
    assert.equal(parseEra(text), undefined, text);
  }
});

test('releases are ordered by number, not by text', () => {
  assert.ok(compareReleases('4.9', '4.15') < 0);
  assert.ok(compareReleases('5.0', '4.20') > 0);
  assert.equal(compareReleases('6.1', '6.1'), 0);
  assert.equal(parseRelease('v06.01.3'), '6.1');
});

test('a span of releases covers all of an era, some of it or nothing', () => {
  assert.equal(coverage('6.2', undefined, undefined), 'all');
  assert.equal(coverage('6.2', '6.2', '6.14'), 'all');
  assert.equal(coverage('6.2', '6.7', undefined), 'some');
  assert.equal(coverage('6.2', undefined, '6.6'), 'some');
  assert.equal(coverage('6.2', '6.15', undefined), 'none');
  assert.equal(coverage('6.2', undefined, '6.1'), 'none');
  assert.equal(coverage('6.17', '6.17', undefined), 'all');
  assert.equal(coverage('6.17', undefined, '6.18'), 'some');
});
