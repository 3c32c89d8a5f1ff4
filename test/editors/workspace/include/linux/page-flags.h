/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#define PAGE_MAPPING_ANON	0x1
#define PAGE_MAPPING_MOVABLE	0x2

/* A DAX page that more than one file maps has this in place of a pointer. */
#define PAGE_MAPPING_DAX_COW	0x1

#endif
