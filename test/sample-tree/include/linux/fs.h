/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/kernel.h>
#include <linux/mm_types.h>

struct dax_device;
struct inode;
struct iov_iter;
struct kiocb;
struct writeback_control;

struct super_block {
	dev_t s_dev;
	unsigned char s_blocksize_bits;
	unsigned long s_flags;
	struct dax_device *s_dax_dev;
	void *s_fs_info;
};

/*
 * The operations of a file's memory. An inode whose data is mapped straight from storage needs a table of its
 * own: the generic helpers behind ->dirty_folio and ->read_folio work on page cache and on nothing else.
 */
struct address_space_operations {
	int (*read_folio)(struct file *file, struct folio *folio);
	int (*writepages)(struct address_space *mapping, struct writeback_control *wbc);
	bool (*dirty_folio)(struct address_space *mapping, struct folio *folio);
	void (*invalidate_folio)(struct folio *folio, size_t offset, size_t len);
	bool (*release_folio)(struct folio *folio, gfp_t gfp);
	ssize_t (*direct_IO)(struct kiocb *iocb, struct iov_iter *iter);
};

struct address_space {
	struct inode *host;	/* NULL for the swap address_space */
	struct xarray i_pages;
	struct rw_semaphore invalidate_lock;
	unsigned long nrpages;
	const struct address_space_operations *a_ops;
	spinlock_t private_lock;
};

struct inode {
	umode_t i_mode;
	unsigned int i_flags;
	unsigned long i_ino;
	loff_t i_size;
	unsigned int i_blkbits;
	struct super_block *i_sb;
	struct address_space *i_mapping;
	struct address_space i_data;
	void *i_private;
};

struct file {
	struct inode *f_inode;
	struct address_space *f_mapping;
	unsigned int f_flags;
};

#define S_IFMT	0170000
#define S_IFCHR	0020000
#define S_IFREG	0100000
#define S_ISCHR(m)	(((m) & S_IFMT) == S_IFCHR)
#define S_ISREG(m)	(((m) & S_IFMT) == S_IFREG)

#ifdef CONFIG_FS_DAX
#define S_DAX	(1 << 13)
#else
#define S_DAX	0
#endif

#define IS_DAX(inode)	((inode)->i_flags & S_DAX)

static inline struct inode *file_inode(const struct file *file)
{
	return file->f_inode;
}

static inline bool vma_is_dax(const struct vm_area_struct *vma)
{
	const struct file *file = vma->vm_file;

	return file && IS_DAX(file->f_mapping->host);
}

static inline bool vma_is_fsdax(const struct vm_area_struct *vma)
{
	return vma_is_dax(vma) && !S_ISCHR(file_inode(vma->vm_file)->i_mode);
}

static inline loff_t i_size_read(const struct inode *inode)
{
	return inode->i_size;
}

void __mark_inode_dirty(struct inode *inode, int flags);
void mapping_set_error(struct address_space *mapping, int error);
ssize_t noop_direct_IO(struct kiocb *iocb, struct iov_iter *iter);
int generic_error_remove_page(struct address_space *mapping, struct page *page);

#define I_DIRTY_PAGES	(1 << 2)

#endif
