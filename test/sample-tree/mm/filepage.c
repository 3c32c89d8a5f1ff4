// SPDX-License-Identifier: MIT
/*
 * Telling pages of the page cache from the rest.
 *
 * Situation: in reply to "fix the assumptions", the author of the series sketched a predicate that every place
 * with the assumption could call. The sketch is turned round: its last test lets through the DAX pages and holds
 * back the others. It went through a week of mail without anybody saying so. Here it is in other words, with a
 * caller that trusts the name.
 */
#include <linux/dax.h>
#include <linux/pagemap.h>

/* Supposed to say: this page is page cache. Says: this page is DAX. */
bool pagecache_page(struct page *page)
{
	if (!page->mapping)
		return false;
	if (!IS_DAX(page->mapping->host))
		return false;
	return true;
}

/* The caller is the victim: with the predicate as it stands, it skips all files but the DAX ones. */
static void mark_cached(struct page **pages, unsigned long count)
{
	unsigned long i;

	for (i = 0; i < count; i++)
		if (pagecache_page(pages[i]))
			SetPageUptodate(pages[i]);
}

/* A relative that asks the memory and not the file, and is turned round in the same way. */
static bool page_is_normal(struct page *page)
{
	return is_zone_device_page(page);
}

/* Right: no tag can be followed, and device memory is out before ->mapping is looked at. */
static bool folio_in_page_cache(struct folio *folio)
{
	return !folio_is_zone_device(folio) && folio_mapping(folio) && !folio_test_swapcache(folio);
}

/* Right: the name says which way round it answers. */
static bool mapping_bypasses_page_cache(struct address_space *mapping)
{
	return dax_mapping(mapping);
}

/**
 * refill_user_range - write to user memory behind its owner's back and account for it
 * @start: user address
 * @count: pages
 *
 * Returns the number of pages that were page cache, or a negative error.
 */
long refill_user_range(unsigned long start, unsigned long count)
{
	struct page **pages = kcalloc(count, sizeof(*pages), GFP_KERNEL);
	long cached = 0;
	long got, i;

	if (!pages)
		return -ENOMEM;

	got = get_user_pages_fast(start, count, FOLL_WRITE, pages);
	if (got <= 0) {
		kfree(pages);
		return got ? got : -EFAULT;
	}

	mark_cached(pages, got);
	for (i = 0; i < got; i++) {
		if (!page_is_normal(pages[i]))
			continue;
		if (folio_in_page_cache(page_folio(pages[i])))
			cached++;
		set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	kfree(pages);
	return cached;
}

/* Whether a range of a file can be dropped from memory. */
bool range_is_droppable(struct vm_area_struct *vma)
{
	if (vma_is_dax(vma))
		return false;
	return !mapping_bypasses_page_cache(vma->vm_file->f_mapping);
}
