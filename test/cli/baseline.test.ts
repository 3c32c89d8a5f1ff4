/** Baselines: what is known is counted and not shown, wherever it moves to, and what is gone is said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Log } from 'sarif';
import { runCli } from './run-cli.ts';
import { type GitTree, gitTree } from './git-tree.ts';

function open(name: string): string {
  return `#include <linux/mm.h>

int ${name}(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return 0;
	if (page->mapping)
		delete_from_page_cache(page);
	return 1;
}
`;
}

const FILE = 'known.json';

function baselined(t: { after: (end: () => void) => void }): GitTree {
  const tree = gitTree({ 'fs/a.c': open('page_a'), 'fs/b.c': open('page_b') });
  t.after(() => tree.remove());
  const { status, out } = runCli(['check', '--baseline', FILE, '--update-baseline'], tree.path);
  assert.deepEqual([status, out], [0, `${FILE}: 2 findings (2 new, 0 as before, 0 taken out)\n`]);
  return tree;
}

function check(
  tree: GitTree,
  ...args: readonly string[]
): readonly [status: number | null, summary: string, err: string] {
  const { status, out, err } = runCli(['check', '--baseline', FILE, ...args], tree.path);
  return [status, /^.* in \d+ files?$/m.exec(out)?.[0] ?? out, err];
}

test('what a baseline knows is not shown, and does not count for the exit status', (t) => {
  const tree = baselined(t);
  const all = 'nothing found, 2 in the baseline in 6 files';
  assert.deepEqual(check(tree), [0, all, '']);
  tree.write('fs/c.c', open('page_c'));
  const [status, summary] = check(tree);
  assert.deepEqual([status, summary], [1, '1 warning, 2 in the baseline in 7 files']);
});

test('it knows them after lines, files and types have changed', (t) => {
  const tree = baselined(t);
  tree.write('fs/a.c', `/* one */\n\n${open('page_a')}`);
  assert.deepEqual(check(tree), [0, 'nothing found, 2 in the baseline in 6 files', ''], 'lines');
  tree.git('mv', '--force', 'fs/a.c', 'fs/renamed.c');
  assert.deepEqual(check(tree), [0, 'nothing found, 2 in the baseline in 6 files', ''], 'a file');
  const folio = open('folio_b')
    .replace('\tif (page->mapping)', '\tfolio = page_folio(page);\n\tif (folio->mapping)')
    .replace('struct page *page;', 'struct page *page;\n\tstruct folio *folio;')
    .replace('delete_from_page_cache(page)', 'filemap_remove_folio(folio)');
  tree.write('fs/b.c', folio);
  assert.deepEqual(check(tree), [0, 'nothing found, 2 in the baseline in 6 files', ''], 'a folio');
});

test('one more of the same is new', (t) => {
  const tree = baselined(t);
  tree.write(
    'fs/a.c',
    open('page_a').replace('\treturn 1;', '\tif (page->mapping)\n\t\tdelete_from_page_cache(page);\n\treturn 1;'),
  );
  assert.deepEqual(check(tree).slice(0, 2), [1, '1 warning, 2 in the baseline in 6 files']);
  tree.write('fs/a.c', open('page_a'));
  tree.write('fs/c.c', open('page_a'));
  assert.deepEqual(
    check(tree).slice(0, 2),
    [1, '1 warning, 2 in the baseline in 7 files'],
    'of the same name elsewhere',
  );
});

test('what is there no more is said, where its file was looked at or is gone', (t) => {
  const tree = baselined(t);
  tree.write('fs/a.c', 'int a;\n');
  const [status, summary, err] = check(tree);
  assert.deepEqual([status, summary], [0, 'nothing found, 1 in the baseline in 6 files']);
  assert.equal(
    err,
    'daxlint: known.json knows a finding of mapping-implies-page-cache in page_a() of fs/a.c that is there no more; --update-baseline takes it out\n',
  );
  assert.equal(check(tree, 'fs/b.c')[2], '', 'fs/a.c was not looked at');
  tree.delete('fs/a.c');
  assert.match(check(tree, 'fs/b.c')[2], /page_a\(\) of fs\/a\.c that is there no more/);
  const json = JSON.parse(runCli(['check', '--baseline', FILE, '--format', 'json'], tree.path).out) as {
    readonly baseline: { readonly known: number; readonly expired: readonly { readonly file: string }[] };
  };
  assert.deepEqual([json.baseline.known, json.baseline.expired.map(({ file }) => file)], [1, ['fs/a.c']]);
});

test('an update takes out what is gone, adds what is new, and leaves what was not looked at and what people wrote', (t) => {
  const tree = baselined(t);
  tree.write(FILE, tree.read(FILE).replace('"fs/b.c"', '"fs/b.c","reason":"only called for page cache"'));
  tree.write('fs/a.c', 'int a;\n');
  tree.write('fs/c.c', open('page_c'));
  const update = (...paths: readonly string[]): string =>
    runCli(['check', '--baseline', FILE, '--update-baseline', ...paths], tree.path).out;
  assert.equal(update('fs/c.c'), `${FILE}: 3 findings (1 new, 0 as before, 0 taken out)\n`);
  assert.equal(update(), `${FILE}: 2 findings (0 new, 2 as before, 1 taken out)\n`);
  assert.match(tree.read(FILE), /"fs\/b\.c".*"reason":"only called for page cache"/);
  assert.doesNotMatch(tree.read(FILE), /fs\/a\.c/);
  const before = tree.read(FILE);
  update();
  assert.equal(tree.read(FILE), before, 'an update of what is up to date changes nothing');
});

test('in SARIF the fingerprints are those of the baseline, and what it knows is suppressed', (t) => {
  const tree = baselined(t);
  tree.write('fs/c.c', open('page_c'));
  const log = JSON.parse(runCli(['check', '--baseline', FILE, '--format', 'sarif'], tree.path).out) as Log;
  const results = log.runs[0]?.results ?? [];
  const entries = (JSON.parse(tree.read(FILE)) as { entries: { fingerprint: string }[] }).entries;
  assert.deepEqual(
    results.map(({ baselineState, suppressions }) => [baselineState, suppressions?.[0]?.kind]),
    [
      ['new', undefined],
      ['unchanged', 'external'],
      ['unchanged', 'external'],
    ],
  );
  assert.deepEqual(
    results.slice(1).map(({ partialFingerprints }) => partialFingerprints?.['daxlint/v2']),
    entries.map(({ fingerprint }) => fingerprint),
  );
});

test('a file that is no baseline is refused', (t) => {
  const tree = gitTree({ 'fs/a.c': open('a') });
  t.after(() => tree.remove());
  for (const [args, complaint] of [
    [['--baseline', 'none.json'], /^daxlint: none\.json does not exist; --update-baseline writes one\n$/],
    [['--baseline', 'Makefile'], /^daxlint: Makefile is no baseline of version 1; --update-baseline writes one\n$/],
    [['--baseline', 'Makefile', '--update-baseline'], /is no baseline of version 1/],
    [['--update-baseline'], /^daxlint: --update-baseline needs --baseline <file>\n$/],
    [['--baseline', 'no/folder.json', '--update-baseline'], /^daxlint: no\/folder\.json cannot be written \(.+\)\n$/],
  ] as const) {
    const { status, out, err } = runCli(['check', ...args], tree.path);
    assert.deepEqual([status, out], [2, '']);
    assert.match(err, complaint);
  }
});
