/** The table of successors names helpers of the table, and finds for each era what does the work there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compareReleases,
  ERAS,
  eraIndex,
  type EraId,
  eraOfRelease,
  type Release,
} from '../../../server/src/kernel/eras.ts';
import { parseEvidence } from '../../../server/src/kernel/evidence.ts';
import { availability, helper, rowsOf } from '../../../server/src/kernel/helper-table.ts';
import { counterparts, SUCCESSORS } from '../../../server/src/kernel/successors.ts';

const FOREVER: Release = '999.0';

/** A helper that goes may leave a release or two to a detour; the new one comes in the next era at the latest. */
function adjoins(end: Release, since: Release | undefined): boolean {
  const [gone, come] = [eraOfRelease(end), eraOfRelease(since ?? '4.0')];
  return gone !== undefined && come !== undefined && eraIndex(come.id) - eraIndex(gone.id) <= 1;
}

test('every row names two helpers, the older one first, once, with evidence', () => {
  const pairs = SUCCESSORS.map(({ older, newer }) => `${older} ${newer}`);
  assert.equal(new Set(pairs).size, pairs.length);
  for (const { older, newer, evidence, difference } of SUCCESSORS) {
    const [before, after] = [helper(older), helper(newer)];
    assert.ok(before !== undefined && before.role !== 'false-friend', older);
    assert.ok(after !== undefined && after.role !== 'false-friend', newer);
    const end = before.until ?? FOREVER;
    assert.ok(compareReleases(end, after.until ?? FOREVER) <= 0, `${older} outlives ${newer}`);
    assert.ok(compareReleases(after.since ?? '4.0', end) <= 0 || adjoins(end, after.since), `${older} leaves a gap`);
    assert.ok(evidence.length > 0, older);
    for (const text of evidence) assert.ok(parseEvidence(text) !== undefined, text);
    assert.doesNotMatch(difference ?? '', /\.$|^[A-Z][a-z]/);
  }
});

test('no helper succeeds itself, however long the line is', () => {
  for (const { older } of SUCCESSORS) {
    const seen = new Set<string>();
    let names = [older];
    while (names.length > 0) {
      names = names.flatMap((name) => SUCCESSORS.flatMap((row) => (row.older === name ? [row.newer] : [])));
      assert.ok(!names.includes(older), older);
      for (const name of names) assert.ok(seen.size < 20 && seen.add(name));
    }
  }
});

test('what an era is offered is there in the era', () => {
  for (const { id } of ERAS) {
    for (const name of SUCCESSORS.flatMap(({ older, newer }) => [older, newer])) {
      for (const { row } of counterparts(name, id)) assert.notEqual(availability(row, id), 'none', `${name} ${id}`);
    }
  }
});

test('the counterpart of a helper depends on the era', () => {
  const names = (name: string, era: EraId): string =>
    counterparts(name, era)
      .map(({ row }) => row.name)
      .join(' ');
  assert.equal(names('page_mapping', '4.14'), '');
  assert.equal(names('page_mapping', '6.17'), 'folio_mapping');
  assert.equal(names('folio_mapping', '4.14'), 'page_mapping');
  assert.equal(names('folio_mapping', '6.17'), '');
  assert.equal(names('dax_lock_page', '6.2'), 'dax_lock_folio');
  assert.equal(names('dax_lock_folio', '5.16'), 'dax_lock_page');
  assert.equal(names('is_zone_device_page', '6.0'), 'folio_is_zone_device');
  assert.equal(names('folio_is_zone_device', '6.0'), 'is_zone_device_page');
  assert.equal(names('dax_mapping_is_cow', '6.15'), 'dax_folio_is_shared');
  assert.equal(names('dax_folio_is_shared', '6.0'), 'dax_mapping_is_cow');
  assert.equal(names('page_is_file_cache', '6.17'), 'folio_is_file_lru');
  assert.equal(rowsOf('xyzzy').length, 0);
  assert.equal(names('xyzzy', '6.0'), '');
});
