/** A small kernel tree under git, for tests of patches and ranges. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestFolder, testTree } from '../kernel-tree.ts';

/** What the tests' C uses beside the headers of every test tree. */
const MORE_HEADERS: Readonly<Record<string, string>> = {
  'include/linux/mm.h': `#include <linux/mm_types.h>
struct page *pfn_to_page(unsigned long pfn);
struct page *pfn_to_online_page(unsigned long pfn);
bool is_zone_device_page(const struct page *page);
struct folio *page_folio(struct page *page);
bool folio_is_zone_device(const struct folio *folio);
struct address_space *page_mapping(struct page *page);
struct address_space *folio_mapping(struct folio *folio);
int get_user_pages_fast(unsigned long start, int nr, unsigned int flags, struct page **pages);
void put_page(struct page *page);
`,
};

export interface GitTree extends TestFolder {
  /** The text of a file. */
  read(name: string): string;
  /** Takes a file away. */
  delete(name: string): void;
  /** Runs git and answers what it prints. */
  git(...args: readonly string[]): string;
  /** Commits all that is there and answers the commit's id. */
  commit(subject: string): string;
}

/** Makes a tree with these files, and commits it. */
export function gitTree(files: Readonly<Record<string, string>> = {}): GitTree {
  const tree = testTree({ ...MORE_HEADERS, ...files });
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Ann Author', '-c', 'user.email=ann@example.org', ...args], {
      cwd: tree.path,
      encoding: 'utf8',
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const commit = (subject: string): string => {
    git('add', '--all');
    git('commit', '--quiet', '--message', subject);
    return git('rev-parse', 'HEAD').trim();
  };
  git('init', '--quiet', '--initial-branch=main');
  commit('the tree');
  return {
    ...tree,
    read: (name) => readFileSync(join(tree.path, name), 'utf8'),
    delete: (name) => rmSync(join(tree.path, name)),
    git,
    commit,
  };
}
