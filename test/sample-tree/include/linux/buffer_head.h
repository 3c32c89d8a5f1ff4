/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BUFFER_HEAD_H
#define _LINUX_BUFFER_HEAD_H

#include <linux/pagemap.h>

/* One block of a cached page. A page that has buffers is page cache: device memory never gets any. */
struct buffer_head {
	unsigned long b_state;
	struct buffer_head *b_this_page;
	struct page *b_page;
	sector_t b_blocknr;
	size_t b_size;
	char *b_data;
};

enum bh_state_bits {
	BH_Uptodate,
	BH_Dirty,
	BH_Mapped,
};

void set_buffer_dirty(struct buffer_head *bh);
void mark_buffer_dirty(struct buffer_head *bh);

#define page_has_buffers(page)	PagePrivate(page)
#define page_buffers(page)	((struct buffer_head *)(page)->private)

#endif
