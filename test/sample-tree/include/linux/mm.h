/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/page-flags.h>
#include <linux/memremap.h>

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1UL << PAGE_SHIFT)

#define VM_WRITE	0x0002ul
#define VM_SHARED	0x0008ul

#define FOLL_WRITE	0x01
#define FOLL_GET	0x04
#define FOLL_LONGTERM	0x10000

extern struct page *mem_map;
#define pfn_to_page(pfn)	(mem_map + (pfn))
#define page_to_pfn(page)	((unsigned long)((page) - mem_map))

static inline struct page *compound_head(struct page *page)
{
	unsigned long head = page->compound_head;

	return head & 1 ? (struct page *)(head - 1) : page;
}

#define page_folio(p)		((struct folio *)compound_head(p))

struct vm_operations_struct {
	vm_fault_t (*fault)(struct vm_fault *vmf);
	vm_fault_t (*page_mkwrite)(struct vm_fault *vmf);
	vm_fault_t (*pfn_mkwrite)(struct vm_fault *vmf);
};

/* Strips nothing and follows nothing: NULL unless the word is a plain address_space. */
struct address_space *folio_mapping(struct folio *folio);
struct address_space *page_mapping(struct page *page);

bool pfn_valid(unsigned long pfn);
struct page *pfn_to_online_page(unsigned long pfn);
struct page *vm_normal_page(struct vm_area_struct *vma, unsigned long addr, pte_t pte);

int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags, struct page **pages);
int pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags, struct page **pages);
void unpin_user_page(struct page *page);
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages, bool make_dirty);

void get_page(struct page *page);
void put_page(struct page *page);
void folio_get(struct folio *folio);
void folio_put(struct folio *folio);

void lock_page(struct page *page);
void unlock_page(struct page *page);
void folio_lock(struct folio *folio);
void folio_unlock(struct folio *folio);

bool set_page_dirty(struct page *page);
int set_page_dirty_lock(struct page *page);
bool folio_mark_dirty(struct folio *folio);

void *kmap_local_page(struct page *page);
void kunmap_local(const void *addr);

struct page *alloc_page(gfp_t gfp);
void __free_page(struct page *page);

vm_fault_t vmf_insert_mixed(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn);

struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long addr);

#endif
