/** `daxlint patch`: what a patch, a series or a range introduces, makes reachable and fixes. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type CliResult, runCli } from './run-cli.ts';
import { type GitTree, gitTree } from './git-tree.ts';

/** Follows the mapping of any page of a frame number, behind a test for device memory. */
const GUARDED = `#include <linux/mm.h>
#include <linux/fs.h>

unsigned long owner_of(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);
	struct address_space *mapping;

	if (is_zone_device_page(page))
		return 0;
	mapping = page_mapping(page);
	return mapping ? mapping->host->i_ino : 0;
}

unsigned long owner_of_user(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return 0;
	if (is_zone_device_page(page))
		return 0;
	if (page->mapping)
		delete_from_page_cache(page);
	return 1;
}
`;

const GUARD = `	if (is_zone_device_page(page))
		return 0;
	if (page->mapping)`;
const OPEN = GUARDED.replace(GUARD, '\tif (page->mapping)');

/** A function that believes in a set mapping, and a caller that hands it page cache only. */
const CALLEE = `#include <linux/mm.h>

void drop_if_cached(struct page *page)
{
	if (page->mapping)
		delete_from_page_cache(page);
}
`;
const CALLER = `#include <linux/mm.h>
void drop_if_cached(struct page *page);

void drop_user(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return;
	if (is_zone_device_page(page))
		return;
	drop_if_cached(page);
}
`;
const CALLER_OPEN = CALLER.replace('\tif (is_zone_device_page(page))\n\t\treturn;\n', '');

interface Counts {
  readonly introduced: number;
  readonly reachable: number;
  readonly fixed: number;
  readonly quiet: number;
}

interface Report {
  readonly version: number;
  readonly steps: readonly {
    readonly title: string;
    readonly changed: readonly string[];
    readonly introduced: readonly { readonly file: string; readonly line: number; readonly rule: string }[];
    readonly reachable: readonly { readonly file: string; readonly function: string }[];
    readonly fixed: readonly { readonly file: string }[];
  }[];
  readonly summary: Counts;
}

function patch(tree: GitTree, args: readonly string[], input?: string): CliResult {
  if (input === undefined) return runCli(['patch', ...args], tree.path);
  tree.write('.git/input.patch', input);
  const result = runCli(['patch', ...args, '.git/input.patch'], tree.path);
  tree.delete('.git/input.patch');
  return result;
}

function report(tree: GitTree, args: readonly string[], input?: string): Report {
  const { out, err } = patch(tree, ['--format', 'json', ...args], input);
  assert.notEqual(out, '', err);
  return JSON.parse(out) as Report;
}

function counts(tree: GitTree, args: readonly string[], input?: string): readonly number[] {
  const { introduced, reachable, fixed, quiet } = report(tree, args, input).summary;
  return [introduced, reachable, fixed, quiet];
}

test('a guard that comes fixes, one that goes introduces, and the rest is kept quiet', (t) => {
  const tree = gitTree({ 'fs/owner.c': OPEN });
  t.after(() => tree.remove());
  tree.write('fs/owner.c', GUARDED);
  assert.deepEqual(counts(tree, []), [0, 0, 1, 0], 'not committed');
  tree.commit('fs: do not take DAX pages for page cache');
  assert.deepEqual(counts(tree, []), [0, 0, 0, 0], 'all is committed');
  assert.deepEqual(counts(tree, ['HEAD']), [0, 0, 1, 0]);
  assert.deepEqual(counts(tree, ['HEAD~1..HEAD']), [0, 0, 1, 0]);
  assert.deepEqual(counts(tree, ['HEAD..HEAD~1']), [1, 0, 0, 0]);
  const text = patch(tree, ['HEAD..HEAD~1']);
  assert.equal(text.status, 1);
  assert.match(text.out, /^introduced:\n\nfs\/owner\.c:21:6: warning: .+\[mapping-implies-page-cache\]\n/);
  assert.match(text.out, /\n1 introduced, 0 made reachable, 0 fixed; 0 that were there before kept quiet in 1 file\n/);
  assert.equal(patch(tree, ['HEAD']).status, 0);
  assert.match(patch(tree, ['HEAD']).out, /^fixed:\n {2}fs\/owner\.c:21: .+\[mapping-implies-page-cache\]\n/);
});

