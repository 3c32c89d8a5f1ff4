/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MEMREMAP_H
#define _LINUX_MEMREMAP_H

#include <linux/mm_types.h>
#include <linux/page-flags.h>

enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_COHERENT,
	MEMORY_DEVICE_FS_DAX,
	MEMORY_DEVICE_GENERIC,
};

struct dev_pagemap_ops {
	void (*page_free)(struct page *page);
	int (*memory_failure)(struct dev_pagemap *pgmap, unsigned long pfn,
			      unsigned long nr_pages, int mf_flags);
};

struct dev_pagemap {
	enum memory_type type;
	unsigned long start_pfn;
	unsigned long nr_pfns;
	const struct dev_pagemap_ops *ops;
};

struct dev_pagemap *get_dev_pagemap(unsigned long pfn, struct dev_pagemap *pgmap);
void put_dev_pagemap(struct dev_pagemap *pgmap);

/* Answered from the flags word alone: no reference, no lock, and no member that could mean something else. */
static inline bool is_zone_device_page(const struct page *page)
{
	return (page->flags >> PG_zone_device) & 1;
}

static inline bool folio_is_zone_device(const struct folio *folio)
{
	return is_zone_device_page(&folio->page);
}

static inline bool is_device_private_page(const struct page *page)
{
	return is_zone_device_page(page) && page->pgmap->type == MEMORY_DEVICE_PRIVATE;
}

#endif
