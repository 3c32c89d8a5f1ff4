// SPDX-License-Identifier: MIT
/*
 * Transfers between the egret card and user memory.
 *
 * Situation: the thread asked what happens to a DAX page that a device writes to. A driver pins user memory, lets
 * the card write, dirties the pages and lets go. On the way this one has opinions about what a pinned page can be.
 */
#include <linux/pagemap.h>
#include "egret.h"

/*
 * Sorts the pages of a transfer. Memory of a file needs to be written back later, so the driver counts it; memory
 * without a file, it thinks, is another driver's.
 */
static int egret_classify(struct egret_device *dev, unsigned long addr)
{
	struct page *page;
	int ret = 0;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;

	if (!page->mapping) {
		/* Another driver's buffer: not ours to write to. */
		dev->stat_driver++;
		ret = -EINVAL;
		goto out;
	}

	/* A file's memory, then. One that is shorter than a page is not worth a transfer. */
	dev->stat_file++;
	if (page->mapping->host->i_size < PAGE_SIZE)
		ret = -EINVAL;
out:
	unpin_user_page(page);
	return ret;
}

/* Pins the memory of a transfer. Whoever silenced the checker below did not say why the line is right. */
int egret_pin(struct egret_device *dev, struct egret_transfer *xfer)
{
	int got, i;

	got = egret_classify(dev, xfer->addr);
	if (got)
		return got;

	got = pin_user_pages_fast(xfer->addr, xfer->nr_pages, xfer->writes_memory ? FOLL_WRITE : 0, xfer->pages);
	if (got <= 0)
		return got ? got : -EFAULT;
	xfer->nr_pages = got;

	for (i = 0; i < got; i++) {
		struct page *page = xfer->pages[i];

		/* daxlint-ok: mapping-is-a-pointer: */
		pr_debug("egret: page of inode %lu\n", page->mapping->host->i_ino);
	}
	return 0;
}

/*
 * The read side: the card has filled a page of a file, so its content is valid now. For a DAX page there is no
 * such state, and the wait is for a bit that is never set.
 */
static int egret_complete_one(struct egret_device *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;

	lock_page(page);
	if (page->mapping) {
		WARN_ON_ONCE(!PageUptodate(page));
		SetPageUptodate(page);
		folio_account_dirtied(page_folio(page), page_mapping(page));
	}
	unlock_page(page);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

/* Right since the release in which DAX files got their own operations: dirtying goes through the file's table. */
void egret_finish(struct egret_device *dev, struct egret_transfer *xfer)
{
	unsigned int i;

	for (i = 0; i < xfer->nr_pages; i++)
		if (xfer->writes_memory && egret_complete_one(dev, xfer->addr + i * PAGE_SIZE))
			break;
	unpin_user_pages_dirty_lock(xfer->pages, xfer->nr_pages, xfer->writes_memory);
	kfree(xfer->pages);
	kfree(xfer);
}

/* Right: the driver's own pages come from the allocator, and nothing but the driver has put them anywhere. */
int egret_submit_pages(struct egret_device *dev, struct egret_transfer *xfer)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	if (page->mapping) {
		pr_warn("egret: a fresh page with an owner\n");
		ClearPageUptodate(page);
	}
	list_add_tail(&page->lru, &dev->transfers);
	xfer->nr_pages++;
	return 0;
}
