/* SPDX-License-Identifier: MIT */
#ifndef _EGRET_H
#define _EGRET_H

#include <linux/mm.h>

/* A window of the card. Its mapping is where the CPU sees it, no address_space. */
struct egret_window {
	phys_addr_t base;
	size_t size;
	void *mapping;
};

/* The card's own pages, which are numbers in its table. */
struct egret_page {
	u32 slot;
	struct egret_window *mapping;
	struct list_head lru;
};

struct egret_transfer {
	struct list_head node;
	unsigned long addr;
	unsigned int nr_pages;
	struct page **pages;
	bool writes_memory;
};

struct egret_device {
	struct egret_window windows[4];
	struct list_head free_pages;
	struct list_head transfers;
	spinlock_t lock;
	unsigned long stat_file;
	unsigned long stat_driver;
};

int egret_pin(struct egret_device *dev, struct egret_transfer *xfer);
void egret_finish(struct egret_device *dev, struct egret_transfer *xfer);
int egret_submit_pages(struct egret_device *dev, struct egret_transfer *xfer);

#endif
