/**
 * Histories in the shape of fixes that Linux has had, each as it could have been in a small tree: the code is written
 * for this test, and what went wrong, and how it was mended, is what the named commit is about.
 */

/** One mistake and its fix. */
export interface History {
  /** The subject of the fix. */
  readonly subject: string;
  /** The upstream commit whose shape it has. */
  readonly like: string;
  /** The rule that sees it. */
  readonly rule: string;
  /** The release whose facts it is about, where it is not that of the tree. */
  readonly era?: string;
  /** Where the mistake is seen, where that is not the file of the fix. */
  readonly seenIn?: string;
  /** The fix keeps such pages away from code that stays as it is. */
  readonly isReach?: true;
  /** The texts before and after, by path. */
  readonly files: Readonly<Record<string, readonly [before: string, after: string]>>;
  /** Files that both have. */
  readonly beside?: Readonly<Record<string, string>>;
}

const USER_PAGE = `	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
`;

/** A file with one function of some name that gets a user's page, before and after a change of some of its lines. */
function ofUserPage(name: string, before: string, after: string): readonly [before: string, after: string] {
  const text = (body: string): string =>
    `#include <linux/mm.h>\n#include <linux/fs.h>\n\nint ${name}(unsigned long addr)\n{\n${USER_PAGE}${body}	return 0;\n}\n`;
  return [text(before), text(after)];
}

/** The same for a page of a frame number. */
function ofFrame(name: string, before: string, after: string): readonly [before: string, after: string] {
  const text = (body: string): string =>
    `#include <linux/mm.h>\n#include <linux/fs.h>\n#include <linux/dax.h>\n\nint ${name}(unsigned long pfn, struct inode *inode)\n{\n\tstruct page *page = pfn_to_page(pfn);\n${body}	return 0;\n}\n`;
  return [text(before), text(after)];
}

const OPERATIONS = `#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/dax.h>

static bool plover_dirty_folio(struct address_space *mapping, struct folio *folio)
{
	if (folio->mapping)
		folio_account_dirtied(folio, mapping);
	return true;
}

static const struct address_space_operations plover_aops = {
	.writepages = plover_writepages,
	.dirty_folio = plover_dirty_folio,
};
`;

/** Whoever writes to a user's page says so to the operations of its file. */
const DIRTY = `#include <linux/mm.h>
#include <linux/fs.h>

bool folio_mark_dirty(struct folio *folio)
{
	struct address_space *mapping = folio_mapping(folio);

	return mapping && mapping->a_ops->dirty_folio(mapping, folio);
}

void write_to_user(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return;
	folio_mark_dirty(page_folio(page));
	put_page(page);
}
`;

const OWN_TABLE = `
static const struct address_space_operations plover_dax_aops = {
	.writepages = plover_dax_writepages,
	.dirty_folio = noop_dirty_folio,
};
`;

function inode(lines: string): string {
  return `
void plover_set_inode(struct inode *inode, bool dax)
{
	if (dax)
		inode->i_flags |= S_DAX;
${lines}}
`;
}

const CALLEE = `#include <linux/mm.h>
#include <linux/fs.h>

unsigned long ruff_owner(struct page *page)
{
	if (!page->mapping)
		return 0;
	return page->mapping->host->i_ino;
}
`;

function caller(body: string): string {
  return `#include <linux/mm.h>
#include <linux/memremap.h>

unsigned long ruff_owner(struct page *page);

unsigned long ruff_kill(unsigned long pfn, struct dev_pagemap *pgmap)
{
	struct page *page = pfn_to_page(pfn);
	unsigned long owner;

${body}	return owner;
}
`;
}

const LAYOUTS = `#include <linux/fs.h>
#include <linux/dax.h>

int stilt_break_layouts(struct inode *inode)
{
	struct page *page;

	do {
		page = dax_layout_busy_page(inode->i_mapping);
	} while (page);
	return 0;
}
`;

const SHRINK = `#include <linux/fs.h>

int dunlin_shrink(struct inode *inode, loff_t size)
{
	truncate_setsize(inode, size);
	dunlin_free_blocks(inode, size);
	return 0;
}
`;

/** A filesystem with DAX that shrinks a file in its operation. */
function stilt(wait: string): string {
  return shrinking(
    'stilt',
    `${wait}\ttruncate_setsize(inode, attr->ia_size);\n\tstilt_free_blocks(inode, attr->ia_size);\n`,
  );
}

/** One whose operation calls another file for that. */
function dunlin(wait: string): string {
  return shrinking('dunlin', `${wait}\tdunlin_shrink(inode, attr->ia_size);\n`);
}

function shrinking(name: string, body: string): string {
  return `#include <linux/fs.h>
#include <linux/dax.h>

void ${name}_set_flags(struct inode *inode)
{
	inode->i_flags |= S_DAX;
}

static int ${name}_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);

	filemap_invalidate_lock(inode->i_mapping);
${body}	filemap_invalidate_unlock(inode->i_mapping);
	return 0;
}

const struct inode_operations ${name}_file_operations = {
	.setattr = ${name}_setattr,
};
`;
}

