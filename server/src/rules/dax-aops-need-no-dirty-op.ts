/** A table of operations for DAX inodes without a handler for dirty pages. */
import { FSDAX_KINDS, has, isEmpty } from '../kernel/kinds.ts';
import { defineRule } from './rule.ts';

/** The members that handle a page that gets dirty: the second one from 5.18 on. */
const HANDLERS: readonly string[] = ['set_page_dirty', 'dirty_folio'];

export const daxAopsNeedNoDirtyOp = defineRule({
  id: 'dax-aops-need-no-dirty-op',
  summary: 'the operations of DAX inodes have no handler for dirty pages',
  severity: 'warning',
  confidence: 'high',
  fields: [],
  needsOrigin: false,
  docs: {
    what: 'Gives a DAX inode a table of `address_space_operations` that says nothing of pages that get dirty.',
    why: 'Since 4.17 a DAX page leads to its file, and `set_page_dirty()` asks the table of that file. Without a handler the one for buffer heads is called up to 5.17, on a page that has none, and from 5.18 a NULL pointer.',
    instead: 'Put in a handler that does nothing: `noop_set_page_dirty()` from 4.17, `noop_dirty_folio()` from 5.18.',
    limits: [
      'Only a table that is defined in the file which gives it to the inode, behind a test such as `IS_DAX(inode)`, is looked at.',
      'A table with a macro among its members is left out, for the handler can be in it.',
      'A handler that is for page cache is not told from one that does nothing.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static const struct address_space_operations heron_dax_aops = {
	.writepages = heron_dax_writepages,
};

static void heron_set_aops(struct inode *inode)
{
	if (IS_DAX(inode))
		inode->i_mapping->a_ops = &heron_dax_aops;
}
`,
    good: `static const struct address_space_operations heron_dax_aops = {
	.writepages = heron_dax_writepages,
	.dirty_folio = noop_dirty_folio,
};

static void heron_set_aops(struct inode *inode)
{
	if (IS_DAX(inode))
		inode->i_mapping->a_ops = &heron_dax_aops;
}
`,
  },

  *check(unit, { era, matrix }) {
    if (isEmpty(matrix.kindsWhere(FSDAX_KINDS, (row) => row.mapping.canBeAddressSpace))) return; // no page leads to the table
    for (const use of unit.tableUses) {
      const table = unit.tableOf(use.table);
      if (use.member !== 'a_ops' || !table?.complete || table.type !== 'struct address_space_operations') continue;
      if (!has(use.excludes, 'cache')) continue; // not behind a test that only a DAX inode passes
      if (HANDLERS.some((handler) => table.members.includes(handler))) continue; // dirty pages are handled

      yield {
        at: use,
        kinds: FSDAX_KINDS,
        severity: 'warning',
        message: `\`${use.table}\` has no handler for DAX pages that get dirty`,
        reason: `in ${era.label} a DAX page leads to its file, and setting it dirty asks these operations`,
        related: [
          { start: use.guard.start, end: use.guard.end, message: `\`${use.guard.text}\` is true for a DAX inode` },
        ],
      };
    }
  },
});
