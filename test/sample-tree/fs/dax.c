// SPDX-License-Identifier: MIT
/*
 * Mapping storage straight into processes.
 *
 * This is where the thread of 2017 ended: a fault ties the device page to its file through ->mapping and ->index,
 * the two words that the page cache uses. Everybody who reads them elsewhere has to live with that.
 *
 * The slot of the file's i_pages never holds the page. It holds a value that names the pfn, so a lookup in the
 * page cache finds nothing. The value's lowest bits say what the entry is; one of them is its lock.
 */
#include <linux/dax.h>
#include <linux/pagemap.h>

#define ENTRY_LOCKED	(1UL << 1)
#define ENTRY_ZERO	(1UL << 2)
#define ENTRY_SHIFT	3

static unsigned long dax_to_pfn(void *entry)
{
	return (unsigned long)entry >> ENTRY_SHIFT;
}

static void *make_entry(unsigned long pfn, unsigned long bits)
{
	return (void *)(pfn << ENTRY_SHIFT | bits | 1);
}

static bool entry_is_locked(void *entry)
{
	return (unsigned long)entry & ENTRY_LOCKED;
}

static bool entry_is_zero(void *entry)
{
	return (unsigned long)entry & ENTRY_ZERO;
}

/*
 * A shared block has many owners, so ->mapping can name none of them. It holds the marker, and ->index counts.
 */
static bool dax_page_is_shared(struct page *page)
{
	return page->mapping == (void *)PAGE_MAPPING_DAX_COW;
}

static void dax_page_add_sharer(struct page *page)
{
	if (!dax_page_is_shared(page)) {
		/* The first owner gives way: from now on it is one of the count. */
		page->index = page->mapping ? 1 : 0;
		page->mapping = (void *)PAGE_MAPPING_DAX_COW;
	}
	page->index++;
}

static void dax_associate(void *entry, struct address_space *mapping, pgoff_t index, bool shared)
{
	struct page *page;

	if (entry_is_zero(entry))
		return;

	page = pfn_to_page(dax_to_pfn(entry));
	if (shared) {
		dax_page_add_sharer(page);
		return;
	}

	WARN_ON_ONCE(page->mapping && page->mapping != mapping);
	page->mapping = mapping;
	page->index = index;
}

/*
 * The warning is what the association was introduced for: a page that somebody still holds must not lose its
 * block to a truncate.
 */
static void dax_disassociate(void *entry, struct address_space *mapping, bool trunc)
{
	struct page *page;

	if (entry_is_zero(entry))
		return;

	page = pfn_to_page(dax_to_pfn(entry));
	WARN_ON_ONCE(trunc && page->_refcount.counter > 1);

	if (dax_page_is_shared(page)) {
		if (--page->index > 0)
			return;
	} else {
		WARN_ON_ONCE(page->mapping && page->mapping != mapping);
	}
	page->mapping = NULL;
	page->index = 0;
}

/* Takes the lock bit of a slot; returns the entry without it, or NULL where nothing is mapped. */
static void *lock_slot(struct address_space *mapping, pgoff_t index)
{
	void *entry;

	for (;;) {
		xa_lock_irq(&mapping->i_pages);
		entry = xa_load(&mapping->i_pages, index);
		if (!entry || !entry_is_locked(entry))
			break;
		xa_unlock_irq(&mapping->i_pages);
		cond_resched();
	}

	if (entry && WARN_ON_ONCE(!xa_is_value(entry)))
		entry = NULL;
	if (entry)
		xa_store(&mapping->i_pages, index, make_entry(dax_to_pfn(entry), ENTRY_LOCKED), 0);
	xa_unlock_irq(&mapping->i_pages);
	return entry;
}

static void unlock_slot(struct address_space *mapping, pgoff_t index, void *entry)
{
	xa_lock_irq(&mapping->i_pages);
	xa_store(&mapping->i_pages, index, entry, 0);
	xa_unlock_irq(&mapping->i_pages);
}

