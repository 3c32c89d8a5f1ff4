// SPDX-License-Identifier: MIT
/*
 * Inodes of heronfs: which operations they get, and how their blocks are taken away.
 *
 * Situation: the answer to "which handler runs for a DAX page?" stands in two lines of this file.
 */
#include "heronfs.h"

static void heronfs_set_operations(struct inode *inode)
{
	inode->i_mapping = &inode->i_data;
	inode->i_data.host = inode;

	if (!S_ISREG(inode->i_mode)) {
		inode->i_data.a_ops = &heronfs_aops;
		return;
	}

#ifdef CONFIG_FS_DAX
	if (HERON_SB(inode->i_sb)->s_mount_opt & HERONFS_MOUNT_DAX)
		inode->i_flags |= S_DAX;
#endif
	if (IS_DAX(inode))
		inode->i_data.a_ops = &heronfs_dax_aops;
	else
		inode->i_data.a_ops = &heronfs_aops;
}

struct inode *heronfs_new_inode(struct super_block *sb, unsigned long ino, umode_t mode)
{
	struct heronfs_inode_info *info = kcalloc(1, sizeof(*info), GFP_KERNEL);

	if (!info)
		return ERR_PTR(-ENOMEM);
	info->vfs_inode.i_sb = sb;
	info->vfs_inode.i_ino = ino;
	info->vfs_inode.i_mode = mode;
	heronfs_set_operations(&info->vfs_inode);
	return &info->vfs_inode;
}

int heronfs_find_block(struct inode *inode, pgoff_t index, struct heronfs_extent **extent, u32 *block)
{
	struct heronfs_inode_info *info = HERON_I(inode);
	unsigned int i;

	for (i = 0; i < info->nr_extents; i++) {
		struct heronfs_extent *here = &info->extents[i];

		if (index < here->start || index - here->start >= here->count)
			continue;
		*extent = here;
		*block = here->mapping[index - here->start];
		return 0;
	}
	return -EIO;
}

int heronfs_write_block(struct inode *inode, pgoff_t index, struct folio *folio)
{
	struct heronfs_extent *extent;
	u32 block;
	int err = heronfs_find_block(inode, index, &extent, &block);

	if (err)
		return err;
	folio_start_writeback(folio);
	pr_debug("heronfs: writing block %u\n", block);
	folio_end_writeback(folio);
	return 0;
}

/* Shrinks a file. Storage that is mapped must be let go of first: a pin outlives the page tables. */
int heronfs_shrink(struct inode *inode, loff_t size)
{
	struct address_space *mapping = inode->i_mapping;
	pgoff_t first = (size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	pgoff_t last = i_size_read(inode) >> PAGE_SHIFT;
	pgoff_t index;

	down_write(&mapping->invalidate_lock);
	while (IS_DAX(inode) && dax_layout_busy_page(mapping)) {
		up_write(&mapping->invalidate_lock);
		cond_resched();
		down_write(&mapping->invalidate_lock);
	}

	for (index = first; index <= last; index++) {
		struct folio *folio;

		if (IS_DAX(inode)) {
			dax_forget_entry(mapping, index, true);
			continue;
		}
		folio = filemap_lock_folio(mapping, index);
		if (!folio)
			continue;
		if (folio->mapping)
			filemap_remove_folio(folio);
		folio_unlock(folio);
		folio_put(folio);
	}
	inode->i_size = size;
	up_write(&mapping->invalidate_lock);
	return 0;
}

/*
 * Counts the dirty pages of a file. The page comes from a lookup in this very mapping, so it is page cache
 * whatever the file is: for a DAX file the lookup reports a miss.
 */
unsigned long heronfs_count_dirty(struct inode *inode)
{
	pgoff_t end = i_size_read(inode) >> PAGE_SHIFT;
	unsigned long dirty = 0;
	pgoff_t index;

	for (index = 0; index <= end; index++) {
		struct page *page = find_get_page(inode->i_mapping, index);

		if (!page)
			continue;
		if (page->mapping && PageUptodate(page) && PageDirty(page))
			dirty++;
		put_page(page);
	}
	return dirty;
}
