// SPDX-License-Identifier: MIT
/*
 * The egret card itself. Every mapping in this file is the card's, none is a page's.
 */
#include "egret.h"

static struct egret_window *egret_window_of(struct egret_device *dev, phys_addr_t addr)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		struct egret_window *window = &dev->windows[i];

		if (!window->mapping)
			continue;
		if (addr >= window->base && addr - window->base < window->size)
			return window;
	}
	return NULL;
}

/* The variable is called page, and so is the thing on the card; neither is a struct page. */
static u32 egret_take_page(struct egret_device *dev, phys_addr_t addr)
{
	struct egret_page *page, *found = NULL;

	spin_lock(&dev->lock);
	list_for_each_entry(page, &dev->free_pages, lru) {
		if (!page->mapping)
			page->mapping = egret_window_of(dev, addr);
		if (page->mapping && page->mapping->mapping) {
			found = page;
			break;
		}
	}
	if (found)
		list_del(&found->lru);
	spin_unlock(&dev->lock);
	return found ? found->slot : 0;
}

int egret_transfer(struct egret_device *dev, unsigned long addr, unsigned int nr_pages, phys_addr_t target)
{
	struct egret_transfer *xfer = kcalloc(1, sizeof(*xfer), GFP_KERNEL);
	int err;

	if (!xfer)
		return -ENOMEM;
	xfer->pages = kcalloc(nr_pages, sizeof(*xfer->pages), GFP_KERNEL);
	if (!xfer->pages) {
		kfree(xfer);
		return -ENOMEM;
	}

	xfer->addr = addr;
	xfer->nr_pages = nr_pages;
	xfer->writes_memory = true;
	if (!egret_take_page(dev, target)) {
		err = -EBUSY;
		goto out;
	}

	err = egret_pin(dev, xfer);
	if (err)
		goto out;
	egret_finish(dev, xfer);
	return 0;
out:
	kfree(xfer->pages);
	kfree(xfer);
	return err;
}
