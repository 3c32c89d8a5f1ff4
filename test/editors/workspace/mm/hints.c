// SPDX-License-Identifier: MIT
#include <linux/mm_types.h>

int settle(int how, struct page *page);
void delete_from_page_cache(struct page *page);

/* Hands its page to a function of another file, and to one of the kernel. */
int finish(struct page *page)
{
	delete_from_page_cache(page);
	return settle(1, page);
}
