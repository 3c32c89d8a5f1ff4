/* SPDX-License-Identifier: MIT */
#if !defined(_TRACE_HERONFS_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TRACE_HERONFS_H

#include <linux/tracepoint.h>

/* Both events are hit from ->writepages and from ->release_folio, with the page locked and in a mapping. */

TRACE_EVENT(heronfs_page_written,
	TP_PROTO(struct page *page, int error),

	TP_ARGS(page, error),

	TP_STRUCT__entry(
		__field(dev_t, dev)
		__field(unsigned long, ino)
		__field(pgoff_t, index)
		__field(int, error)
	),

	TP_fast_assign(
		__entry->dev = page->mapping->host->i_sb->s_dev;
		__entry->ino = page->mapping->host->i_ino;
		__entry->index = page->index;
		__entry->error = error;
	),

	TP_printk("dev %u ino %lu index %lu error %d",
		  __entry->dev, __entry->ino, __entry->index, __entry->error)
);

TRACE_EVENT(heronfs_folio_released,
	TP_PROTO(struct folio *folio),

	TP_ARGS(folio),

	TP_STRUCT__entry(
		__field(void *, mapping)
		__field(pgoff_t, index)
	),

	TP_fast_assign(
		__entry->mapping = folio->mapping;
		__entry->index = folio->index;
	),

	TP_printk("mapping %p index %lu", __entry->mapping, __entry->index)
);

#endif
