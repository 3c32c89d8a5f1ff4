/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DAX_H
#define _LINUX_DAX_H

#include <linux/fs.h>

static inline int dax_mapping(struct address_space *mapping)
{
	return mapping->host && IS_DAX(mapping->host);
}

unsigned long dax_lock_page(struct page *page);
void dax_unlock_page(struct page *page, unsigned long cookie);

#endif
