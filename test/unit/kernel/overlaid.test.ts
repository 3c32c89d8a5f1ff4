/** The matrix under an overlay: what is stated, what follows, and that nothing else moves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERAS, type EraId } from '../../../server/src/kernel/eras.ts';
import { excludedIn, yieldedIn } from '../../../server/src/kernel/helper-answers.ts';
import { excludedKinds, HELPERS, helper, yieldedKinds } from '../../../server/src/kernel/helper-table.ts';
import { isField, isValue, valuesOf } from '../../../server/src/kernel/field-values.ts';
import { has, KINDS, type Kind } from '../../../server/src/kernel/kinds.ts';
import { FOLLOWERS, misfit } from '../../../server/src/kernel/mapping-followers.ts';
import { type Field, FIELDS, matrixOf } from '../../../server/src/kernel/matrix.ts';
import { overlaid, overlayNotes } from '../../../server/src/kernel/overlaid.ts';
import type { Overlay, OverlayCell } from '../../../server/src/kernel/overlay-types.ts';

function overlay(cells: readonly OverlayCell[], more: Partial<Overlay> = {}): Overlay {
  return { name: 'test', title: 'a test', story: ['for a test'], eras: [], introduces: [], cells, ...more };
}

function stating(era: EraId): Overlay {
  const matrix = matrixOf(era);
  const cells = KINDS.filter((kind) => matrix.row(kind).exists).flatMap((kind) =>
    FIELDS.map((field): OverlayCell => ({ kinds: [kind], field, values: matrix.cell(kind, field).values })),
  );
  return overlay(cells);
}

const MAPPING_SET = overlay([{ kinds: ['fsdax'], field: 'mapping', values: ['address_space'] }]);
const SHARED_NULL = overlay([{ kinds: ['fsdax-shared'], field: 'mapping', values: ['null'] }]);
const MARKER = overlay([{ kinds: ['fsdax-shared'], field: 'mapping', values: ['0x1'] }], {
  introduces: ['fsdax-shared'],
});

test('every value of the matrix is one that an overlay can write', () => {
  for (const field of FIELDS) {
    assert.ok(isField(field));
    for (const { id } of ERAS)
      for (const kind of KINDS)
        for (const value of matrixOf(id).cell(kind, field).values)
          assert.ok(isValue(field, value), `${field} ${value}`);
    assert.ok(valuesOf(field).length > 1);
  }
  assert.ok(!isField('constructor') && !isValue('mapping', 'constructor'));
});

test('in every era the answers of helpers fit the word that they look at', () => {
  for (const { id } of ERAS) {
    const matrix = matrixOf(id);
    for (const kind of KINDS) {
      const { values } = matrix.row(kind).mapping;
      for (const field of FOLLOWERS)
        assert.equal(misfit(field, kind, values, matrix.cell(kind, field).values), undefined, `${id} ${kind} ${field}`);
    }
  }
});

test('an overlay that states what is true changes nothing', () => {
  for (const { id } of ERAS) {
    const before = matrixOf(id);
    const after = overlaid(before, stating(id));
    for (const kind of KINDS) {
      assert.equal(after.row(kind).exists, before.row(kind).exists);
      for (const field of FIELDS) {
        assert.deepEqual(after.cell(kind, field), before.cell(kind, field), `${id} ${kind} ${field}`);
        assert.ok(!has(after.whatIf?.changed(field) ?? before.whatIf!.introduced, kind));
      }
    }
    for (const row of HELPERS) {
      for (const branch of [true, false])
        assert.equal(excludedIn(row, after, branch), excludedKinds(row, id, branch), row.name);
      assert.equal(yieldedIn(row, after), yieldedKinds(row, id), row.name);
    }
    assert.deepEqual(overlayNotes(before, stating(id)), []);
  }
});

function values(era: EraId, over: Overlay, kind: Kind, field: Field): string {
  return overlaid(matrixOf(era), over).cell(kind, field).values.join(' ');
}

test('what follows from the word follows from the new word', () => {
  const of = (field: Field): string => values('4.14', MAPPING_SET, 'fsdax', field);
  assert.deepEqual(
    ['mapping', 'mappingHelper', 'anonBit', 'host'].map((field) => of(field as Field)),
    ['address_space', 'address_space', 'false', 'dax'],
  );
  const { mapping, inPageCache } = overlaid(matrixOf('4.14'), MAPPING_SET).row('fsdax');
  assert.ok(mapping.canBeAddressSpace && !mapping.canBeNull && !inPageCache);
  assert.equal(values('6.0', SHARED_NULL, 'fsdax-shared', 'anonBit'), 'false');
  assert.equal(values('6.0', SHARED_NULL, 'fsdax-shared', 'host'), 'no-host');
  assert.equal(values('6.0', SHARED_NULL, 'fsdax-unassociated', 'mapping'), 'null 0x1', 'another kind');
  assert.equal(values('4.14', SHARED_NULL, 'fsdax-shared', 'mapping'), '', 'not introduced');
});

test('a changed cell says which overlay it is from and has no evidence', () => {
  const { note, evidence, verified } = overlaid(matrixOf('4.14'), MAPPING_SET).cell('fsdax', 'mapping');
  assert.match(note ?? '', /overlay test/);
  assert.deepEqual([evidence, verified], [[], false]);
});

test('a member that one kind has the others have too', () => {
  const inode = overlay([{ kinds: ['fsdax'], field: 'inode', values: ['inode'] }]);
  assert.equal(values('4.14', inode, 'fsdax', 'inode'), 'inode');
  assert.equal(values('4.14', inode, 'anon', 'inode'), 'undefined');
  assert.equal(values('inode-2017', inode, 'anon', 'inode'), 'list-pointer');
  const none = overlay([{ kinds: ['fsdax'], field: 'inode', values: ['absent'] }]);
  assert.equal(values('inode-2017', none, 'anon', 'inode'), 'absent');
});

test('a kind that is introduced is what it was in the era that it came with', () => {
  const matrix = overlaid(matrixOf('5.16'), MARKER);
  assert.ok(matrix.row('fsdax-shared').exists);
  assert.equal(matrix.cell('fsdax-shared', 'refcount').values.join(), '1');
  assert.equal(matrix.cell('fsdax-shared', 'anonBit').values.join(), 'true');
  const source = helper('pfn_to_page');
  assert.ok(source !== undefined && has(yieldedIn(source, matrix), 'fsdax-shared'));
});

test('helpers that look at a changed field answer otherwise, the others as before', () => {
  const matrix = overlaid(matrixOf('6.0'), SHARED_NULL);
  const excludes = (name: string, branch: boolean): boolean => {
    const row = helper(name);
    assert.ok(row !== undefined, name);
    return has(excludedIn(row, matrix, branch), 'fsdax-shared');
  };
  const before = helper('PageAnon');
  assert.ok(before !== undefined && !has(excludedKinds(before, '6.0', true), 'fsdax-shared'));
  for (const name of ['PageAnon', 'folio_test_anon', 'PageMappingFlags', 'folio_mapping_flags']) {
    assert.ok(excludes(name, true), `${name} true`);
    assert.ok(!excludes(name, false), `${name} false`);
  }
  assert.ok(excludes('folio_is_zone_device', false) && !excludes('folio_is_zone_device', true));
});

test('what an overlay cannot do in an era is said', () => {
  assert.match(overlayNotes(matrixOf('4.14'), SHARED_NULL).join(), /no shared FS-DAX pages/);
  assert.deepEqual(overlayNotes(matrixOf('6.0'), SHARED_NULL), []);
  const meant = overlay(MAPPING_SET.cells, { eras: ['4.14'] });
  assert.deepEqual(overlayNotes(matrixOf('4.14'), meant), []);
  assert.match(overlayNotes(matrixOf('6.0'), meant).join(), /meant for Linux 4\.14 - 4\.16/);
});
