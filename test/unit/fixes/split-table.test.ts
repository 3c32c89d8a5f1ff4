/** A filesystem that gives one table to all inodes gets a second one for those of DAX; then no DAX page gets to its dirty handler. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import { ofDaxModules, solved } from '../../../server/src/engine/whole-tree.ts';
import type { Fix } from '../../../server/src/model/finding.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';

const engine = await loadEngine();
const PATH = 'fs/tern/inode.c';

interface Words {
  readonly era: string;
  readonly member: string;
  readonly noop: string;
  /** How the handler is declared, and how it is called with a mapping and a page. */
  readonly parameters: string;
  readonly call: string;
  readonly type: string;
}

const NEW: Words = {
  era: '6.12',
  member: 'dirty_folio',
  noop: 'noop_dirty_folio',
  parameters: 'struct address_space *unused, struct folio *folio',
  call: 'mapping->a_ops->dirty_folio(mapping, page_folio(page))',
  type: 'bool (*dirty_folio)(struct address_space *, struct folio *)',
};

const OLD: Words = {
  era: '5.9',
  member: 'set_page_dirty',
  noop: 'noop_set_page_dirty',
  parameters: 'struct page *folio',
  call: 'mapping->a_ops->set_page_dirty(page)',
  type: 'int (*set_page_dirty)(struct page *)',
};

/** The tree with a text for the file of the filesystem, solved, and that file. */
function open({ era, call, type }: Words, text: string): AnalysedFile {
  const struct = `struct address_space_operations { int (*writepages)(struct address_space *); ${type}; };\n`;
  const tree = engine.openTree({ lowering: engine.lowering, options: { era } });
  const user = `${struct}void user(unsigned long addr)
{
	struct address_space *mapping;
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	mapping = page_mapping(page);
	if (mapping)
		${call};
	put_page(page);
}
`;
  const files = [
    ['mm/user.c', user],
    [PATH, text],
  ] as const;
  const facts = files.map(([path, each]) => tree.facts(path, each));
  const isOfDax = ofDaxModules(facts);
  const calls = files.filter(([path]) => isOfDax(path)).map(([path, each]) => tree.calls(path, each));
  tree.know(solved(facts, calls).arrivals);
  return tree.open(PATH, text);
}

const handler = ({ parameters }: Words): string =>
  `static int tern_dirty(${parameters})\n{\n\tif (folio->mapping)\n\t\ttern_account(folio);\n\treturn 1;\n}\n`;

const table = ({ member }: Words, name = 'tern_aops', dirty = 'tern_dirty', isStatic = 'static '): string =>
  `\n${isStatic}const struct address_space_operations ${name} = {\n\t.writepages\t= tern_writepages,\n\t.${member}\t= ${dirty},\n};\n`;

const setUp = (installs: string): string =>
  `\nvoid tern_set_up(struct inode *inode, bool dax)\n{\n\tif (dax)\n\t\tinode->i_flags |= S_DAX;\n${installs}}\n`;

const PLAIN = '\tinode->i_mapping->a_ops = &tern_aops;\n';
const SPLIT =
  '\tif (IS_DAX(inode))\n\t\tinode->i_mapping->a_ops = &tern_dax_aops;\n\telse\n\t\tinode->i_mapping->a_ops = &tern_aops;\n';

function splits(words: Words, text: string): readonly Fix[] {
  const file = open(words, text);
  const finding = file.findings.find(({ rule }) => rule === 'mapping-implies-page-cache');
  assert.equal(finding?.severity, 'warning');
  return finding === undefined ? [] : file.fixes(finding).filter(({ title }) => title.startsWith('split '));
}

for (const words of [NEW, OLD]) {
  test(`the table is split in ${words.era}, and no DAX page gets to the handler then`, () => {
    const text = `${handler(words)}${table(words)}${setUp(PLAIN)}`;
    const [fix] = splits(words, text);
    assert.ok(fix);
    const after = applyEdits(text, fix.edits);
    const own = table(words, 'tern_dax_aops', words.noop);
    assert.equal(after, `${handler(words)}${table(words)}${own}${setUp(SPLIT)}`);
    assert.deepEqual(
      open(words, after).findings.filter(({ severity }) => severity !== 'hint'),
      [],
    );
    const decided = fix.edits.flatMap(({ newText, decide }) =>
      decide ? [newText.slice(decide.start, decide.end)] : [],
    );
    assert.deepEqual([decided, fix.byHand, fix.safe], [['tern_writepages'], true, false]);
  });
}

test('a table is not split where its address goes elsewhere too, nor where the new name is taken', () => {
  const kept = (more: string, installs = PLAIN): void =>
    assert.deepEqual(splits(NEW, `${handler(NEW)}${table(NEW)}${more}${setUp(installs)}`), []);
  kept('', `${PLAIN}\ttern_note(&tern_aops);\n`);
  kept('int tern_dax_aops;\n');
  kept('', '\tif (inode) inode->i_mapping->a_ops = &tern_aops;\n');
});

test('every place that gives the table to an inode is split, and a table that others see gets a partner that they do not', () => {
  const text = `${handler(NEW)}${table(NEW, 'tern_aops', 'tern_dirty', '')}${setUp(PLAIN)}`;
  const both = text.replace(PLAIN, `${PLAIN}\tdir->i_data.a_ops = &tern_aops;\n`);
  const [fix] = splits(NEW, both);
  const after = fix ? applyEdits(both, fix.edits) : '';
  assert.ok(after.includes(SPLIT));
  assert.ok(after.includes('\tif (IS_DAX(dir))\n\t\tdir->i_data.a_ops = &tern_dax_aops;\n'));
  assert.ok(after.includes('\nstatic const struct address_space_operations tern_dax_aops = {\n'));
});
