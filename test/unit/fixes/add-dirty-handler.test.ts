/** The handler for dirty pages is added in the style of the table, and safe where only DAX inodes have the table. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';

const engine = await loadEngine();

function fixed(table: string, era = '6.12', more = ''): readonly [string, boolean] | undefined {
  const text = `${table}

static void set_aops(struct inode *inode)
{
	if (IS_DAX(inode))
		inode->i_mapping->a_ops = &x_dax_aops;
${more}}
`;
  const file = engine.openTree({ lowering: engine.lowering, options: { era } }).open('fs/x.c', text);
  const finding = file.findings.find(({ rule }) => rule === 'dax-aops-need-no-dirty-op');
  const [fix] = finding ? file.fixes(finding) : [];
  return fix && [applyEdits(text, fix.edits).split('\n\nstatic void')[0] ?? '', fix.safe];
}

const HEAD = 'static const struct address_space_operations x_dax_aops = {\n';

test('under the last member, with its comma and its columns', () => {
  assert.deepEqual(fixed(`${HEAD}\t.writepages = x,\n};`), [
    `${HEAD}\t.writepages = x,\n\t.dirty_folio = noop_dirty_folio,\n};`,
    true,
  ]);
  assert.deepEqual(fixed(`${HEAD}\t.writepages\t\t= x,\n\t.direct_IO\t\t= y\n};`), [
    `${HEAD}\t.writepages\t\t= x,\n\t.direct_IO\t\t= y,\n\t.dirty_folio\t\t= noop_dirty_folio,\n};`,
    true,
  ]);
});

test('a table that other files see, or that other inodes have, is for a person', () => {
  const own = HEAD.replace('static ', '');
  assert.equal(fixed(`${own}\t.writepages = x,\n};`)?.[1], false);
});

test('by the name that the era has', () => {
  assert.equal(fixed(`${HEAD}\t.writepages = x,\n};`, '6.1')?.[0].includes('.dirty_folio = noop_dirty_folio,'), true);
});

test('not in a table on one line', () => {
  assert.equal(fixed('static const struct address_space_operations x_dax_aops = { .writepages = x };'), undefined);
});
