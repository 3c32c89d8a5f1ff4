/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

struct address_space;
struct dev_pagemap;
struct list_head;

struct page {
	unsigned long flags;
	int _refcount;
};

struct folio {
	unsigned long flags;
	union {
		struct list_head *lru;
		struct dev_pagemap *pgmap;
	};
	struct address_space *mapping;
	union {
		unsigned long index;
		unsigned long share;
	};
	void *private;
	struct page page;
};

#endif
