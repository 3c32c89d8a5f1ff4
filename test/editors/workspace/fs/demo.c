// SPDX-License-Identifier: MIT
#include <linux/fs.h>
#include <linux/memremap.h>

/* Notes that the file behind a pinned page has changed. */
static void note_owner(struct page *page)
{
	struct inode *inode = page->mapping->host;

	if (!page->mapping)
		return;
	mark_inode_dirty(inode);
}

/* The pages of this buffer were filled from the file itself. */
static int owner_is_dax(struct page *page)
{
	/* daxlint-ok: mapping-is-a-pointer: the buffer holds page-cache pages only */
	return IS_DAX(page->mapping->host);
}

/* Asks about the page before it asks about its file. */
static int may_dirty(struct page *page)
{
	return !is_zone_device_page(page) && page->mapping;
}
