/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned long size_t;
typedef long ssize_t;
typedef unsigned long uintptr_t;
typedef long long loff_t;
typedef unsigned long pgoff_t;
typedef unsigned int gfp_t;
typedef unsigned int umode_t;
typedef unsigned int dev_t;
typedef unsigned int vm_fault_t;
typedef unsigned long long sector_t;
typedef unsigned long long phys_addr_t;

typedef struct {
	u64 val;
} pte_t;

typedef _Bool bool;
#define true	1
#define false	0
#define NULL	((void *)0)

struct list_head {
	struct list_head *next, *prev;
};

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	u32 slock;
} spinlock_t;

struct xarray {
	spinlock_t xa_lock;
	void *xa_head;
};

struct rw_semaphore {
	atomic_t count;
	struct list_head wait_list;
};

#endif
