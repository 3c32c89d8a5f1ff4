/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/mm_types.h>

#define S_DAX	(1 << 13)
#define IS_DAX(inode)	((inode)->i_flags & S_DAX)

struct inode {
	unsigned int i_flags;
	struct address_space *i_mapping;
};

struct address_space {
	struct inode *host;
};

long noop_direct_IO(void *request, void *iterator);
void mark_inode_dirty(struct inode *inode);

#endif