test('a commit range is judged as it was, whatever is on disk', (t) => {
  const tree = gitTree({ 'fs/owner.c': GUARDED });
  t.after(() => tree.remove());
  tree.write('fs/owner.c', OPEN);
  tree.commit('fs: break it');
  tree.write('fs/other.c', OPEN.replaceAll('owner_of', 'other_of'));
  tree.commit('fs: break another');
  tree.write('fs/owner.c', 'int nothing;\n');
  tree.delete('fs/other.c');
  assert.deepEqual(counts(tree, ['HEAD~2..HEAD']), [2, 0, 0, 0]);
  assert.deepEqual(counts(tree, ['HEAD~1']), [1, 0, 0, 0]);
  assert.deepEqual(counts(tree, ['HEAD']), [1, 0, 0, 0]);
  const each = report(tree, ['--each', 'HEAD~2..HEAD']);
  assert.deepEqual(
    each.steps.map((step) => [step.title.replace(/^\w+ /, ''), step.introduced.length, step.changed]),
    [
      ['fs: break it', 1, ['fs/owner.c']],
      ['fs: break another', 1, ['fs/other.c']],
    ],
  );
  assert.deepEqual(counts(tree, []), [0, 0, 2, 0], 'what is on disk has none of them');
});

test('a caller that lets DAX pages through makes old code reachable', (t) => {
  const tree = gitTree({ 'mm/callee.c': CALLEE, 'fs/caller.c': CALLER });
  t.after(() => tree.remove());
  tree.write('fs/caller.c', CALLER_OPEN);
  const [step] = report(tree, []).steps;
  assert.deepEqual(step?.introduced, []);
  assert.deepEqual(
    step?.reachable.map(({ file, function: name }) => `${file} ${name}`),
    ['mm/callee.c drop_if_cached'],
  );
  const { out } = patch(tree, []);
  assert.match(out, /^made reachable, in code that is as it was:\n\nmm\/callee\.c:5:6: warning: /);
  assert.match(out, /fs\/caller\.c:10: `drop_user\(\)` hands .+ to `drop_if_cached\(\)`/);
  tree.commit('fs: let them in');
  assert.deepEqual(counts(tree, ['HEAD..HEAD~1']), [0, 0, 1, 0]);
});

test('lines above a way do not change what is found, and the way has the lines of the patch', (t) => {
  const tree = gitTree({ 'mm/callee.c': CALLEE, 'fs/caller.c': CALLER_OPEN });
  t.after(() => tree.remove());
  runCli(['check', '.'], tree.path);
  tree.write('fs/caller.c', `/* one */\n/* two */\n${CALLER_OPEN}`);
  tree.write('mm/callee.c', CALLEE.replace('void drop', '/* three */\nvoid drop').replaceAll('(page)', '(  page)'));
  assert.deepEqual(counts(tree, []), [0, 0, 0, 1]);
  const callee = 'mm/callee.c';
  tree.write(
    callee,
    tree.read(callee).replace('\tif', '\tif (page->mapping != NULL)\n\t\tfilemap_remove_folio(page);\n\tif'),
  );
  const { out } = patch(tree, []);
  assert.match(out, /^introduced:\n\nmm\/callee\.c:6:6: /);
  assert.match(out, /fs\/caller\.c:12: `drop_user\(\)` hands/);
});

test('code that only moves introduces nothing', (t) => {
  const tree = gitTree({ 'fs/owner.c': OPEN, 'fs/empty.c': '#include <linux/mm.h>\n#include <linux/fs.h>\n' });
  t.after(() => tree.remove());
  const second = OPEN.slice(OPEN.indexOf('unsigned long owner_of_user'));
  const first = OPEN.slice(0, OPEN.length - second.length);
  const states: readonly (readonly [what: string, change: () => void])[] = [
    [
      'to another file',
      () => (tree.write('fs/owner.c', first), tree.write('fs/empty.c', `${tree.read('fs/empty.c')}${second}`)),
    ],
    ['up in its file', () => tree.write('fs/owner.c', `#include <linux/mm.h>\n${second}\n${first}`)],
    ['with the file', () => tree.git('mv', 'fs/owner.c', 'fs/moved.c')],
    ['under another name', () => tree.write('fs/owner.c', OPEN.replaceAll('owner_of_user', 'user_owner'))],
    ['into a function of its own', () => tree.write('fs/owner.c', extracted())],
  ];
  for (const [what, change] of states) {
    change();
    const found = report(tree, []).summary;
    assert.deepEqual([found.introduced, found.reachable, found.fixed], [0, 0, 0], what);
    tree.git('reset', '--quiet', '--hard');
    tree.git('clean', '--quiet', '--force');
  }
});

function extracted(): string {
  const body = '\tif (page->mapping)\n\t\tdelete_from_page_cache(page);\n';
  const at = OPEN.indexOf('unsigned long owner_of_user');
  return `${OPEN.slice(0, at)}static void drop_one(struct page *page)\n{\n${body}}\n\n${OPEN.slice(at).replace(body, '\tdrop_one(page);\n')}`;
}

