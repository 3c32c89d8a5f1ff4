// SPDX-License-Identifier: MIT
#include <linux/mm_types.h>
#include <linux/page-flags.h>

static struct address_space *file_of(struct folio *folio)
{
	return folio->mapping;
}

static void keep(struct folio *folio, struct list_head *kept)
{
	list_add(&folio->lru, kept);
}
