/** `daxlint ledger`: rows, gaps, a summary, in one order. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { CLEAN, HINT, testFolder, testTree, WARNING } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const FILES = { 'fs/clean.c': CLEAN, 'fs/hint.c': HINT, 'fs/warn.c': WARNING, 'fs/bin.c': new Uint8Array([0, 1]) };

function rows(out: string): Record<string, unknown>[] {
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

test('each site is a row, then come the gaps, then the summary', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const { status, out, err } = runCli(['ledger', tree.path], '/');
  assert.equal(err, '');
  assert.equal(status, 0);
  const all = rows(out);
  const sites = all.filter((row) => row['gap'] !== true && row['summary'] !== true);
  assert.deepEqual(
    sites.map((row) => `${row['file']}:${row['line']}:${row['column']} ${row['base']}`),
    ['fs/hint.c:6:10 page', 'fs/warn.c:6:11 page', 'fs/warn.c:8:18 page'],
  );
  const [site] = sites;
  assert.deepEqual(Object.keys(site ?? {}), [
    'file',
    'line',
    'column',
    'function',
    'base',
    'baseType',
    'field',
    'use',
    'kinds',
    'verdict',
    'rule',
    'reason',
    'evidence',
    'config',
  ]);
  assert.equal(site?.['function'], 'drop');
  assert.equal(site?.['baseType'], 'page');
  assert.equal(site?.['config'], null);
  assert.ok(Array.isArray(site?.['evidence']));
  const gaps = all.filter((row) => row['gap'] === true);
  assert.deepEqual(gaps, [{ gap: true, file: 'fs/bin.c', line: 1, endLine: 1, why: 'the file is a binary file' }]);
  const summary = all.at(-1);
  assert.equal(summary?.['summary'], true);
  assert.equal(summary?.['sites'], 3);
  assert.equal(summary?.['filesSkipped'], 1);
  assert.deepEqual(Object.keys(summary?.['verdicts'] ?? {}), [
    'hazard',
    'latent',
    'safe',
    'dax-code',
    'undecided',
    'not-parsed',
  ]);
  for (const key of ['milliseconds', 'peakMemory', 'filesRead']) assert.equal(typeof summary?.[key], 'number', key);
});

test('a folder in a tree gives the rows of that folder, named from the root', (t) => {
  const tree = testTree({ ...FILES, 'mm/more.c': HINT });
  t.after(() => tree.remove());
  const { out } = runCli(['ledger'], join(tree.path, 'mm'));
  assert.deepEqual(
    rows(out)
      .slice(0, -1)
      .map((row) => row['file']),
    ['mm/more.c'],
  );
});

test('the rows are the same for any number of jobs', (t) => {
  const files = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`fs/f${i}.c`, i % 2 ? HINT : WARNING]));
  const tree = testTree(files);
  t.after(() => tree.remove());
  const [one, many] = ['1', '4'].map((jobs) =>
    rows(runCli(['ledger', '--no-cache', '--jobs', jobs], tree.path).out).slice(0, -1),
  );
  assert.deepEqual(one, many);
  assert.equal(one?.length, 120);
});

test('a rule narrows the rows, and the table is for people', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const narrowed = rows(runCli(['ledger', '--rule', 'mapping-implies-page-cache'], tree.path).out);
  assert.ok(narrowed.length >= 2);
  for (const row of narrowed) if ('use' in row) assert.equal(row['rule'], 'mapping-implies-page-cache');
  const table = runCli(['ledger', '--format', 'table'], tree.path);
  assert.match(table.out, /\n\S+ +fs\/warn\.c:8:18 +pagecache_page +page->mapping /);
  assert.match(table.out, /\n3 sites: .+; \d+ files read, 1 skipped, 1 gaps; [\d.]+ s, \d+ MB\n$/);
});

test('other fields are listed where they are asked for', (t) => {
  const code = `#include <linux/mm.h>
static void f(struct page *page, struct item *item)
{
	use(page->index, item->index, page_ref_count(page), page->mapping);
	list_del(&page->lru);
}
`;
  const tree = testTree({ 'fs/f.c': code });
  t.after(() => tree.remove());
  const listed = (...args: string[]): unknown[] =>
    rows(runCli(['ledger', ...args], tree.path).out)
      .slice(0, -1)
      .map((row) => row['asked'] ?? row['field']);
  assert.deepEqual(listed(), ['mapping']);
  assert.deepEqual(listed('--field', 'index', '--field', 'refcount', '.'), ['index', 'page_ref_count']);
  assert.deepEqual(listed('--field', 'all'), ['index', 'page_ref_count', 'mapping', 'lru']);
  const table = runCli(['ledger', '--field', 'refcount', '--format', 'table'], tree.path).out;
  assert.match(table, /fs\/f\.c:4:32 +f +page_ref_count\(page\) /);
  const wrong = runCli(['ledger', '--field', 'maping'], tree.path);
  assert.deepEqual([wrong.status, wrong.out], [2, '']);
  assert.match(wrong.err, /The nearest field is mapping\.$/m);
});

test('without a tree there is no ledger', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  for (const args of [['ledger'], ['ledger', 'none']]) {
    const { status, out, err } = runCli(args, folder.path);
    assert.equal(status, 2);
    assert.equal(out, '');
    assert.match(err, /^daxlint: (\. lies in no kernel tree: .+|none does not exist.*)\n$/);
  }
});
