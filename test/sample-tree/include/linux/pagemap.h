/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/fs.h>
#include <linux/mm.h>

#define PAGECACHE_TAG_DIRTY	0
#define PAGECACHE_TAG_WRITEBACK	1

/* Lookups in the page cache. None of them returns the entry of a DAX file: there they report a miss. */
struct page *find_get_page(struct address_space *mapping, pgoff_t index);
struct page *find_lock_page(struct address_space *mapping, pgoff_t index);
struct page *grab_cache_page(struct address_space *mapping, pgoff_t index);
struct page *read_mapping_page(struct address_space *mapping, pgoff_t index, struct file *file);
struct folio *filemap_get_folio(struct address_space *mapping, pgoff_t index);
struct folio *filemap_lock_folio(struct address_space *mapping, pgoff_t index);

bool filemap_dirty_folio(struct address_space *mapping, struct folio *folio);
void filemap_remove_folio(struct folio *folio);
void folio_account_dirtied(struct folio *folio, struct address_space *mapping);
void folio_account_cleaned(struct folio *folio, struct address_space *mapping);
void folio_mark_uptodate(struct folio *folio);
void folio_start_writeback(struct folio *folio);
void folio_end_writeback(struct folio *folio);
vm_fault_t filemap_fault(struct vm_fault *vmf);

#define folio_buffers(folio)	((struct buffer_head *)(folio)->private)

static inline loff_t folio_pos(struct folio *folio)
{
	return (loff_t)folio->index << PAGE_SHIFT;
}

#endif
