/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#include <linux/kernel.h>
#include <linux/mm_types.h>

enum pageflags {
	PG_locked,
	PG_uptodate,
	PG_dirty,
	PG_lru,
	PG_private,
	PG_writeback,
	PG_reserved,
	PG_swapcache,
	PG_zone_device,
};

/*
 * An address_space is aligned, so the low bits of a pointer to it are free. Memory that belongs to a process
 * uses them to say that the word is no address_space at all.
 */
#define PAGE_MAPPING_ANON	0x1
#define PAGE_MAPPING_MOVABLE	0x2
#define PAGE_MAPPING_KSM	0x3
#define PAGE_MAPPING_FLAGS	0x3

/*
 * A block that several files share through reflink has no single owner. Its page carries this value instead of
 * an address_space. The value is also the anonymous bit, so PageAnon() answers true for such a page.
 */
#define PAGE_MAPPING_DAX_COW	0x1

#define PAGE_FLAG(Name, name)							\
static inline int Page##Name(const struct page *page)				\
{										\
	return (page->flags >> PG_##name) & 1;					\
}										\
static inline bool folio_test_##name(const struct folio *folio)			\
{										\
	return (folio->flags >> PG_##name) & 1;					\
}

PAGE_FLAG(Locked, locked)
PAGE_FLAG(Uptodate, uptodate)
PAGE_FLAG(Dirty, dirty)
PAGE_FLAG(LRU, lru)
PAGE_FLAG(Private, private)
PAGE_FLAG(Writeback, writeback)
PAGE_FLAG(Reserved, reserved)
PAGE_FLAG(SwapCache, swapcache)

bool folio_test_set_dirty(struct folio *folio);
void folio_clear_dirty(struct folio *folio);
void SetPageUptodate(struct page *page);
void ClearPageUptodate(struct page *page);

static inline int PageMappingFlags(const struct page *page)
{
	return !!((unsigned long)page->mapping & PAGE_MAPPING_FLAGS);
}

static inline int PageAnon(const struct page *page)
{
	return !!((unsigned long)page->mapping & PAGE_MAPPING_ANON);
}

static inline bool folio_test_anon(const struct folio *folio)
{
	return PageAnon(&folio->page);
}

#endif
