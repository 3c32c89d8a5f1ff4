/** Declarations are split where that is simple, and left alone everywhere else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeView } from '../../../server/src/fixes/code-view.ts';
import {
  behindDeclaringMacros,
  splitDeclaration,
  splitWithDependents,
} from '../../../server/src/fixes/split-declaration.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { place, spanOf } from './hand-made.ts';

const SPLIT: readonly (readonly [code: string, declaration: string, assignment: string])[] = [
  ['struct inode *inode = page->mapping->host;', 'struct inode *inode;', 'inode = page->mapping->host;'],
  ['bool (*release)(struct folio *) = ops->release;', 'bool (*release)(struct folio *);', 'release = ops->release;'],
  ['const struct inode **inode = f(a, b == c);', 'const struct inode **inode;', 'inode = f(a, b == c);'],
  ['u64 end = start +\n\t\tlen - 1;', 'u64 end;', 'end = start +\n\t\tlen - 1;'],
];

for (const [code, declaration, assignment] of SPLIT) {
  test(`split: ${code}`, () => {
    const split = splitDeclaration({ start: 0, end: code.length }, new CodeView(code));
    assert.ok(split);
    assert.equal(applyEdits(code, [split.edit]), declaration);
    assert.equal(split.assignment, assignment);
  });
}

const WHOLE: readonly string[] = [
  'struct inode *a = x, *b = y;',
  'struct inode *const inode = x;',
  'const unsigned int bits = x;',
  'static struct inode *inode = x;',
  'struct iter iter = { .inode = x };',
  'struct inode *inode;',
  'inode = x;',
  '#if A\nstruct inode *inode = x;\n#endif',
];

for (const code of WHOLE) {
  test(`not split: ${code}`, () => {
    assert.equal(splitDeclaration({ start: 0, end: code.length }, new CodeView(code)), undefined);
  });
}

const CHAIN = `	struct inode *inode = page->mapping->host;
	struct super_block *sb = inode->i_sb;
	int ret = 0;
	unsigned int bits = sb->s_blocksize_bits;

	go();
`;

test('declarations that need the value are split too', () => {
  const where = place(CHAIN, {
    statement: 'struct inode *inode = page->mapping->host;',
    kind: 'declare',
    code: 'go();',
  });
  const splits = splitWithDependents(where, where.codeStart, new CodeView(CHAIN));
  assert.deepEqual(
    splits?.map(({ name }) => name),
    ['inode', 'sb', 'bits'],
  );
});

test('one that needs the value and cannot be split stops it all', () => {
  const text = CHAIN.replace('unsigned int bits', 'const unsigned int bits');
  const where = place(text, {
    statement: 'struct inode *inode = page->mapping->host;',
    kind: 'declare',
    code: 'go();',
  });
  assert.equal(splitWithDependents(where, where.codeStart, new CodeView(text)), undefined);
});

test('macros that declare belong to the declarations, assertions do not', () => {
  const text = '\tXA_STATE(xas, &mapping->i_pages, 0);\n\tBUG_ON(!page);\n';
  assert.equal(behindDeclaringMacros(1, new CodeView(text)), spanOf(text, 'BUG_ON').start);
});
