/** Every field of the matrix has one name, and the words by which people call it lead to it alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERAS, runLabel } from '../../../server/src/kernel/eras.ts';
import { FIELD_NAMES, fieldName, fieldOfHelper, parseField, titleOf } from '../../../server/src/kernel/field-names.ts';
import { rowsOf } from '../../../server/src/kernel/helper-table.ts';
import { FIELDS } from '../../../server/src/kernel/matrix.ts';

test('the names stand in the order of the fields', () => {
  assert.deepEqual(
    FIELD_NAMES.map(({ field }) => field),
    FIELDS,
  );
  for (const { meaning } of FIELD_NAMES) assert.match(meaning, /^[a-z].*[^.]$/);
});

test('no two fields share a word, and a title or a word leads back to its field', () => {
  const words = FIELD_NAMES.flatMap(({ title, words }) => [title, ...words]);
  assert.equal(new Set(words).size, words.length);
  for (const { field, title, words } of FIELD_NAMES) {
    for (const word of title.endsWith('()') ? words : [title, ...words]) {
      assert.equal(parseField(word)?.name.field, field, word);
    }
  }
});

test('the helpers of a field are helpers of the table, each of one field', () => {
  const helpers = FIELD_NAMES.flatMap(({ helpers }) => helpers);
  assert.equal(new Set(helpers).size, helpers.length);
  for (const name of helpers) assert.ok(rowsOf(name).length > 0, name);
  assert.equal(fieldOfHelper('folio_ref_count')?.field, 'refcount');
  assert.equal(fieldOfHelper('xyzzy'), undefined);
});

test('a field keeps the struct that it was asked of', () => {
  const title = (text: string): string => {
    const named = parseField(text);
    return named === undefined ? '' : titleOf(named);
  };
  assert.equal(title('folio.index'), 'folio->index');
  assert.equal(title('struct folio :: index'), 'folio->index');
  assert.equal(title('index'), 'page->index');
  assert.equal(title('folio->mapping.host'), 'folio->mapping->host');
  assert.equal(title('vma->index'), '');
  assert.equal(fieldName('dirty').title, 'PG_dirty');
});

test('a run of eras is written by its first and last release', () => {
  const [oldest] = ERAS;
  const newest = ERAS.at(-1);
  assert.ok(oldest !== undefined && newest !== undefined);
  assert.equal(runLabel('4.0', newest), 'every release');
  assert.equal(runLabel('4.0', oldest), '4.0 - 4.4');
  assert.equal(runLabel('4.4', oldest), '4.4');
  assert.equal(runLabel('6.17', newest), '6.17 and later');
});
