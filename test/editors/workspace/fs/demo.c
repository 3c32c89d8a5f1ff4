// SPDX-License-Identifier: MIT
#include <linux/dax.h>
#include <linux/fs.h>

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
	struct address_space *mapping = page->mapping;

	/* daxlint-ok: mapping-is-a-pointer: the buffer holds page-cache pages only */
	return mapping && dax_mapping(mapping);
}