export const HISTORIES: readonly History[] = [
  {
    subject: 'dax: ask for a mapping before it is followed',
    like: 'c93db7bb6ef3',
    rule: 'mapping-checked-after-use',
    files: {
      'fs/lock.c': ofFrame(
        'lock_entry_of',
        '\tstruct inode *host = page->mapping->host;\n\n\tif (!page->mapping)\n\t\treturn -ENOENT;\n\tif (host == inode)\n\t\treturn 1;\n',
        '\tstruct address_space *mapping = READ_ONCE(page->mapping);\n\n\tif (is_zone_device_page(page) || !mapping)\n\t\treturn -ENOENT;\n\tif (page_mapping(page) && page_mapping(page)->host == inode)\n\t\treturn 1;\n',
      ),
    },
  },
  {
    subject: 'mm/pin: a long pin looks at what the mapping is',
    like: 'a6e79df92e4a',
    rule: 'mapping-is-a-pointer',
    files: {
      'mm/pin.c': ofUserPage(
        'pin_is_allowed',
        '\tif (page->mapping && page->mapping->host->i_sb->s_flags)\n\t\treturn 1;\n',
        '\tif (page_mapping(page) && page_mapping(page)->host && page_mapping(page)->host->i_sb->s_flags)\n\t\treturn 1;\n',
      ),
    },
  },
  {
    subject: 'plover: DAX inodes get operations of their own',
    like: '6e2608dfd934',
    rule: 'mapping-implies-page-cache',
    isReach: true,
    beside: { 'mm/dirty.c': DIRTY },
    files: {
      'fs/plover/aops.c': [
        `${OPERATIONS}${inode('\tinode->i_mapping->a_ops = &plover_aops;\n')}`,
        `${OPERATIONS}${OWN_TABLE}${inode('\tif (IS_DAX(inode))\n\t\tinode->i_mapping->a_ops = &plover_dax_aops;\n\telse\n\t\tinode->i_mapping->a_ops = &plover_aops;\n')}`,
      ],
    },
  },
  {
    subject: 'plover: the operations of DAX inodes can be told that a page is dirty',
    like: '46de8b979492',
    rule: 'dax-aops-need-no-dirty-op',
    files: {
      'fs/plover/dax-aops.c': [
        `#include <linux/fs.h>\n${OWN_TABLE.replace('\t.dirty_folio = noop_dirty_folio,\n', '')}${inode('\tif (IS_DAX(inode))\n\t\tinode->i_mapping->a_ops = &plover_dax_aops;\n')}`,
        `#include <linux/fs.h>\n${OWN_TABLE}${inode('\tif (IS_DAX(inode))\n\t\tinode->i_mapping->a_ops = &plover_dax_aops;\n')}`,
      ],
    },
  },
  {
    subject: 'mm/pin: whoever waits for the last pin of a DAX page is woken',
    like: 'f4f451a16dd1',
    rule: 'refcount-one-is-idle',
    files: {
      'mm/unpin.c': ofUserPage('pin_is_done', '\tfolio_put(page_folio(page));\n', '\tput_page(page);\n'),
    },
  },
  {
    subject: 'mm/walk: pages that are on no list are left out',
    like: 'f7091ed64ec8',
    rule: 'lru-is-a-list',
    files: {
      'mm/walk.c': ofUserPage(
        'walk_one',
        '\tlist_add(&page->lru, &walk_batch);\n',
        '\tif (is_zone_device_page(page)) {\n\t\tput_page(page);\n\t\treturn -EINVAL;\n\t}\n\tlist_add(&page->lru, &walk_batch);\n',
      ),
    },
  },
  {
    subject: 'mm/failure: frames of a device have a handler that locks the entry',
    like: '6100e34b2526',
    rule: 'folio-lock-pins-mapping',
    files: {
      'mm/failure.c': ofFrame(
        'failure_is_in',
        '\tint found;\n\n\tlock_page(page);\n\tfound = page->mapping == inode->i_mapping;\n\tunlock_page(page);\n\tif (found)\n\t\treturn 1;\n',
        '\tint found;\n\n\tif (is_zone_device_page(page))\n\t\treturn failure_of_device(page, inode);\n\tlock_page(page);\n\tfound = page->mapping == inode->i_mapping;\n\tunlock_page(page);\n\tif (found)\n\t\treturn 1;\n',
      ),
    },
  },
  {
    subject: 'mm/failure: the offset comes from the area',
    like: '39ebd6dce62d',
    rule: 'index-implies-file-offset',
    era: '4.15',
    files: {
      'mm/offset.c': ofUserPage(
        'offset_of',
        '\tnote_offset((loff_t)page->index << PAGE_SHIFT);\n\tput_page(page);\n',
        '\tnote_offset((loff_t)linear_page_index(vma_of(addr), addr) << PAGE_SHIFT);\n\tput_page(page);\n',
      ),
    },
  },
  {
    subject: 'mm/share: the word is a count only where the page is shared',
    like: '169004265860',
    rule: 'share-is-always-a-count',
    era: '6.12',
    files: {
      'mm/share.c': ofUserPage(
        'share_of',
        '\tunsigned long count = page->share;\n\n\tnote_shared(page, count);\n',
        '\tunsigned long count = 0;\n\n\tif (page->mapping == PAGE_MAPPING_DAX_SHARED)\n\t\tcount = page->share;\n\tnote_shared(page, count);\n',
      ),
    },
  },
  {
    subject: 'mm/usage: shared DAX pages are not anonymous',
    like: 'cbe298d82cf7',
    rule: 'low-bit-implies-anon',
    files: {
      'mm/who.c': ofUserPage(
        'who_pays',
        '\tif (PageAnon(page))\n\t\tnote_anon(page);\n\tput_page(page);\n',
        '\tif (!is_zone_device_page(page) && PageAnon(page))\n\t\tnote_anon(page);\n\tput_page(page);\n',
      ),
    },
  },
  {
    subject: 'virt: pages of devices are reserved and counted',
    like: 'a78986aae9b2',
    rule: 'reserved-means-unmanaged',
    files: {
      'virt/release.c': ofUserPage(
        'virt_release',
        '\tif (!PageReserved(page))\n\t\tput_page(page);\n',
        '\tif (!PageReserved(page) || is_zone_device_page(page))\n\t\tput_page(page);\n',
      ),
    },
  },
  {
    subject: 'mm/kind: a predicate answers what its name says',
    like: 'the mails of December 2017',
    rule: 'guard-polarity',
    files: {
      'mm/kind.c': [
        '#include <linux/fs.h>\n#include <linux/mm.h>\n\nbool kind_is_pagecache(struct page *page)\n{\n\tif (!page_mapping(page))\n\t\treturn false;\n\tif (!IS_DAX(page_mapping(page)->host))\n\t\treturn false;\n\treturn true;\n}\n\nstatic bool pagecache_page(struct page *page)\n{\n\treturn page_mapping(page) && is_zone_device_page(page);\n}\n',
        '#include <linux/fs.h>\n#include <linux/mm.h>\n\nbool kind_is_pagecache(struct page *page)\n{\n\tif (!page_mapping(page))\n\t\treturn false;\n\tif (IS_DAX(page_mapping(page)->host))\n\t\treturn false;\n\treturn true;\n}\n\nstatic bool pagecache_page(struct page *page)\n{\n\treturn page_mapping(page) && !is_zone_device_page(page);\n}\n',
      ],
    },
  },
  {
    subject: 'mm/lost: a DAX page without a mapping is not truncated',
    like: 'd2c997c0f145',
    rule: 'null-mapping-implies-truncated',
    era: '4.15',
    files: {
      'mm/lost.c': ofFrame(
        'lost_page',
        '\tif (!page->mapping)\n\t\treturn -ENOENT;\n',
        '\tif (is_zone_device_page(page))\n\t\treturn 1;\n\tif (!page->mapping)\n\t\treturn -ENOENT;\n',
      ),
    },
  },
  {
    subject: 'ruff: the type of the device is tested before its page is handed on',
    like: '6061b69b9a55',
    rule: 'mapping-is-a-pointer',
    seenIn: 'fs/ruff/owner.c',
    isReach: true,
    beside: { 'fs/ruff/owner.c': CALLEE },
    files: {
      'mm/ruff.c': [
        caller(
          '\tif (pgmap->type == MEMORY_DEVICE_PRIVATE)\n\t\treturn 0;\n\tif (!is_zone_device_page(page))\n\t\treturn 0;\n\towner = ruff_owner(page);\n',
        ),
        caller('\tif (is_zone_device_page(page))\n\t\treturn 0;\n\towner = ruff_owner(page);\n'),
      ],
    },
  },
  {
    subject: 'stilt: a file shrinks when nobody has its pages pinned',
    like: '430657b6be89',
    rule: 'truncate-needs-no-layout-break',
    files: { 'fs/stilt/inode.c': [stilt(''), stilt('\tstilt_break_layouts(inode);\n')] },
    beside: { 'fs/stilt/layout.c': LAYOUTS },
  },
  {
    subject: 'dunlin: the caller waits for pins',
    like: 'd6dc57e251a4',
    rule: 'truncate-needs-no-layout-break',
    seenIn: 'fs/dunlin/shrink.c',
    isReach: true,
    files: {
      'fs/dunlin/inode.c': [dunlin(''), dunlin('\tstilt_break_layouts(inode);\n')],
    },
    beside: { 'fs/dunlin/shrink.c': SHRINK, 'fs/dunlin/layout.c': LAYOUTS },
  },
];
