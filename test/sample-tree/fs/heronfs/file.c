// SPDX-License-Identifier: MIT
/*
 * Faults of heronfs, and the checks for a truncate that came first.
 *
 * Situation: "has this page been truncated?" is asked all over the kernel by looking at ->mapping. Where the page
 * comes out of the page cache and is locked, the answer is right. Where it was found by its address or handed in
 * by somebody else, the same two lines say something else.
 */
#include "heronfs.h"

static vm_fault_t heronfs_page_mkwrite(struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vmf->vma->vm_file);
	struct page *page = vmf->page;

	lock_page(page);
	/* Right: the page cache put this page into the fault, and its lock keeps a truncate out. */
	if (page->mapping != inode->i_mapping) {
		unlock_page(page);
		return VM_FAULT_NOPAGE;
	}
	if (!page->mapping) {
		unlock_page(page);
		return VM_FAULT_NOPAGE;
	}
	set_page_dirty(page);
	return VM_FAULT_LOCKED;
}

static vm_fault_t heronfs_fault(struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vmf->vma->vm_file);
	struct heronfs_extent *extent;
	u32 block;

	if (!IS_DAX(inode))
		return filemap_fault(vmf);

	if (heronfs_find_block(inode, vmf->pgoff, &extent, &block))
		return VM_FAULT_SIGBUS;
	return dax_file_fault(vmf, HERON_SB(inode->i_sb)->s_first_pfn + block, extent->shared);
}

/*
 * Copies data into a user buffer through the pinned page instead of the page tables. The buffer may be a mapping
 * of a file, so the page is looked at again before it is written to. For a DAX page the look tells nothing: in
 * this release NULL is an FS-DAX page that no file has faulted in, which no truncate has touched.
 */
ssize_t heronfs_fill_user_page(unsigned long addr, const char *data, size_t len)
{
	struct page *page;
	char *kaddr;
	size_t i;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;

	lock_page(page);
	if (!page->mapping) {
		/* Truncated while we slept. */
		unlock_page(page);
		put_page(page);
		return -ESTALE;
	}

	kaddr = kmap_local_page(page);
	for (i = 0; i < len; i++)
		kaddr[i] = data[i];
	kunmap_local(kaddr);
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return len;
}

/*
 * Which file a page under I/O belongs to. The caller walks a list of pages that came from anywhere, so the tree
 * has to be read to tell whether a DAX page gets here.
 */
struct inode *heronfs_page_owner(struct page *page)
{
	struct address_space *mapping;

#ifdef CONFIG_FS_DAX
	if (is_zone_device_page(page))
		return NULL;
	mapping = page_mapping(page);
#else
	mapping = page->mapping;
	if ((unsigned long)mapping & PAGE_MAPPING_FLAGS)
		return NULL;
#endif
	return mapping ? mapping->host : NULL;
}

/* The same, with the condition cut in two by the preprocessor. */
bool heronfs_may_writeback(struct page *page, struct inode *inode)
{
#ifdef CONFIG_FS_DAX
	if (is_zone_device_page(page)) {
		return false;
	} else
#endif
	if (page->mapping != inode->i_mapping) {
		return false;
	}
	return !PageWriteback(page);
}

/* Dirties one page of a file the way buffered writes do: found in the cache, locked, checked, marked. */
int heronfs_touch(struct inode *inode, pgoff_t index)
{
	struct folio *folio = filemap_lock_folio(inode->i_mapping, index);

	if (!folio)
		return -ENOMEM;
	if (!folio->mapping) {
		folio_unlock(folio);
		folio_put(folio);
		return -EAGAIN;
	}
	folio_mark_uptodate(folio);
	folio_mark_dirty(folio);
	folio_unlock(folio);
	folio_put(folio);
	return 0;
}

const struct vm_operations_struct heronfs_vm_ops = {
	.fault		= heronfs_fault,
	.page_mkwrite	= heronfs_page_mkwrite,
};

const struct vm_operations_struct heronfs_dax_vm_ops = {
	.fault		= heronfs_fault,
};
