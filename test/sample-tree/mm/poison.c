// SPDX-License-Identifier: MIT
/*
 * What happens when the hardware reports a bad frame.
 *
 * Situation: this is the one reader that the thread wanted ->mapping for. The machine names a pfn, and somebody
 * has to find the file. A pfn can be anything, so the page that pfn_to_page() makes of it can be a block of storage
 * as well, shared between files as well.
 */
#include <linux/dax.h>
#include <linux/pagemap.h>

struct poison_report {
	unsigned long pfn;
	unsigned long ino;
	pgoff_t index;
	bool mapped;
};

/* Wrong: asks ->mapping for NULL and for nothing else, then goes to the inode. */
static int describe_frame(unsigned long pfn, struct poison_report *report)
{
	struct page *page = pfn_to_page(pfn);
	struct address_space *mapping;

	report->pfn = pfn;
	mapping = READ_ONCE(page->mapping);
	if (!mapping) {
		report->mapped = false;
		return 0;
	}

	report->mapped = true;
	report->ino = mapping->host->i_ino;
	report->index = page->index;
	return 0;
}

/* Wrong in the other direction: the print comes first, the test that it needed comes second. */
static void log_frame(struct page *page)
{
	struct inode *inode = page->mapping->host;

	pr_err("bad frame: inode %lu, offset %lu\n", inode->i_ino, page->index);
	if (page->mapping)
		mapping_set_error(page->mapping, -EIO);
}

/* Right: device memory has a handler of its own, which locks the entry and not the page. */
static int poison_device_page(struct page *page)
{
	dax_entry_t cookie = dax_lock_page(page);

	if (!cookie)
		return -EBUSY;
	if (page->_refcount.counter > 1)
		pr_err("bad frame: pfn %lu is in use\n", page_to_pfn(page));
	dax_unlock_page(page, cookie);
	return 0;
}

/* Right: an online pfn is system memory, so neither the marker nor an associated device page can be here. */
static int poison_cached_page(unsigned long pfn)
{
	struct page *page = pfn_to_online_page(pfn);
	struct address_space *mapping;

	if (!page)
		return -EINVAL;

	lock_page(page);
	mapping = page_mapping(page);
	if (mapping)
		generic_error_remove_page(mapping, page);
	unlock_page(page);
	return 0;
}

/**
 * poison_pfn - take a bad frame out of use
 * @pfn: the frame
 */
int poison_pfn(unsigned long pfn)
{
	struct poison_report report;
	struct page *page;
	int err;

	if (!pfn_valid(pfn))
		return -EINVAL;

	err = describe_frame(pfn, &report);
	if (err)
		return err;

	page = pfn_to_page(pfn);
	log_frame(page);
	if (is_zone_device_page(page))
		return poison_device_page(page);
	return poison_cached_page(pfn);
}

/*
 * Counts the frames of one file in a range of pfns. Comparing the word is harmless whatever it holds; following
 * it before the comparison is not.
 */
unsigned long count_frames_of(struct inode *inode, unsigned long pfn, unsigned long end)
{
	unsigned long count = 0;

	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_page(pfn);

		if (page->mapping == inode->i_mapping)
			count++;
	}
	return count;
}

/* The walker that counts by super block has to follow the word, and does it with no test but the one for NULL. */
unsigned long count_frames_on(struct super_block *sb, unsigned long pfn, unsigned long end)
{
	unsigned long count = 0;

	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_page(pfn);

		if (page->mapping && page->mapping->host->i_sb == sb)
			count++;
	}
	return count;
}
