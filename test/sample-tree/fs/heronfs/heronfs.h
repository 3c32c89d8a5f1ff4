/* SPDX-License-Identifier: MIT */
#ifndef _HERONFS_H
#define _HERONFS_H

#include <linux/buffer_head.h>
#include <linux/dax.h>
#include <linux/pagemap.h>

#define HERONFS_MOUNT_DAX	0x1ul

struct heronfs_sb_info {
	unsigned long s_mount_opt;
	unsigned long s_first_pfn;	/* storage is one run of pfns */
	atomic_t s_dirty_pages;
};

/*
 * Translates file offsets to blocks. It has a member called mapping that has nothing to do with the one of
 * struct page: a table of block numbers.
 */
struct heronfs_extent {
	pgoff_t start;
	unsigned int count;
	u32 *mapping;
	bool shared;
};

struct heronfs_inode_info {
	struct inode vfs_inode;
	struct heronfs_extent *extents;
	unsigned int nr_extents;
};

static inline struct heronfs_inode_info *HERON_I(struct inode *inode)
{
	return container_of(inode, struct heronfs_inode_info, vfs_inode);
}

static inline struct heronfs_sb_info *HERON_SB(struct super_block *sb)
{
	return sb->s_fs_info;
}

extern const struct address_space_operations heronfs_aops;
extern const struct address_space_operations heronfs_dax_aops;
extern const struct vm_operations_struct heronfs_vm_ops;
extern const struct vm_operations_struct heronfs_dax_vm_ops;

int heronfs_find_block(struct inode *inode, pgoff_t index, struct heronfs_extent **extent, u32 *block);
int heronfs_write_block(struct inode *inode, pgoff_t index, struct folio *folio);

#endif
