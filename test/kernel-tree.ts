/** A kernel tree for one test: as small as a tree can be, written to a folder that is removed afterwards. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The headers that make a folder a tree whose era is 6.0 - 6.1. */
export const HEADERS: Readonly<Record<string, string>> = {
  Makefile: '# a test\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n',
  'include/linux/mm_types.h': `struct address_space;

struct page {
	unsigned long flags;
	struct list_head lru;
	struct address_space *mapping;
	unsigned long index;
};

struct folio {
	unsigned long flags;
	struct address_space *mapping;
	unsigned long index;
	struct page page;
};
`,
  'include/linux/page-flags.h': '#define PAGE_MAPPING_ANON 0x1\n#define PAGE_MAPPING_DAX_COW 0x1\n',
  'include/linux/fs.h': `struct address_space {
	struct inode *host;
	unsigned long nrpages;
};

#define IS_DAX(inode) ((inode)->i_flags & S_DAX)
`,
};

/** A predicate with the fault that a warning is always given for: one finding of \`guard-polarity\`. */
export const WARNING = `#include <linux/mm_types.h>
#include <linux/fs.h>

static bool pagecache_page(struct page *page)
{
	if (!page->mapping)
		return false;
	if (!IS_DAX(page->mapping->host))
		return false;
	return true;
}
`;

/** A function that takes a set \`->mapping\` for page cache, of a page of which nothing is known: hints only. */
export const HINT = `#include <linux/mm_types.h>
#include <linux/fs.h>

void drop(struct page *page)
{
	if (page->mapping)
		delete_from_page_cache(page);
}
`;

/** Nothing to find. */
export const CLEAN = `#include <linux/mm_types.h>

int answer(void)
{
	return 42;
}
`;

export interface TestFolder {
  /** Absolute real path. */
  readonly path: string;
  /** Writes a file below the folder and answers its absolute path. */
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
}

/** Makes an empty folder outside every tree. */
export function testFolder(): TestFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'daxlint-')));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Makes a tree with these files beside the headers. */
export function testTree(files: Readonly<Record<string, string | Uint8Array>> = {}): TestFolder {
  const folder = testFolder();
  for (const [name, content] of Object.entries({ ...HEADERS, ...files })) folder.write(name, content);
  return folder;
}
