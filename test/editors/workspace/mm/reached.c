// SPDX-License-Identifier: MIT
#include <linux/fs.h>
#include <linux/memremap.h>

/* Who asks has the page from somewhere else. */
static int is_cached(struct page *page)
{
	return page->mapping != NULL;
}

int frame_is_cached(unsigned long pfn)
{
	return is_cached(hmm_pfn_to_page(pfn));
}

/* Trusts whoever calls it. */
int settle(int how, struct page *page)
{
	return page->mapping->host->i_flags & how;
}
