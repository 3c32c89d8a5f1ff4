/** Finding a tree, reading files, and telling from bytes what a file can hold. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isBinary } from '../../server/src/store/binary.ts';
import { ByteReader, decode } from '../../server/src/store/bytes.ts';
import { createFileReader } from '../../server/src/store/file-reader.ts';
import { findTree, TreeFinder } from '../../server/src/store/find-tree.ts';
import { wordsOf } from '../../server/src/engine/analyse-item.ts';
import { HELPERS } from '../../server/src/kernel/helper-table.ts';
import { DAX_KINDS, overlaps } from '../../server/src/kernel/kinds.ts';
import { QUESTIONS } from '../../server/src/kernel/questions.ts';
import { SITE_FIELDS, type SiteField } from '../../server/src/kernel/site-fields.ts';
import { canHoldFinding, canHoldSite, holdsMember } from '../../server/src/store/prefilter.ts';
import { testFolder, testTree } from '../kernel-tree.ts';

test('the tree is found from a file, a folder, a path that is not there, and over a link', (t) => {
  const tree = testTree({ 'fs/a.c': '' });
  const outside = testFolder();
  t.after(() => {
    tree.remove();
    outside.remove();
  });
  assert.equal(findTree(join(tree.path, 'fs/a.c')), tree.path);
  assert.equal(findTree(join(tree.path, 'fs')), tree.path);
  assert.equal(findTree(join(tree.path, 'fs/none/none.c')), tree.path);
  assert.equal(findTree(outside.path), undefined);
  const link = join(outside.path, 'link');
  symlinkSync(tree.path, link);
  assert.equal(findTree(join(link, 'fs/a.c')), link, 'the name that the user knows');
  const finder = new TreeFinder();
  assert.equal(finder.treeOf(join(tree.path, 'fs')), tree.path);
  assert.equal(finder.treeOf(outside.path), undefined);
});

test('a Makefile without a release, or one without the header, makes no tree', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  folder.write('include/linux/mm_types.h', '');
  folder.write('Makefile', 'all:\n');
  assert.equal(findTree(folder.path), undefined);
  folder.write('Makefile', 'VERSION = 6\nPATCHLEVEL = 1\n');
  assert.equal(findTree(folder.path), folder.path);
  const other = testFolder();
  t.after(() => other.remove());
  other.write('Makefile', 'VERSION = 6\nPATCHLEVEL = 1\n');
  assert.equal(findTree(other.path), undefined);
});

test('a reader stays inside its tree', (t) => {
  const tree = testTree({ 'fs/a.c': 'int a;\n' });
  const outside = testFolder();
  t.after(() => {
    tree.remove();
    outside.remove();
  });
  outside.write('x.h', 'int x;\n');
  symlinkSync(outside.path, join(tree.path, 'out'));
  symlinkSync('fs', join(tree.path, 'inside'));
  const reader = createFileReader(tree.path);
  assert.equal(reader.read('fs/a.c'), 'int a;\n');
  assert.equal(reader.read('inside/a.c'), 'int a;\n');
  assert.equal(reader.read('fs/../fs/a.c'), 'int a;\n');
  for (const path of [
    'out/x.h',
    `../${outside.path.split('/').pop()}/x.h`,
    '/etc/passwd',
    '',
    'fs',
    'none.h',
    'fs/\0.h',
  ]) {
    assert.equal(reader.read(path), undefined, path);
  }
  assert.equal(reader.exists('out/x.h'), false);
  assert.equal(reader.exists('include/linux/fs.h'), true);
  const wider = createFileReader(tree.path, { also: [outside.path] });
  assert.equal(wider.read('out/x.h'), 'int x;\n');
});

test('bytes that are no UTF-8 are read so that each is one unit', () => {
  assert.equal(decode(Buffer.from('é = 1;')), 'é = 1;');
  assert.equal(decode(Buffer.from([0xe9, 0x20, 0x3d])).length, 3);
  assert.equal(decode(Buffer.from('\ufeffint')), '\ufeffint', 'a byte order mark keeps its place');
  assert.equal(isBinary(Buffer.from('a\0b')), true);
  assert.equal(isBinary(Buffer.from('')), false);
});

test('the byte reader refuses what is no regular file, and its buffer grows', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const big = folder.write('big.c', 'x'.repeat(3_000_000));
  const reader = new ByteReader();
  const read = reader.read(big);
  assert.equal(read.status === 'read' && read.bytes.length, 3_000_000);
  assert.deepEqual(reader.read(folder.path), { status: 'unreadable', why: 'is a folder' });
  assert.deepEqual(reader.read('/dev/null'), { status: 'unreadable', why: 'is not a regular file' });
  assert.deepEqual(reader.read(join(folder.path, 'none')), { status: 'unreadable', why: 'does not exist' });
});

test('the prefilter says yes wherever a member of that name is read', () => {
  const yes = [
    'p->mapping',
    'p.mapping;',
    'p -> mapping',
    'p->\n\tmapping',
    'p->/* x */mapping',
    '.mapping = m',
    'p->\\\nmapping',
    'a##mapping',
  ];
  for (const text of yes) assert.equal(canHoldSite(Buffer.from(text)), true, text);
  const no = ['mapping', 'p->mapping2', 'p->a_mapping', 'p->f_mapping', 'int mapping;', '', 'foo(mapping)'];
  for (const text of no) assert.equal(canHoldSite(Buffer.from(text)), false, text);
  assert.equal(holdsMember(Buffer.from('xmapping p->mappings q->mapping'), ['mapping']), true);
});

test('the prefilter asks for the fields that are wanted, and for a word of pages beside a common name', () => {
  const has = (text: string, ...fields: readonly SiteField[]): boolean => canHoldSite(Buffer.from(text), fields);
  assert.equal(has('struct page *p; p->index', 'index'), true);
  assert.equal(has('struct page *p; p->index', 'mapping', 'lru'), false);
  assert.equal(has('struct item *p; p->index', 'index'), false);
  assert.equal(has('struct folio *p; &p->lru', 'lru'), true);
  assert.equal(has('folio_ref_count(x)', 'refcount'), true);
  assert.equal(has('folio_ref_count(x)', 'dirty'), false);
});

test('what the prefilter and the items ask for is in every name that can give a page of a DAX file', () => {
  const sources = HELPERS.filter(
    ({ subject, yields }) =>
      (subject === 'page' || subject === 'folio') && yields?.some(({ kinds }) => overlaps(kinds, DAX_KINDS)),
  );
  assert.ok(sources.length > 20);
  for (const { name } of sources) assert.equal(wordsOf(['index'])(`${name}(x)->index`), true, name);
  for (const { name } of QUESTIONS) assert.equal(wordsOf(SITE_FIELDS)(`${name}(x)`), true, name);
});

test('findings without a site pass the prefilter too', () => {
  assert.equal(canHoldFinding(Buffer.from('/* daxlint-ok */')), true);
  assert.equal(canHoldFinding(Buffer.from('bool f(struct inode *i) { return !IS_DAX(i); }')), true);
  assert.equal(canHoldFinding(Buffer.from('bool f(struct device *d) { return !d; }')), false);
});
