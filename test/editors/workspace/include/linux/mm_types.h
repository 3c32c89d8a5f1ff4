/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

struct address_space;
struct dev_pagemap;
struct list_head;

struct page {
	unsigned long flags;
	union {
		struct {
			struct list_head *lru;
			struct address_space *mapping;
			unsigned long index;
			unsigned long private;
		};
		struct {
			struct dev_pagemap *pgmap;
			void *zone_device_data;
		};
	};
	int _refcount;
};

struct folio {
	union {
		struct {
			unsigned long flags;
			struct list_head *lru;
			struct address_space *mapping;
			unsigned long index;
			void *private;
		};
		struct page page;
	};
};

#endif
