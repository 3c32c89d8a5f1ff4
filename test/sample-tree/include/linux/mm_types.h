/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/types.h>

struct address_space;
struct dev_pagemap;
struct file;
struct mm_struct;

/*
 * One frame of memory. What the first words mean depends on who owns the frame, so no member may be read
 * before the reader knows that. There is no member that leads straight to an inode: the series of autumn 2017
 * wanted to put one next to pgmap and was asked to make ->mapping do the work instead.
 */
struct page {
	unsigned long flags;
	union {
		struct {	/* owned by a file or by a process */
			struct list_head lru;
			struct address_space *mapping;	/* low bits are tags, see page-flags.h */
			pgoff_t index;			/* a count of sharers where mapping is PAGE_MAPPING_DAX_COW */
			unsigned long private;
		};
		struct {	/* device memory: pgmap lies over lru.next */
			struct dev_pagemap *pgmap;
			void *zone_device_data;
		};
		struct {	/* every page of a large folio but the first */
			unsigned long compound_head;
		};
	};
	atomic_t _mapcount;
	atomic_t _refcount;
};

/* A page that is no tail of a larger one, with the same words in the same places. */
struct folio {
	union {
		struct {
			unsigned long flags;
			struct list_head lru;
			struct address_space *mapping;
			pgoff_t index;
			void *private;
			atomic_t _mapcount;
			atomic_t _refcount;
		};
		struct page page;
	};
};

struct vm_operations_struct;

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	unsigned long vm_flags;
	const struct vm_operations_struct *vm_ops;
	unsigned long vm_pgoff;
	struct file *vm_file;
};

#define FAULT_FLAG_WRITE	0x01

struct vm_fault {
	struct vm_area_struct *vma;
	pgoff_t pgoff;
	unsigned long address;
	unsigned int flags;
	struct page *cow_page;	/* the copy a private write fault will use */
	struct page *page;	/* left alone by handlers that return VM_FAULT_NOPAGE */
};

#define VM_FAULT_OOM		0x0001u
#define VM_FAULT_SIGBUS		0x0002u
#define VM_FAULT_NOPAGE		0x0100u
#define VM_FAULT_LOCKED		0x0200u
#define VM_FAULT_RETRY		0x0400u

#endif
