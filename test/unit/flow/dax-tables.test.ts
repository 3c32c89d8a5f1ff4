/** Which operations tables the inodes of DAX pages have, told from what a tree gives to its inodes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { solved } from '../../../server/src/engine/whole-tree.ts';
import { DaxTables } from '../../../server/src/flow/dax-tables.ts';
import { has, union } from '../../../server/src/kernel/kinds.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';

const engine = await loadEngine();

function factsOf(files: Readonly<Record<string, string>>, era = '6.1') {
  const tree = engine.openTree({ lowering: engine.lowering, options: { era } });
  return Object.entries(files).map(([path, text]) => tree.facts(path, text));
}

const FS = `struct page; struct folio; struct inode;
struct address_space_operations { bool (*dirty_folio)(struct address_space *, struct folio *); int (*read_folio)(struct file *, struct folio *); };
`;
const TABLE = (
  name: string,
  prefix: string,
): string => `static int ${prefix}_read(struct file *file, struct folio *folio)
{
	return folio->mapping->host->i_ino;
}
static bool ${prefix}_dirty(struct address_space *mapping, struct folio *folio)
{
	return folio->mapping == mapping;
}
static const struct address_space_operations ${name} = {
	.read_folio = ${prefix}_read,
	.dirty_folio = ${prefix}_dirty,
};
`;
const MAKES_DAX = `void make(struct inode *inode)\n{\n\tinode->i_flags |= S_DAX;\n}\n`;

test('a filesystem that never makes an inode DAX, one with a table for DAX inodes, and one without', () => {
  const tables = new DaxTables(
    factsOf({
      'fs/never/a.c': `${FS}${TABLE('never_aops', 'never')}void set(struct inode *inode)\n{\n\tinode->i_mapping->a_ops = &never_aops;\n}\n`,
      'fs/split/a.c': `${FS}${TABLE('split_aops', 'split')}${TABLE('split_dax_aops', 'dax')}${MAKES_DAX}void set(struct inode *inode)
{
	if (IS_DAX(inode))
		inode->i_mapping->a_ops = &split_dax_aops;
	else
		inode->i_mapping->a_ops = &split_aops;
}
`,
      'fs/late/a.c': `${FS}${TABLE('late_aops', 'late')}${TABLE('late_dax_aops', 'dax')}void set(struct inode *inode)
{
	inode->i_data.a_ops = &late_aops;
}
void set_dax(struct inode *inode)
{
	inode->i_flags |= S_DAX;
	inode->i_data.a_ops = &late_dax_aops;
}
`,
      'fs/whole/a.c': `${FS}${TABLE('whole_aops', 'whole')}${MAKES_DAX}void set(struct inode *inode)\n{\n\tinode->i_mapping->a_ops = &whole_aops;\n}\n`,
    }),
  );
  assert.equal(tables.roleOf('fs/never/a.c', 'never_aops'), 'never');
  assert.equal(tables.roleOf('fs/split/a.c', 'split_aops'), 'apart');
  assert.equal(tables.roleOf('fs/split/a.c', 'split_dax_aops'), 'dax');
  assert.equal(tables.roleOf('fs/late/a.c', 'late_aops'), 'apart');
  assert.equal(tables.roleOf('fs/late/a.c', 'late_dax_aops'), 'dax');
  assert.equal(tables.roleOf('fs/whole/a.c', 'whole_aops'), 'shared');
});

test('clearing the flag, or masking it, makes no inode DAX', () => {
  const clears = `void set(struct inode *inode)\n{\n\tinode->i_flags &= ~S_DAX;\n\tinode->i_mapping->a_ops = &x_aops;\n}\n`;
  const tables = new DaxTables(factsOf({ 'fs/x/a.c': `${FS}${TABLE('x_aops', 'x')}${clears}` }));
  assert.equal(tables.roleOf('fs/x/a.c', 'x_aops'), 'never');
});

test('a DAX page that gets dirty goes to the tables that its inode can have, and to no others', () => {
  const fs = (name: string, more: string): string =>
    `${FS}${TABLE(`${name}_aops`, name)}${more}void set(struct inode *inode)\n{\n\tinode->i_mapping->a_ops = &${name}_aops;\n}\n`;
  const files = factsOf({
    'mm/dirty.c': `${FS}void dirty(unsigned long pfn)
{
	struct folio *folio = page_folio(pfn_to_page(pfn));
	struct address_space *mapping = folio_mapping(folio);

	if (mapping)
		mapping->a_ops->dirty_folio(mapping, folio);
}
`,
    'fs/never/a.c': fs('never', ''),
    'fs/whole/a.c': fs('whole', MAKES_DAX),
  });
  const { solution } = solved(files);
  const kinds = (path: string, place: string) => {
    const arrival = solution.arrivals(path).at(place);
    return arrival && union(arrival.proven, arrival.possible);
  };
  const never = kinds('fs/never/a.c', 'P never_dirty 1');
  const whole = kinds('fs/whole/a.c', 'P whole_dirty 1');
  assert.ok(never !== undefined && has(never, 'cache') && !has(never, 'fsdax'));
  assert.ok(whole !== undefined && has(whole, 'fsdax'));
});