/**
 * dax_file_fault - map one page of storage
 * @vmf: the fault
 * @pfn: where the filesystem keeps the block
 * @shared: whether other files use the block as well
 */
vm_fault_t dax_file_fault(struct vm_fault *vmf, unsigned long pfn, bool shared)
{
	struct address_space *mapping = vmf->vma->vm_file->f_mapping;
	void *old = lock_slot(mapping, vmf->pgoff);
	void *entry = make_entry(pfn, 0);
	vm_fault_t ret;

	if (old && dax_to_pfn(old) != pfn) {
		dax_disassociate(old, mapping, false);
		old = NULL;
	}

	xa_lock_irq(&mapping->i_pages);
	if (!old)
		dax_associate(entry, mapping, vmf->pgoff, shared);
	if (vmf->flags & FAULT_FLAG_WRITE)
		__xa_set_mark(&mapping->i_pages, vmf->pgoff, PAGECACHE_TAG_DIRTY);
	xa_unlock_irq(&mapping->i_pages);

	ret = vmf_insert_mixed(vmf->vma, vmf->address, pfn);
	unlock_slot(mapping, vmf->pgoff, entry);
	return ret;
}

/* Drops the slot of a file, for truncate and for eviction. */
void dax_forget_entry(struct address_space *mapping, pgoff_t index, bool trunc)
{
	void *entry = lock_slot(mapping, index);

	if (!entry)
		return;
	xa_lock_irq(&mapping->i_pages);
	dax_disassociate(entry, mapping, trunc);
	xa_unlock_irq(&mapping->i_pages);
	unlock_slot(mapping, index, NULL);
}

/**
 * dax_lock_page - keep the file of a DAX page from going away
 * @page: a device page with a reference
 *
 * The page lock means nothing for DAX; the entry's lock bit does. Returns 0 where there is no single file to lock.
 */
dax_entry_t dax_lock_page(struct page *page)
{
	struct address_space *mapping;
	dax_entry_t cookie = 0;

	rcu_read_lock();
	for (;;) {
		void *entry;

		mapping = READ_ONCE(page->mapping);
		if (!mapping || (unsigned long)mapping & PAGE_MAPPING_FLAGS)
			break;
		if (!dax_mapping(mapping))
			break;
		if (S_ISCHR(mapping->host->i_mode)) {
			/* Device DAX: the node keeps its address_space for as long as the page exists. */
			cookie = ~0UL;
			break;
		}
		entry = lock_slot(mapping, page->index);
		if (entry && page->mapping == mapping) {
			cookie = page->index + 1;
			break;
		}
		/* The page went to another file, or to none, while we waited. */
		if (entry)
			unlock_slot(mapping, page->index, entry);
		cond_resched();
	}
	rcu_read_unlock();
	return cookie;
}

void dax_unlock_page(struct page *page, dax_entry_t cookie)
{
	struct address_space *mapping = page->mapping;

	if (!cookie || cookie == ~0UL)
		return;
	/* daxlint-ok: mapping-is-a-pointer: a cookie is given out for pages of one file only */
	if (S_ISCHR(mapping->host->i_mode))
		return;
	unlock_slot(mapping, cookie - 1, make_entry(page_to_pfn(page), 0));
}

/* The first page of a file that somebody holds, or NULL where its blocks may be taken away. */
struct page *dax_layout_busy_page(struct address_space *mapping)
{
	pgoff_t index;

	if (!dax_mapping(mapping))
		return NULL;

	for (index = 0; index < mapping->nrpages; index++) {
		void *entry = xa_load(&mapping->i_pages, index);
		struct page *page;

		if (!entry || entry_is_zero(entry))
			continue;
		page = pfn_to_page(dax_to_pfn(entry));
		if (page->_refcount.counter > 1)
			return page;
	}
	return NULL;
}
