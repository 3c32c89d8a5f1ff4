// SPDX-License-Identifier: MIT
/*
 * The page cache of heronfs.
 *
 * Situation: in the thread, the warning that started it all came out of one filesystem's dirty handler, and a
 * maintainer pointed out that the handler was the generic one, copied, as in every other filesystem. Here is such
 * a copy. It believes that a page with a mapping is a page of the page cache.
 */
#include "heronfs.h"
#include <trace/events/heronfs.h>

/* The copy predates the argument that names the mapping, so it fetches the mapping itself. */
static bool heronfs_dirty_folio(struct address_space *unused, struct folio *folio)
{
	struct address_space *mapping = folio->mapping;
	struct inode *inode = mapping->host;
	struct buffer_head *head, *bh;
	bool first_time;

	if (!mapping)
		return !folio_test_set_dirty(folio);

	spin_lock(&mapping->private_lock);
	head = folio_buffers(folio);
	bh = head;
	while (bh) {
		set_buffer_dirty(bh);
		bh = bh->b_this_page;
		if (bh == head)
			break;
	}
	first_time = !folio_test_set_dirty(folio);
	spin_unlock(&mapping->private_lock);

	if (!first_time)
		return false;

	xa_lock_irq(&mapping->i_pages);
	if (folio->mapping) {
		/* Nobody truncated it in between, so it is cached, and what is cached has been read. */
		WARN_ON_ONCE(!folio_test_uptodate(folio));
		folio_account_dirtied(folio, mapping);
		__xa_set_mark(&mapping->i_pages, folio->index, PAGECACHE_TAG_DIRTY);
	}
	xa_unlock_irq(&mapping->i_pages);

	__mark_inode_dirty(inode, I_DIRTY_PAGES);
	return true;
}

/* The reader of the page cache: its folio is locked and in a mapping, so following ->mapping is right. */
static int heronfs_read_folio(struct file *file, struct folio *folio)
{
	struct inode *inode = folio->mapping->host;
	struct heronfs_extent *extent;
	u32 block;
	int err;

	VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio);

	err = heronfs_find_block(inode, folio->index, &extent, &block);
	if (!err) {
		/* extent->mapping is a table of blocks, no member of a page. */
		block = extent->mapping[folio->index - extent->start];
		pr_debug("heronfs: block %u\n", block);
		folio_mark_uptodate(folio);
	}
	folio_unlock(folio);
	return err;
}

static int heronfs_writepages(struct address_space *mapping, struct writeback_control *wbc)
{
	struct inode *inode = mapping->host;
	pgoff_t end = (i_size_read(inode) + PAGE_SIZE - 1) >> PAGE_SHIFT;
	pgoff_t index;
	int err = 0;

	for (index = 0; index < end && !err; index++) {
		struct page *page = find_lock_page(mapping, index);

		if (!page)
			continue;

		/* A page that came out of this mapping and is locked: only a truncate can have changed the word. */
		if (page->mapping != mapping) {
			unlock_page(page);
			put_page(page);
			continue;
		}

		err = heronfs_write_block(inode, index, page_folio(page));
		if (err)
			mapping_set_error(page->mapping, err);
		trace_heronfs_page_written(page, err);
		unlock_page(page);
		put_page(page);
	}
	return err;
}

static bool heronfs_release_folio(struct folio *folio, gfp_t gfp)
{
	trace_heronfs_folio_released(folio);
	return !folio_test_dirty(folio) && !folio_test_writeback(folio);
}

/* The end of buffered I/O: a buffer knows its page, and a page with buffers is page cache. */
void heronfs_end_buffer(struct buffer_head *bh, int error)
{
	struct inode *inode = bh->b_page->mapping->host;

	if (error) {
		pr_err("heronfs: inode %lu: block %llu: error %d\n", inode->i_ino, bh->b_blocknr, error);
		mapping_set_error(inode->i_mapping, error);
	}
}

const struct address_space_operations heronfs_aops = {
	.read_folio	= heronfs_read_folio,
	.writepages	= heronfs_writepages,
	.dirty_folio	= heronfs_dirty_folio,
	.release_folio	= heronfs_release_folio,
};

/* What the thread arrived at: DAX files get a table in which dirtying a page does nothing but record it. */
const struct address_space_operations heronfs_dax_aops = {
	.dirty_folio	= noop_dirty_folio,
	.direct_IO	= noop_direct_IO,
};
