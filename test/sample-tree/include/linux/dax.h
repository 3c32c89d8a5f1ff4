/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DAX_H
#define _LINUX_DAX_H

#include <linux/fs.h>
#include <linux/mm.h>

typedef unsigned long dax_entry_t;

/* True for the address_space of a file whose i_pages holds DAX entries instead of folios. Follows its argument. */
static inline bool dax_mapping(struct address_space *mapping)
{
	struct inode *host = mapping->host;

	return host && IS_DAX(host);
}

#ifdef CONFIG_FS_DAX
vm_fault_t dax_file_fault(struct vm_fault *vmf, unsigned long pfn, bool shared);
void dax_forget_entry(struct address_space *mapping, pgoff_t index, bool trunc);
dax_entry_t dax_lock_page(struct page *page);
void dax_unlock_page(struct page *page, dax_entry_t cookie);
struct page *dax_layout_busy_page(struct address_space *mapping);
#else
static inline vm_fault_t dax_file_fault(struct vm_fault *vmf, unsigned long pfn, bool shared)
{
	return VM_FAULT_SIGBUS;
}

static inline void dax_forget_entry(struct address_space *mapping, pgoff_t index, bool trunc)
{
}

static inline dax_entry_t dax_lock_page(struct page *page)
{
	return 0;
}

static inline void dax_unlock_page(struct page *page, dax_entry_t cookie)
{
}

static inline struct page *dax_layout_busy_page(struct address_space *mapping)
{
	return NULL;
}
#endif

bool noop_dirty_folio(struct address_space *mapping, struct folio *folio);

#endif
