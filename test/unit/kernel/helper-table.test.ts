/** The helper table names each helper once a release, and its guards agree with the matrix. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareReleases, ERAS, type EraId } from '../../../server/src/kernel/eras.ts';
import { parseEvidence } from '../../../server/src/kernel/evidence.ts';
import {
  availability,
  excludedKinds,
  guardsFor,
  HELPERS,
  has,
  helper,
  helpersOf,
  rowsOf,
  sourceOf,
  yieldedKinds,
} from '../../../server/src/kernel/helper-table.ts';
import {
  ALL,
  DAX_KINDS,
  DEVICE_KINDS,
  intersect,
  KINDS,
  type KindSet,
  kindSet,
  minus,
  overlaps,
} from '../../../server/src/kernel/kinds.ts';
import { kindsWhere } from '../../../server/src/kernel/matrix.ts';
import type { KindRow } from '../../../server/src/kernel/matrix-types.ts';

// Stable trees carry backports, so what they have proves nothing about the release of their number.
const STABLE = ['6.1', '6.12'];

test('no name has two rows that overlap in time, false friends aside', () => {
  for (const row of HELPERS) {
    if (row.role === 'false-friend') continue;
    const others = rowsOf(row.name).filter((other) => other !== row && other.role !== 'false-friend');
    for (const other of others) {
      const [older, newer] = [row, other].sort((a, b) => compareReleases(a.since ?? '4.0', b.since ?? '4.0'));
      assert.ok(
        older?.until !== undefined && newer?.since !== undefined && compareReleases(older.until, newer.since) < 0,
        row.name,
      );
    }
  }
});

test('every row has a place of a known form, unless it was only proposed', () => {
  for (const row of HELPERS) {
    assert.equal(row.evidence.length === 0, has(row, 'proposed'), row.name);
    for (const text of row.evidence) assert.ok(parseEvidence(text) !== undefined, `${row.name}: ${text}`);
    assert.equal(
      row.headers.length > 0,
      row.evidence.some((text) => parseEvidence(text)?.form === 'line'),
      row.name,
    );
  }
});

test('the releases of a row include the trees that have it', () => {
  for (const row of HELPERS) {
    if (row.since !== undefined && row.until !== undefined)
      assert.ok(compareReleases(row.since, row.until) <= 0, row.name);
    for (const text of row.evidence) {
      const place = parseEvidence(text);
      if (place?.form !== 'line' || STABLE.includes(place.tree)) continue;
      assert.ok(
        row.since === undefined || compareReleases(row.since, place.tree) <= 0,
        `${row.name} since ${row.since}, in ${text}`,
      );
      assert.ok(
        row.until === undefined || compareReleases(place.tree, row.until) <= 0,
        `${row.name} until ${row.until}, in ${text}`,
      );
    }
  }
});

test('a meaning is one short sentence', () => {
  for (const row of HELPERS) {
    assert.match(row.meaning, /^[a-zA-Z`]/, row.name);
    assert.doesNotMatch(row.meaning, /\.$|\bshould\b|potential/, row.name);
    assert.ok(row.meaning.length <= 110, `${row.name}: ${row.meaning.length} characters`);
  }
});

test('rows of a role say what the role is about', () => {
  for (const row of helpersOf('needs-page-cache'))
    assert.ok(row.worksOn !== undefined && !overlaps(row.worksOn, DEVICE_KINDS), row.name);
  for (const row of helpersOf('guard')) {
    const excluded = [...(row.excludesWhenTrue ?? []), ...(row.excludesWhenFalse ?? [])];
    for (const span of excluded) assert.notEqual(span.kinds, ALL, row.name);
  }
  for (const row of HELPERS) {
    if (row.subject !== 'page' || row.argument !== -1 || row.form === 'field') continue;
    assert.ok(['source', 'gup', 'layout-break'].includes(row.role), row.name);
  }
});

test('both branches of a guard together let every kind through', () => {
  for (const row of HELPERS) {
    for (const { id } of ERAS) {
      if (availability(row, id) === 'none') continue;
      const both = intersect(excludedKinds(row, id, true), excludedKinds(row, id, false));
      assert.equal(both, kindSet(), `${row.name} in ${id}`);
    }
  }
});

test('guards that test the mapping word exclude what the matrix says', () => {
  check('PageAnon', (row) => row.cell('anonBit').values);
  check('folio_test_anon', (row) => row.cell('anonBit').values);
  const tag = (row: KindRow): readonly string[] =>
    row.mapping.values.map((value) =>
      value === 'slab-word' || value === 'undefined'
        ? 'undefined'
        : value === 'null' || value === 'address_space'
          ? 'false'
          : 'true',
    );
  check('PageMappingFlags', tag);
  check('folio_mapping_flags', tag);
});

test('guards that test the memory exclude device memory or all else', () => {
  for (const name of ['is_zone_device_page', 'folio_is_zone_device']) {
    const row = helper(name);
    assert.ok(row !== undefined);
    assert.equal(excludedKinds(row, '6.17', true), minus(ALL, DEVICE_KINDS));
    assert.equal(excludedKinds(row, '6.17', false), DEVICE_KINDS);
  }
  const fsdax = helper('folio_is_fsdax');
  assert.ok(fsdax !== undefined && availability(fsdax, '6.2') === 'none' && availability(fsdax, '6.15') === 'all');
  assert.equal(excludedKinds(fsdax, '6.15', false), minus(DAX_KINDS, kindSet('devdax')));
});

test('a DAX inode has page-cache pages up to 4.13, so IS_DAX() excludes them only later', () => {
  const row = helper('IS_DAX');
  assert.ok(row !== undefined);
  assert.equal(excludedKinds(row, '4.5', true), kindSet());
  assert.equal(excludedKinds(row, '4.14', true), kindSet('cache'));
  assert.equal(excludedKinds(row, '4.5', false), kindSet('fsdax', 'fsdax-shared', 'devdax'));
});

test('a name is found in its era, and a false friend only where nothing else has the name', () => {
  assert.equal(helper('dax_lock_page')?.role, 'locks');
  assert.deepEqual(
    rowsOf('dax_lock_page')
      .map((row) => row.role)
      .sort(),
    ['false-friend', 'locks'],
  );
  assert.equal(helper('dax_lock_mapping_entry', '4.19')?.subject, 'page');
  assert.equal(helper('dax_lock_mapping_entry', '6.2')?.subject, 'address_space');
  assert.equal(helper('dax_lock_mapping_entry', '4.14'), undefined);
  assert.equal(helper('page_mapping', '6.17'), undefined);
  assert.equal(helper('break_layout')?.role, 'false-friend');
  assert.equal(helper('is_devdax_page', '6.17'), undefined);
  for (const name of ['', 'constructor', 'no_such_helper']) assert.equal(helper(name), undefined);
});

test('the guards on a folio in an era are those that a fix may use', () => {
  const names = (era: EraId): readonly string[] => guardsFor('folio', era).map((row) => row.name);
  assert.ok(names('6.0').includes('folio_is_zone_device') && !names('6.0').includes('folio_is_fsdax'));
  assert.ok(names('6.17').includes('folio_is_fsdax'));
  assert.deepEqual(names('4.14'), []);
  assert.ok(guardsFor('address_space', '4.14').some((row) => row.name === 'dax_mapping'));
});

test('sources yield the kinds of their era', () => {
  assert.equal(yielded('find_get_page', '6.0'), kindSet('cache'));
  assert.equal(yielded('alloc_page', '6.0'), kindSet('fresh-alloc'));
  assert.equal(yielded('pfn_to_page', '6.0'), ALL);
  assert.ok(!overlaps(yielded('get_user_pages', '4.0'), DAX_KINDS));
  assert.ok(overlaps(yielded('get_user_pages', '4.5'), DAX_KINDS));
  assert.equal(yielded('pin_user_pages', '6.2'), yielded('get_user_pages', '6.2'));
  assert.ok(!overlaps(yielded('vm_normal_page', '6.2'), DAX_KINDS));
  assert.ok(overlaps(yielded('vm_normal_folio', '6.15'), DAX_KINDS));
  assert.equal(sourceOf('folio_lock'), undefined);
});

function yielded(name: string, era: EraId): KindSet {
  const row = sourceOf(name);
  assert.ok(row !== undefined, name);
  return yieldedKinds(row, era);
}

/** Holds a guard against the answers that the matrix gives for each kind: `true`, `false` or something undefined. */
function check(name: string, answers: (row: KindRow) => readonly string[]): void {
  const row = helper(name);
  assert.ok(row !== undefined, name);
  for (const { id } of ERAS) {
    if (availability(row, id) === 'none') continue;
    const only = (answer: string): KindSet =>
      kindsWhere(id, ALL, (kind) => answers(kind).every((given) => given === answer));
    const existing = kindSet(...KINDS.filter((kind) => kindsWhere(id, kindSet(kind), () => true) !== kindSet()));
    assert.equal(intersect(excludedKinds(row, id, true), existing), only('false'), `${name} true in ${id}`);
    assert.equal(intersect(excludedKinds(row, id, false), existing), only('true'), `${name} false in ${id}`);
  }
}
