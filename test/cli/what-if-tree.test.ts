/** The overlay of 2017 over a tree of that time: which filesystems would have got DAX pages into their dirty handlers, and how. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HEADERS, testFolder, type TestFolder } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

interface Row {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly verdict: string;
  readonly was?: { readonly verdict: string };
  readonly evidence: readonly { readonly file: string; readonly line: number; readonly step: string }[];
}

const CORE = `#include <linux/mm_types.h>
#include <linux/fs.h>

int set_page_dirty(struct page *page)
{
	struct address_space *mapping = page_mapping(page);

	if (mapping)
		return mapping->a_ops->set_page_dirty(page);
	return 0;
}
`;

/** Who has a user's page and writes to it. */
const USER = `#include <linux/mm_types.h>

int card_write(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	set_page_dirty(page);
	put_page(page);
	return 0;
}
`;

const table = (name: string, handler: string): string => `
static int ${handler}(struct page *page)
{
	if (page->mapping) {
		WARN_ON_ONCE(!PageUptodate(page));
		account_page_dirtied(page, page->mapping);
	}
	return !TestSetPageDirty(page);
}

static const struct address_space_operations ${name} = {
	.set_page_dirty = ${handler},
};
`;

const INCLUDES = '#include <linux/mm_types.h>\n#include <linux/fs.h>\n';
const DAX_FLAG = `
void set_flags(struct inode *inode)
{
	inode->i_flags |= S_DAX;
}
`;

/** One table for all of its inodes, DAX or not. */
const WHOLE = `${INCLUDES}${table('whole_aops', 'whole_dirty')}${DAX_FLAG}
void whole_set(struct inode *inode)
{
	inode->i_mapping->a_ops = &whole_aops;
}
`;

/** A table of their own for DAX inodes. */
const SPLIT = `${INCLUDES}${table('split_aops', 'split_dirty')}
static const struct address_space_operations split_dax_aops = {
	.set_page_dirty = noop_set_page_dirty,
};
${DAX_FLAG}
void split_set(struct inode *inode)
{
	if (IS_DAX(inode))
		inode->i_mapping->a_ops = &split_dax_aops;
	else
		inode->i_mapping->a_ops = &split_aops;
}
`;

/** No DAX at all. */
const NEVER = `${INCLUDES}${table('never_aops', 'never_dirty')}
void never_set(struct inode *inode)
{
	inode->i_mapping->a_ops = &never_aops;
}
`;

let folder: TestFolder;

before(() => {
  folder = testFolder();
  for (const [name, text] of Object.entries(HEADERS)) folder.write(name, text);
  folder.write(
    'include/linux/fs.h',
    `struct page;
struct address_space_operations {
	int (*set_page_dirty)(struct page *page);
};
struct address_space {
	struct inode *host;
	const struct address_space_operations *a_ops;
};
struct inode {
	unsigned int i_flags;
	unsigned long i_ino;
	struct address_space *i_mapping;
};
`,
  );
  folder.write('mm/page-writeback.c', CORE);
  folder.write('drivers/card/card.c', USER);
  folder.write('fs/whole/inode.c', WHOLE);
  folder.write('fs/split/inode.c', SPLIT);
  folder.write('fs/never/inode.c', NEVER);
});
after(() => folder.remove());

function changes(...more: readonly string[]): readonly Row[] {
  const args = ['ledger', folder.path, '--no-cache', '--era', '4.15', ...more];
  const { out, err } = runCli(args, folder.path);
  assert.notEqual(out, '', err);
  const rows: readonly (Row & { readonly summary?: boolean })[] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return rows.filter((row) => row.summary !== true);
}

test('the list has the filesystem whose table is not split, with the way from a user of GUP, and no other', () => {
  const rows = changes('--what-if', '2017-mapping-set-for-dax');
  const handlers = rows.filter((row) => row.function.endsWith('_dirty') && row.verdict === 'hazard');
  assert.deepEqual(
    handlers.map((row) => row.function),
    ['whole_dirty'],
  );
  assert.ok(!rows.some((row) => /^(?:split|never)_/.test(row.function)));
  const [found] = handlers;
  assert.notEqual(found?.was?.verdict, 'hazard');
  const way = found?.evidence.map(({ file, line }) => `${file}:${line}`) ?? [];
  assert.equal(way[0], 'drivers/card/card.c:9', 'it starts where the page is pinned and set dirty');
  assert.ok(way.includes('mm/page-writeback.c:9'), 'it goes through the operations of the file');
});

test('without an overlay nothing is called a change', () => {
  for (const row of changes()) assert.equal('was' in row, false);
});
