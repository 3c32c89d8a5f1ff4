// SPDX-License-Identifier: MIT
/*
 * Who uses how much memory.
 *
 * The other side of the ledger: places that look like the ones in the thread and are right, and things that look
 * like a page and are none. A checker that goes by names reports most of this file.
 */
#include <linux/bvec.h>
#include <linux/dax.h>
#include <linux/pagemap.h>

struct usage {
	unsigned long anon;
	unsigned long file;
	unsigned long device;
	unsigned long other;
};

/* A page of the report that user space reads, with a member that is called like the one of struct page. */
struct report_page {
	char *mapping;
	size_t used;
	struct report_page *next;
};

/* Right: the memory is asked first, and the helper refuses tagged words. */
static void count_user_page(struct usage *usage, struct page *page)
{
	struct folio *folio = page_folio(page);
	struct address_space *mapping;

	if (folio_is_zone_device(folio)) {
		usage->device++;
		return;
	}
	if (folio_test_anon(folio)) {
		usage->anon++;
		return;
	}
	mapping = folio_mapping(folio);
	if (mapping && mapping->host)
		usage->file++;
	else
		usage->other++;
}

int count_user_range(struct usage *usage, unsigned long start, int count)
{
	struct page *page;
	int i;

	for (i = 0; i < count; i++) {
		if (get_user_pages_fast(start + i * PAGE_SIZE, 1, 0, &page) != 1)
			return -EFAULT;
		count_user_page(usage, page);
		put_page(page);
	}
	return 0;
}

/* Right: with device memory and process memory out, what is left in a user page's ->mapping is an address_space. */
unsigned long inode_of_user_page(unsigned long addr)
{
	struct page *page;
	unsigned long ino = 0;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return 0;

	lock_page(page);
	if (!is_zone_device_page(page) && !PageAnon(page) && page->mapping)
		ino = page->mapping->host->i_ino;
	unlock_page(page);
	put_page(page);
	return ino;
}

/* Right: normal pages of a page table are never DAX in this release. */
unsigned long count_cached(struct vm_area_struct *vma, unsigned long addr, const pte_t *ptes, int count)
{
	unsigned long cached = 0;
	int i;

	for (i = 0; i < count; i++) {
		struct page *page = vm_normal_page(vma, addr + i * PAGE_SIZE, ptes[i]);

		if (page && page->mapping && PageUptodate(page))
			cached++;
	}
	return cached;
}

/* No page: the local variable has the name of one and the type of another. */
struct report_page *report_append(struct report_page *page, const char *text, size_t len)
{
	size_t i;

	if (!page->mapping || page->used + len > PAGE_SIZE)
		page = page->next;
	if (!page || !page->mapping)
		return NULL;
	for (i = 0; i < len; i++)
		page->mapping[page->used++] = text[i];
	return page;
}

/* No page either: two variables of the name, the inner one hides the outer one. */
size_t report_size(struct page *page, struct report_page *first)
{
	size_t size = PageLRU(page) ? PAGE_SIZE : 0;

	{
		struct report_page *page;

		for (page = first; page; page = page->next)
			if (page->mapping)
				size += page->used;
	}
	return size;
}

/* A macro that follows the word for whoever calls it, with whatever they pass. */
#define page_host(p) ({							\
	struct page *__p = (p);						\
	__p->mapping->host;						\
})

/* The pages of a finished request. Direct I/O puts user memory here, so a block of a DAX file can be among them. */
void account_bio(struct usage *usage, struct bio *bio)
{
	struct bio_vec *bv;
	int i;

	bio_for_each_bvec_all(bv, bio, i)
		count_user_page(usage, bv->bv_page);
}
