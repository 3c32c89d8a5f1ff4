/** The matrix is complete, says each thing once and with evidence, and holds what was read in the trees. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERAS, type EraId, eraIndex } from '../../../server/src/kernel/eras.ts';
import { parseEvidence, treeOf, unfoldPlaces } from '../../../server/src/kernel/evidence.ts';
import { ALL, DAX_KINDS, describeKinds, KINDS, type Kind, kindSet, kindsOf } from '../../../server/src/kernel/kinds.ts';
import {
  cell,
  FIELDS,
  isPageCache,
  kindExists,
  kindsWhere,
  mappingIsPointer,
  matrixOf,
} from '../../../server/src/kernel/matrix.ts';
import { LIFETIMES, MATRIX_ROWS, WITNESSES } from '../../../server/src/kernel/matrix-rows.generated.ts';

const EVERY = ERAS.flatMap(({ id }) => KINDS.flatMap((kind) => FIELDS.map((field) => ({ era: id, kind, field }))));

test('every kind has a cell for every field in every era, empty only where the era has no such page', () => {
  for (const { era, kind, field } of EVERY) {
    const found = cell(era, kind, field);
    const name = `${era} ${kind} ${field}`;
    assert.deepEqual([found.era, found.kind, found.field], [era, kind, field]);
    assert.equal(found.values.length > 0, kindExists(era, kind), name);
    assert.equal(new Set(found.values).size, found.values.length, name);
    assert.match(found.text, /\S/, name);
    assert.doesNotMatch(found.text, /\.$|^[A-Z][a-z]/, name);
    assert.ok(found.text.length <= 90, `${name}: ${found.text.length} characters`);
  }
});

test('every cell cites evidence of a known form', () => {
  for (const { era, kind, field } of EVERY) {
    const { evidence } = cell(era, kind, field);
    assert.ok(evidence.length > 0, `${era} ${kind} ${field}`);
    for (const text of evidence) assert.ok(parseEvidence(text) !== undefined, text);
  }
});

test('a cell is verified exactly if a tree of its era was read', () => {
  for (const { era, kind, field } of EVERY) {
    const { evidence, verified } = cell(era, kind, field);
    const trees = ERAS[eraIndex(era)]?.trees ?? [];
    assert.equal(
      verified,
      evidence.some((text) => trees.some((tree) => tree === treeOf(text))),
      `${era} ${kind} ${field}`,
    );
    if (verified) for (const text of evidence) assert.ok(treeOf(text) !== undefined);
  }
  for (const { id, trees } of ERAS) {
    if (trees.length > 0)
      for (const kind of KINDS) assert.ok(!kindExists(id, kind) || cell(id, kind, 'mapping').verified, `${id} ${kind}`);
  }
});

test('no cell is said twice, and no row goes unused', () => {
  const said = new Map<string, string>();
  for (const row of MATRIX_ROWS) {
    let used = false;
    for (const { id } of ERAS) {
      if (!row.eras.some(([first, last]) => eraIndex(first) <= eraIndex(id) && eraIndex(id) <= eraIndex(last)))
        continue;
      for (const kind of kindsOf(row.kinds)) {
        if (!kindExists(id, kind)) continue;
        const key = `${id} ${kind} ${row.field}`;
        assert.equal(said.get(key), undefined, key);
        said.set(key, row.text);
        used = true;
      }
    }
    assert.ok(used, `${row.field} ${describeKinds(row.kinds)}`);
  }
});

test('rows stand in order: the fields together, the eras of a kind ascending', () => {
  const fields = MATRIX_ROWS.map((row) => row.field).filter((field, i, all) => field !== all[i - 1]);
  assert.equal(new Set(fields).size, fields.length);
  const last = new Map<string, number>();
  for (const row of MATRIX_ROWS) {
    for (const [first, end] of row.eras) assert.ok(eraIndex(first) <= eraIndex(end));
    for (const kind of kindsOf(row.kinds)) {
      const key = `${row.field} ${kind}`;
      const start = Math.min(...row.eras.map(([first]) => eraIndex(first)));
      assert.ok(start > (last.get(key) ?? -1), `${key} from ${row.eras[0]?.[0]}`);
      last.set(key, start);
    }
  }
});

test('every witness and every lifetime is of a known form, and every kind has a witness', () => {
  for (const kind of KINDS) assert.ok(WITNESSES[kind].length > 0, kind);
  const cited = [...Object.values(WITNESSES).flat(), ...LIFETIMES.flatMap((entry) => entry.evidence)];
  for (const text of cited) assert.ok(parseEvidence(text) !== undefined, text);
});

test('page->mapping holds in each era what semantics says', () => {
  const story: Readonly<Record<string, readonly [fsdax: string, shared: string, devdax: string]>> = {
    '4.0': ['null', '', ''],
    '4.5': ['null', '', 'null'],
    '4.14': ['null', '', 'null'],
    'inode-2017': ['null', '', 'null'],
    '4.17': ['address_space', '', 'null'],
    '4.19': ['address_space', '', 'null address_space'],
    '5.16': ['address_space', '', 'null address_space'],
    '6.0': ['address_space', '0x1', 'null address_space'],
    '6.2': ['address_space', '0x1', 'null address_space'],
    '6.15': ['address_space', 'null', 'null address_space'],
    '6.17': ['address_space', 'null', 'null address_space'],
  };
  for (const { id } of ERAS) {
    const values = (kind: Kind): string => cell(id, kind, 'mapping').values.join(' ');
    assert.deepEqual([values('fsdax'), values('fsdax-shared'), values('devdax')], story[id], id);
    assert.equal(values('cache'), 'address_space');
    assert.equal(values('anon'), 'anon-tagged');
  }
});

test('page->inode is there in the tree of the proposal alone', () => {
  for (const { id } of ERAS) {
    const expected = id === 'inode-2017' ? 'inode' : 'absent';
    assert.deepEqual(cell(id, 'fsdax', 'inode').values, [expected], id);
  }
  assert.deepEqual(cell('inode-2017', 'cache', 'inode').values, ['list-pointer']);
  assert.deepEqual(cell('inode-2017', 'fsdax-unassociated', 'inode').values, ['null']);
});

test('the questions of the rules have the answers of the eras', () => {
  const setButNoPageCache = (era: EraId): string =>
    describeKinds(kindsWhere(era, DAX_KINDS, (row) => row.mapping.canBeSet && !row.inPageCache));
  assert.equal(setButNoPageCache('4.14'), 'no');
  assert.equal(setButNoPageCache('4.17'), 'FS-DAX');
  assert.equal(setButNoPageCache('4.19'), 'FS-DAX or device-dax');
  assert.equal(setButNoPageCache('6.0'), 'FS-DAX, unassociated FS-DAX, shared FS-DAX or device-dax');
  assert.equal(setButNoPageCache('6.2'), 'FS-DAX, shared FS-DAX or device-dax');
  assert.equal(setButNoPageCache('6.15'), 'FS-DAX or device-dax');
  const tagged = (era: EraId): string => describeKinds(kindsWhere(era, DAX_KINDS, (row) => row.mapping.canBeTagged));
  assert.equal(tagged('5.16'), 'no');
  assert.equal(tagged('6.0'), 'unassociated FS-DAX or shared FS-DAX');
  assert.equal(tagged('6.2'), 'shared FS-DAX');
  assert.equal(tagged('6.15'), 'no');
  assert.equal(describeKinds(kindsWhere('6.17', ALL, (row) => row.inPageCache)), 'page cache');
  assert.equal(
    kindsWhere('4.0', kindSet('devdax', 'fsdax-shared'), () => true),
    kindSet(),
  );
});

test('the words of other fields change with their eras', () => {
  const text = (era: EraId, kind: Kind, field: 'index' | 'share' | 'pgmap' | 'refcount'): string =>
    cell(era, kind, field).values.join(' ');
  assert.deepEqual(
    ERAS.map(({ id }) => text(id, 'fsdax', 'index')),
    [
      ...Array.from({ length: 5 }, () => 'unset'),
      ...Array.from({ length: 4 }, () => 'file-offset'),
      'head-offset',
      'head-offset',
    ],
  );
  assert.equal(text('6.0', 'fsdax-shared', 'index'), 'share-count');
  assert.equal(text('6.0', 'fsdax-shared', 'share'), 'absent');
  assert.equal(text('6.2', 'fsdax-shared', 'share'), 'share-count');
  assert.equal(text('4.0', 'fsdax', 'pgmap'), 'absent');
  assert.equal(text('6.2', 'cache', 'pgmap'), 'list-pointer');
  assert.equal(text('6.2', 'fsdax', 'refcount'), '1');
  assert.equal(text('6.15', 'fsdax', 'refcount'), '0');
  assert.equal(text('6.15', 'devdax', 'refcount'), '1');
});

test('fields that describe one state agree with each other', () => {
  for (const { id } of ERAS) {
    for (const kind of KINDS.filter((candidate) => kindExists(id, candidate))) {
      const row = matrixOf(id).row(kind);
      const name = `${id} ${kind}`;
      assert.equal(row.inPageCache, isPageCache(kind), name);
      assert.equal(row.mapping.canBeAddressSpace, row.can('host', 'dax') || row.can('host', 'not-dax'), name);
      assert.equal(row.can('lru', 'device-words') && id !== '4.0', row.can('pgmap', 'pgmap'), name);
      if (row.can('onLru', 'yes')) assert.ok(row.can('lru', 'list'), name);
      if (row.can('mapping', '0x1')) assert.ok(row.can('anonBit', 'true') && row.can('mappingHelper', 'null'), name);
      if (row.can('index', 'share-count') && id !== '6.0') assert.ok(row.can('share', 'share-count'), name);
      if (row.can('mapping', 'anon-tagged')) assert.ok(row.can('anonBit', 'true'), name);
      assert.equal(mappingIsPointer(id, kind), row.mapping.canBeAddressSpace, name);
    }
  }
});

test('the matrix of an era is one object', () => {
  assert.equal(matrixOf('6.0'), matrixOf('6.0'));
  assert.equal(matrixOf('6.0').row('fsdax'), matrixOf('6.0').row('fsdax'));
});

test('evidence of another form is refused', () => {
  for (const text of [
    '',
    '6.1',
    '6.1: fs/dax.c',
    '6.1: fs/dax.c:x',
    'commit d2c997',
    'commit d2c997c0f145 x',
    'x: a.c:1',
    'mail 2017',
  ]) {
    assert.equal(parseEvidence(text), undefined, text);
  }
  assert.deepEqual(parseEvidence('6.1: fs/dax.c:354'), { form: 'line', tree: '6.1', path: 'fs/dax.c', line: 354 });
  assert.deepEqual(parseEvidence('4.9: no dax_lock_page'), { form: 'absence', tree: '4.9', name: 'dax_lock_page' });
  assert.deepEqual(unfoldPlaces('a/b.h 4.9:1 6.1:2; commit d2c997c0f145'), [
    '4.9: a/b.h:1',
    '6.1: a/b.h:2',
    'commit d2c997c0f145',
  ]);
});