test('a new use before an old one of the same kind is the one that is introduced', (t) => {
  const tree = gitTree({ 'fs/owner.c': OPEN });
  t.after(() => tree.remove());
  const again =
    '\tif (page->mapping != NULL)\n\t\tdelete_from_page_cache(page);\n\tput_page(page);\n\tif (page->mapping)';
  tree.write('fs/owner.c', OPEN.replace('\tif (page->mapping)', again));
  const [step] = report(tree, []).steps;
  assert.deepEqual(
    step?.introduced.map(({ line }) => line),
    [21],
  );
});

test('a header that changes what a guard answers is felt in files that are as they were', (t) => {
  const guard = (body: string): string =>
    `#include <linux/mm.h>\nstatic inline bool page_is_ours(struct page *page)\n{\n\treturn ${body};\n}\n`;
  const user = OPEN.replace('#include <linux/fs.h>', '#include <linux/ours.h>').replace(
    '\tif (page->mapping)',
    '\tif (!page_is_ours(page))\n\t\treturn 0;\n\tif (page->mapping)',
  );
  const tree = gitTree({ 'include/linux/ours.h': guard('!is_zone_device_page(page)'), 'fs/owner.c': user });
  t.after(() => tree.remove());
  tree.write('include/linux/ours.h', guard('page != NULL'));
  const [step] = report(tree, []).steps;
  assert.deepEqual(
    step?.reachable.map(({ file }) => file),
    ['fs/owner.c'],
  );
});

test('a change of the era is felt in the whole tree', (t) => {
  const follows = `#include <linux/mm.h>
#include <linux/fs.h>

unsigned long owner_of_user(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return 0;
	if (PageAnon(page))
		return 1;
	return 0;
}
`;
  const tree = gitTree({ 'fs/owner.c': follows });
  t.after(() => tree.remove());
  const flags = 'include/linux/page-flags.h';
  tree.write(flags, tree.read(flags).replace('#define PAGE_MAPPING_DAX_COW 0x1\n', ''));
  const types = 'include/linux/mm_types.h';
  tree.write(types, tree.read(types).replace('struct page page;', 'struct page page;\n\tunsigned long share;'));
  const mmzone = 'static inline struct dev_pagemap *page_pgmap(const struct page *page)\n{\n\treturn 0;\n}\n';
  tree.write('include/linux/mmzone.h', mmzone);
  tree.git('add', '--all');
  const { out } = patch(tree, []);
  assert.match(out, /read as Linux 6\.0 - 6\.1 before it and as Linux 6\.1\d.* after it/);
  assert.deepEqual(counts(tree, []).slice(0, 3), [0, 0, 1]);
});

test('nothing that the repository names is run', (t) => {
  const tree = gitTree({ 'fs/owner.c': OPEN, '.gitattributes': '*.c filter=trap diff=trap\n' });
  t.after(() => tree.remove());
  const marks = join(tree.path, 'ran');
  const trap = tree.write('.git/trap.sh', `#!/bin/sh\necho "$0 $*" >> ${marks}\ncat\n`);
  chmodSync(trap, 0o755);
  for (const [key, value] of Object.entries({
    'core.fsmonitor': trap,
    'core.hooksPath': join(tree.path, '.git'),
    'core.pager': trap,
    'core.sshCommand': trap,
    'diff.external': trap,
    'diff.trap.command': trap,
    'diff.trap.textconv': trap,
    'filter.trap.clean': trap,
    'filter.trap.smudge': trap,
    'pager.diff-index': 'true',
    'alias.diff-tree': `!${trap}`,
    'log.showSignature': 'true',
    'gpg.program': trap,
  }))
    tree.git('config', key, value);
  runCli(['check'], tree.path);
  assert.equal(existsSync(marks), false);
  tree.write('fs/owner.c', GUARDED);
  assert.deepEqual(counts(tree, []), [0, 0, 1, 0]);
  patch(tree, ['HEAD'], undefined);
  patch(tree, ['--each', 'HEAD~1..HEAD']);
  assert.equal(existsSync(marks), false, 'a program of the repository was run');
  tree.write('fs/owner.c', OPEN.replace('addr, 1', 'addr + 1, 1'));
  tree.git('diff');
  assert.equal(existsSync(marks), true, 'git by itself would have run it');
});

test('a name that is no file and no commit is refused in one line', (t) => {
  const tree = gitTree();
  t.after(() => tree.remove());
  for (const [args, complaint] of [
    [['nothing..HEAD'], /^daxlint: nothing is no file, and names no commit of the tree's git\n$/],
    [['HEAD'], /^daxlint: HEAD is a first commit: there is nothing before it\n$/],
    [['--', '--output=x'], /^daxlint: --output=x names no commit\n$/],
    [['a.patch', 'b.patch'], /^daxlint: a\.patch does not exist; name a commit range, a file with patches, or `-`\n$/],
  ] as const) {
    const { status, out, err } = patch(tree, args);
    assert.deepEqual([status, out], [2, '']);
    assert.match(err, complaint);
  }
});
