/** `daxlint explain` of a field: in one era, in all of them, and with the places where it was read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseField } from '../../server/src/kernel/field-names.ts';
import { ERAS } from '../../server/src/kernel/eras.ts';
import { KIND_NAMES, KINDS } from '../../server/src/kernel/kinds.ts';
import { cell, FIELDS } from '../../server/src/kernel/matrix.ts';
import { fieldHistory } from '../../server/src/docs/field-history.ts';
import { testTree } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

/** A text in one line, as it was before it was wrapped. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');

test('a field is explained in the era of the tree around the folder, and the reason is named', (t) => {
  const tree = testTree({ 'mm/x.c': '' });
  t.after(() => tree.remove());
  for (const folder of [tree.path, `${tree.path}/mm`]) {
    const { status, out, err } = runCli(['explain', 'page->mapping'], folder);
    assert.deepEqual([status, err], [0, '']);
    assert.match(out, /^page->mapping\n/);
    assert.ok(flat(out).includes(`Linux 6.0 - 6.1, the tree in ${tree.path}: \`PAGE_MAPPING_DAX_COW\` is declared`));
    assert.match(out, /^shared FS-DAX +0x1, not a pointer/m);
    assert.match(out, /^shared FS-DAX +the entry lock of each file/m);
  }
});

test('outside of a tree the newest era is taken, and --era takes another one', () => {
  const newest = runCli(['explain', 'page->mapping'], '/').out;
  assert.match(newest, /Linux 6\.17 and later, the newest, because this folder is in no kernel tree/);
  assert.match(newest, /^shared FS-DAX +NULL, though files map it/m);
  const old = runCli(['explain', 'page->mapping', '--era', '4.15'], '/').out;
  assert.match(old, /^Linux 4\.14 - 4\.16, as asked for$/m);
  assert.match(old, /^FS-DAX +NULL, though a file maps it$/m);
  assert.doesNotMatch(old, /shared FS-DAX/);
});

test('an era that does not fit the tree is named with what the tree looks like', (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const { out } = runCli(['explain', 'page->share', '--era', '6.12'], tree.path);
  assert.match(out, /^mismatch: 6\.2 - 6\.14 by the setting, but the tree looks like 6\.0 - 6\.1$/m);
});

test('the cells of every field stand in its table, in every era', () => {
  for (const { id } of ERAS.filter((_, i) => i % 3 === 0)) {
    for (const word of ['page->mapping', 'page->index', 'page->lru', 'page->pgmap', 'page->private', 'refcount']) {
      const out = flat(runCli(['explain', word, '--era', id], '/').out);
      const field = parseField(word)?.name.field ?? 'mapping';
      for (const kind of KINDS) {
        const { text, values } = cell(id, kind, field);
        const all = out.includes('every page ');
        if (values.length > 0)
          assert.ok(out.includes(`${all ? 'every page' : KIND_NAMES[kind]} ${text}`), `${word} ${id} ${kind}`);
      }
    }
  }
});

test('the history has a row for each run of eras, every one a cell of the matrix', () => {
  const { status, out } = runCli(['explain', 'page->mapping', '--all-eras'], '/');
  assert.equal(status, 0);
  const table = flat(out);
  for (const row of fieldHistory('mapping')) {
    assert.ok(table.includes(`${row.releases} ${row.text}`), `${row.kind} ${row.releases}`);
  }
  assert.match(out, /^FS-DAX +4\.0 - 4\.16 +NULL/m);
  assert.match(out, /^ +4\.17 - 6\.14 +the file's address_space/m);
  assert.match(out, /^shared FS-DAX +6\.0 - 6\.1 +0x1/m);
  assert.ok(out.split('\n').every((line) => line.length <= 120));
});

test('the rows of a history are the cells of all eras, each once', () => {
  for (const field of FIELDS) {
    const cells = fieldHistory(field).flatMap((row) => row.cells);
    const keys = cells.map(({ era, kind }) => `${era} ${kind}`);
    assert.equal(new Set(keys).size, keys.length, field);
    const all = ERAS.flatMap(({ id }) => KINDS.filter((kind) => cell(id, kind, field).values.length > 0));
    assert.equal(keys.length, all.length, field);
    for (const row of fieldHistory(field)) {
      for (const each of row.cells) assert.deepEqual([each.text, each.note], [row.text, row.note]);
    }
  }
});

test('with --evidence each cell has its places, and those of no tree of their era are marked', () => {
  const { out } = runCli(['explain', 'page->mapping', '--all-eras', '--evidence'], '/');
  const lines = flat(out);
  for (const { cells } of fieldHistory('mapping')) {
    for (const { evidence, verified } of cells) {
      assert.ok(lines.includes(`${verified ? '' : 'not verified: '}${evidence.join('; ')}`));
    }
  }
  assert.match(out, /4\.17 - 4\.18 +not verified: commit d2c997c0f145$/m);
  assert.match(out, /^"Not verified": no tree/m);
  const one = runCli(['explain', 'page->share', '--era', '6.12', '--evidence'], '/').out;
  assert.match(one, /^shared FS-DAX +number of files that share the block\n +6\.12: \S+:\d+; 6\.12: fs\/dax\.c:348$/m);
});

test('a field is known by every way in which it is written', () => {
  const ways: Readonly<Record<string, readonly string[]>> = {
    'page->mapping': [
      'page->mapping',
      'page.mapping',
      'struct page::mapping',
      '->mapping',
      'mapping',
      ' page -> mapping ',
    ],
    'folio->mapping': ['folio->mapping', 'folio.mapping', 'struct folio::mapping'],
    'page->inode': ['page->inode', 'inode', 'page.inode'],
    'page->mapping->host': ['page->mapping->host', 'mapping->host', 'host'],
    PG_dirty: ['PG_dirty'],
    'page_ref_count()': ['refcount', '_refcount', 'page->_refcount'],
  };
  for (const [title, words] of Object.entries(ways)) {
    for (const word of words)
      assert.equal(runCli(['explain', word, '--era', '6.1'], '/').out.split('\n')[0], title, word);
  }
  for (const word of ['vma->mapping', 'mapping->', '->', 'page', 'page->', 'a b', 'inode->page->mapping']) {
    assert.equal(parseField(word), undefined, word);
  }
});

test('under an overlay the cells are those of the overlay, and it is named', () => {
  const words = ['explain', 'page->mapping', '--era', '4.15', '--what-if', '2017-mapping-set-for-dax'];
  const { status, out } = runCli([...words, '--evidence'], '/');
  assert.equal(status, 0);
  assert.match(flat(out), /what if page->mapping of a DAX page is the address_space of its file/);
  assert.match(
    flat(out),
    /FS-DAX the file's address_space \(so says the what-if overlay [^)]*\) no source: see the note/,
  );
  assert.match(runCli([...words, '--all-eras'], '/').err, /--era and --all-eras exclude each other/);
});

test('a struct without the member is said to lack it', () => {
  assert.match(runCli(['explain', 'folio->share', '--era', '6.12'], '/').out, /struct folio has no member share/);
  assert.match(runCli(['explain', 'page->pgmap', '--era', '6.15'], '/').out, /struct page has no member pgmap/);
  assert.match(runCli(['explain', 'folio->mapping', '--era', '4.15'], '/').out, /no struct folio/);
  assert.match(runCli(['explain', 'page->inode', '--era', '6.1'], '/').out, /^every page +no such member$/m);
  assert.doesNotMatch(runCli(['explain', 'page->inode', '--era', 'inode-2017'], '/').out, /no member/);
});

test('into a pipe there are no colours, unless they are asked for', () => {
  for (const word of ['page->mapping', 'page_mapping', 'era', '6.1', 'kinds', 'fields']) {
    // oxlint-disable-next-line no-control-regex
    assert.doesNotMatch(runCli(['explain', word], '/').out, /\u001b/, word);
  }
  assert.ok(runCli(['explain', 'page->mapping'], '/', { FORCE_COLOR: '1' }).out.startsWith('\u001b[1mpage->mapping'));
});

test('an option that would change nothing is refused', () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['page->mapping', '--all-eras', '--era', '6.1'], /--era and --all-eras exclude each other/],
    [['IS_DAX', '--all-eras'], /--all-eras is for a field such as page->mapping; IS_DAX is a helper/],
    [['guard-polarity', '--era', '6.1'], /guard-polarity is a rule/],
    [['6.1', '--evidence'], /--evidence is for a field or a helper/],
    [['page->mapping', '--era', '3.1'], /argument '3\.1' is invalid/],
  ];
  for (const [words, answer] of cases) {
    const { status, out, err } = runCli(['explain', ...words], '/');
    assert.deepEqual([status, out], [2, ''], words.join(' '));
    assert.match(err, answer);
    assert.match(err, /^daxlint: [^\n]+\n$/);
  }
});

test('a helper that reads a field has the history of the field', () => {
  const { out } = runCli(['explain', 'page_ref_count()', '--all-eras'], '/');
  assert.match(out, /^page_ref_count\(\) in every era$/m);
  assert.match(out, /^shared FS-DAX +6\.0 - 6\.14 +1 when idle/m);
});

test('fields and kinds are listed', () => {
  assert.match(runCli(['explain', 'fields'], '/').out, /^page->index +\S/m);
  const kinds = runCli(['explain', 'kinds'], '/').out;
  for (const kind of KINDS) assert.match(kinds, new RegExp(`^${KIND_NAMES[kind]} +\\S`, 'm'));
});
