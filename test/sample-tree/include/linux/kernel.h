/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/types.h>

#define EIO		5
#define EAGAIN		11
#define ENOMEM		12
#define EFAULT		14
#define EBUSY		16
#define EINVAL		22
#define ESTALE		116
#define EHWPOISON	133

#define __user
#define __must_check		__attribute__((__warn_unused_result__))
#define __must_hold(x)
#define __acquires(x)
#define __releases(x)
#define __force

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, val)	(*(volatile __typeof__(x) *)&(x) = (val))

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))

void report_warning(const char *file, int line);
void stop_machine_here(const char *file, int line) __attribute__((__noreturn__));

#define WARN_ON(cond) ({						\
	int __hit = !!(cond);						\
	if (unlikely(__hit))						\
		report_warning(__FILE__, __LINE__);			\
	unlikely(__hit);						\
})
#define WARN_ON_ONCE(cond)	WARN_ON(cond)
#define BUG_ON(cond) do { if (unlikely(cond)) stop_machine_here(__FILE__, __LINE__); } while (0)
#define VM_BUG_ON_FOLIO(cond, folio)	BUG_ON(cond)
#define VM_BUG_ON_PAGE(cond, page)	BUG_ON(cond)

int printk(const char *fmt, ...);
#define pr_debug(fmt, ...)	printk(fmt, ##__VA_ARGS__)
#define pr_err(fmt, ...)	printk(fmt, ##__VA_ARGS__)
#define pr_warn(fmt, ...)	printk(fmt, ##__VA_ARGS__)

#define MAX_ERRNO	4095
#define ERR_PTR(err)	((void *)(long)(err))
#define PTR_ERR(ptr)	((long)(ptr))
#define IS_ERR(ptr)	((unsigned long)(ptr) >= (unsigned long)-MAX_ERRNO)

#define list_for_each_entry(pos, head, member)					\
	for (pos = container_of((head)->next, __typeof__(*pos), member);	\
	     &pos->member != (head);						\
	     pos = container_of(pos->member.next, __typeof__(*pos), member))

void list_add_tail(struct list_head *item, struct list_head *head);
void list_del(struct list_head *item);

void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
void down_read(struct rw_semaphore *sem);
void up_read(struct rw_semaphore *sem);
void down_write(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
void rcu_read_lock(void);
void rcu_read_unlock(void);
void cond_resched(void);

#define xa_lock_irq(xa)		spin_lock(&(xa)->xa_lock)
#define xa_unlock_irq(xa)	spin_unlock(&(xa)->xa_lock)

void *xa_load(struct xarray *xa, unsigned long index);
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void __xa_set_mark(struct xarray *xa, unsigned long index, unsigned int mark);

static inline bool xa_is_value(const void *entry)
{
	return (unsigned long)entry & 1;
}

void *kmalloc(size_t size, gfp_t gfp);
void *kcalloc(size_t n, size_t size, gfp_t gfp);
void kfree(const void *ptr);

#define GFP_KERNEL	0x1u
#define GFP_NOFS	0x2u

#endif
