/** Sets of kinds behave as sets, and every kind has a name and a meaning. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ALL,
  DAX_KINDS,
  DEVICE_KINDS,
  describeKinds,
  FSDAX_KINDS,
  has,
  intersect,
  isEmpty,
  isKind,
  isSubset,
  KIND_MEANINGS,
  KIND_NAMES,
  KINDS,
  kindSet,
  kindsOf,
  minus,
  NO_KINDS,
  overlaps,
  union,
} from '../../../server/src/kernel/kinds.ts';

test('a set holds what it was built from, in the order of KINDS', () => {
  assert.deepEqual(kindsOf(kindSet('fsdax', 'cache')), ['cache', 'fsdax']);
  assert.deepEqual(kindsOf(ALL), KINDS);
  assert.deepEqual(kindsOf(NO_KINDS), []);
  assert.equal(kindSet(), NO_KINDS);
  assert.ok(has(kindSet('slab'), 'slab') && !has(kindSet('slab'), 'anon'));
});

test('union, intersection and difference agree with membership', () => {
  const a = kindSet('cache', 'fsdax', 'slab');
  const b = kindSet('fsdax', 'devdax');
  for (const kind of KINDS) {
    assert.equal(has(union(a, b), kind), has(a, kind) || has(b, kind));
    assert.equal(has(intersect(a, b), kind), has(a, kind) && has(b, kind));
    assert.equal(has(minus(a, b), kind), has(a, kind) && !has(b, kind));
  }
  assert.ok(overlaps(a, b) && !overlaps(a, kindSet('devdax')));
  assert.ok(isSubset(kindSet('fsdax'), a) && !isSubset(b, a));
  assert.ok(isEmpty(minus(ALL, ALL)));
});

test('the named sets nest: FS-DAX within DAX within device memory', () => {
  assert.ok(isSubset(FSDAX_KINDS, DAX_KINDS) && isSubset(DAX_KINDS, DEVICE_KINDS));
  assert.deepEqual(kindsOf(minus(DAX_KINDS, FSDAX_KINDS)), ['devdax']);
  assert.deepEqual(kindsOf(minus(DEVICE_KINDS, DAX_KINDS)), ['device-private', 'device-coherent', 'p2pdma']);
});

test('every kind has one name and one meaning, and no two kinds share a name', () => {
  assert.deepEqual(Object.keys(KIND_NAMES), KINDS);
  assert.deepEqual(Object.keys(KIND_MEANINGS), KINDS);
  assert.equal(new Set(Object.values(KIND_NAMES)).size, KINDS.length);
  for (const text of Object.values(KIND_MEANINGS)) assert.doesNotMatch(text, /\.$/);
});

test('only the names of kinds are kinds', () => {
  assert.ok(isKind('fsdax-shared'));
  for (const word of ['', 'FSDAX', 'constructor', 'toString']) assert.ok(!isKind(word), word);
});

test('a set reads as a list in a message', () => {
  assert.equal(describeKinds(kindSet('cache', 'fsdax', 'fsdax-shared')), 'page cache, FS-DAX or shared FS-DAX');
  assert.equal(describeKinds(kindSet('cache', 'devdax'), 'and'), 'page cache and device-dax');
  assert.equal(describeKinds(kindSet('slab')), 'slab');
  assert.equal(describeKinds(NO_KINDS), 'no');
});
