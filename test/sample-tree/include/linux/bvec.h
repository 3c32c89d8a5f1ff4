/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BVEC_H
#define _LINUX_BVEC_H

#include <linux/mm_types.h>

/* A piece of memory under I/O. Direct I/O puts user pages here, and a user page can be DAX. */
struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len;
	unsigned int bv_offset;
};

struct bio {
	struct bio_vec *bi_io_vec;
	unsigned short bi_vcnt;
	int bi_status;
	void (*bi_end_io)(struct bio *bio);
	void *bi_private;
};

#define bio_for_each_bvec_all(bvl, bio, i) \
	for (i = 0, bvl = (bio)->bi_io_vec; i < (bio)->bi_vcnt; i++, bvl++)

#endif
