/** A DAX file is truncated while others may have its pages pinned. */
import { has } from '../kernel/kinds.ts';
import { canWait } from '../kernel/layout-breaks.ts';
import { defineRule } from './rule.ts';

export const truncateNeedsNoLayoutBreak = defineRule({
  id: 'truncate-needs-no-layout-break',
  summary: 'a DAX file is truncated without a wait for those who have its pages pinned',
  severity: 'warning',
  confidence: 'high',
  fields: [],
  needsOrigin: false,
  needsTree: true,
  docs: {
    what: 'Drops the pages of a file that can be DAX before its blocks are freed, moved or exchanged, and nothing on the way there has waited for pins.',
    why: 'A page of a DAX file is the block on the device. Direct I/O or an RDMA transfer that has it pinned goes on when the page is no longer mapped, and the block can belong to another file by then.',
    instead:
      'Under the invalidate lock, look for a pinned page with `dax_layout_busy_page()` and wait until there is none; from 6.15 `dax_break_layout()` does both. Then drop the pages.',
    limits: [
      'A filesystem is a folder below `fs` or `drivers`, and makes inodes DAX where code in it puts `S_DAX` into their flags.',
      'Looked at is what `.setattr`, `.fallocate`, `.open`, `.unlocked_ioctl` and `.remap_file_range` lead to by calls within the filesystem, not through pointers.',
      'A wait counts wherever it stands in the text before the call, be it behind a test, for another range or for another file; so does a question whether the file is DAX, in a caller.',
      'What `.getattr`, `.lookup`, `.permission` or `.d_revalidate` lead to as well is not reported: it tells the page cache what others have truncated already.',
      'Eviction, what lies behind the end of the file, and inodes that the function itself has looked up or made are left out.',
    ],
  },
  example: {
    era: '6.12',
    bad: `static void heron_set_flags(struct inode *inode)
{
	inode->i_flags |= S_DAX;
}

static int heron_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);

	filemap_invalidate_lock(inode->i_mapping);
	truncate_setsize(inode, attr->ia_size);
	heron_free_blocks(inode, attr->ia_size);
	filemap_invalidate_unlock(inode->i_mapping);
	return 0;
}

const struct inode_operations heron_file_iops = {
	.setattr = heron_setattr,
};
`,
    good: `static void heron_set_flags(struct inode *inode)
{
	inode->i_flags |= S_DAX;
}

static int heron_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	int error;

	filemap_invalidate_lock(inode->i_mapping);
	error = heron_wait_for_pins(inode);
	if (!error) {
		truncate_setsize(inode, attr->ia_size);
		heron_free_blocks(inode, attr->ia_size);
	}
	filemap_invalidate_unlock(inode->i_mapping);
	return error;
}

static int heron_wait_for_pins(struct inode *inode)
{
	struct page *page = dax_layout_busy_page(inode->i_mapping);

	return page ? heron_wait_until_idle(inode, page) : 0;
}

const struct inode_operations heron_file_iops = {
	.setattr = heron_setattr,
};
`,
  },

  *check(unit, { era }) {
    if (!canWait(era.id)) return; // nothing in this era tells that a page is pinned
    for (const call of unit.truncations) {
      const kinds = call.unwaited;
      if (kinds === undefined || !has(kinds, 'fsdax')) continue; // no way without a wait is known

      yield {
        at: call,
        place: call.place,
        kinds,
        severity: 'warning',
        message: `\`${call.callee}()\` drops pages of a DAX file, and nobody has waited for their pins`,
        reason: `in ${era.label} a DAX page is the block itself: who has it pinned goes on with it when the block is freed or moved`,
      };
    }
  },
});
