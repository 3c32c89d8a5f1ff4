// SPDX-License-Identifier: MIT
#include <linux/fs.h>
#include <linux/memremap.h>

static struct address_space *file_of(struct page *page)
{
	return page->mapping;
}

static struct inode *owner_of(struct page *page)
{
	return page->inode;
}

static unsigned long place_of(struct page *page)
{
	if (is_zone_device_page(page))
		return 0;
	return page->index;
}
