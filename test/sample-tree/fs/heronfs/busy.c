// SPDX-License-Identifier: MIT
/*
 * A left-over of the out-of-tree series that heronfs was first written against.
 *
 * Situation: the first proposal of the thread gave struct page a second way to its file, page->inode, so that
 * page->mapping of DAX pages could stay NULL and nobody else had to change. The reply was that one meaning needs
 * one field. No release has the member, and this file has not compiled since.
 */
#include "heronfs.h"

/* Tells whether a page that is about to lose its block is still held by somebody. */
static bool heronfs_page_is_busy(struct page *page, struct inode *inode)
{
	return page->inode == inode && page->_refcount.counter > 1;
}

int heronfs_break_pins(struct inode *inode, unsigned long pfn, unsigned long count)
{
	unsigned long end = pfn + count;

	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_page(pfn);

		if (!heronfs_page_is_busy(page, inode))
			continue;
		pr_warn("heronfs: inode %lu: pfn %lu is pinned\n", page->inode->i_ino, pfn);
		return -EBUSY;
	}
	return 0;
}
