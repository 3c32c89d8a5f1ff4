/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#define FOLIO_MAPPING_ANON	0x1
#define FOLIO_MAPPING_KSM	0x3

#endif
