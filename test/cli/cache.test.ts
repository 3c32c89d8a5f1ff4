/** The cache of facts changes how long an answer takes, never the answer. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCli } from './run-cli.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'daxlint-cache-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The rows of a ledger without its summary, which has times in it. */
function rows(out: string): string {
  return out.slice(0, out.lastIndexOf('\n', out.length - 2) + 1);
}

function treeAndCache(name: string): { readonly tree: string; readonly cache: string } {
  const tree = join(folder, name);
  cpSync(SAMPLE, tree, { recursive: true });
  return { tree, cache: join(folder, `${name}-cache`) };
}

function ledger(tree: string, ...options: string[]) {
  const result = runCli(['ledger', tree, ...options], folder);
  assert.equal(result.status, 0, result.err);
  return result;
}

test('a second run gives the same rows, from what was kept', () => {
  const { tree, cache } = treeAndCache('again');
  const first = ledger(tree, '--cache-dir', cache);
  const second = ledger(tree, '--cache-dir', cache);
  assert.equal(rows(second.out), rows(first.out));
  assert.equal(rows(ledger(tree, '--no-cache').out), rows(first.out));
  assert.match(runCli(['index', tree, '--cache-dir', cache], folder).out, /files +(\d+), \d+ of them as they were/);
  assert.deepEqual(
    readdirSync(cache)
      .map((name) => name.split('.').at(-2))
      .sort(),
    ['facts', 'ledger', 'solved'],
  );
});

test('a file that changed is read again, and so are its callees', () => {
  const { tree, cache } = treeAndCache('changed');
  const before = ledger(tree, '--cache-dir', cache);
  const path = join(tree, 'mm/poison.c');
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('pfn_to_page', 'no_such_lookup'));
  const after = ledger(tree, '--cache-dir', cache);
  assert.notEqual(rows(after.out), rows(before.out));
  assert.equal(rows(after.out), rows(ledger(tree, '--no-cache').out));
});

/** How many files a run reads again, of all and of those that are not as they were. */
function readAgain(tree: string, cache: string): number {
  const { out } = runCli(['index', tree, '--cache-dir', cache], folder);
  const [, files, kept] = /files +(\d+), (\d+) of them as they were/.exec(out) ?? [];
  return Number(files) - Number(kept);
}

test('a header that declares the same is read again alone, one that does not with those that reach it', () => {
  const { tree, cache } = treeAndCache('headers');
  readAgain(tree, cache);
  const edit = (path: string, change: (text: string) => string): void =>
    writeFileSync(join(tree, path), change(readFileSync(join(tree, path), 'utf8')));
  edit('include/linux/mm.h', (text) => `${text}\n/* Pages, and what is done with them. */\n`);
  assert.equal(readAgain(tree, cache), 1);
  edit('drivers/egret/egret.h', (text) => text.replace('struct page **pages;', 'struct egret **pages;'));
  assert.equal(readAgain(tree, cache), 3, 'the header, and the two files of its driver');
  const { out } = ledger(tree, '--cache-dir', cache);
  assert.equal(rows(out), rows(ledger(tree, '--no-cache').out));
  assert.equal(readAgain(tree, cache), 0);
  edit('include/linux/mm.h', (text) => `${text}\nstruct page *newer_lookup(unsigned long pfn);\n`);
  assert.ok(readAgain(tree, cache) > 8, 'all that include it through others, too');
  writeFileSync(join(tree, 'include/linux/newer.h'), '');
  assert.ok(readAgain(tree, cache) > 20, 'a header that has come can be meant by any include');
});

test('what was cut short or damaged is made anew, without a word', () => {
  const { tree, cache } = treeAndCache('damaged');
  const whole = ledger(tree, '--cache-dir', cache);
  const kept = readdirSync(cache).map((name) => ({ name, bytes: readFileSync(join(cache, name)) }));
  const damages: readonly ((bytes: Buffer) => Buffer)[] = [
    (bytes) => bytes.subarray(0, bytes.length / 2),
    () => Buffer.from('no archive'),
    () => Buffer.alloc(0),
  ];
  for (const damage of damages) {
    for (const { name, bytes } of kept) writeFileSync(join(cache, name), damage(bytes));
    const mended = ledger(tree, '--cache-dir', cache);
    assert.equal(mended.err, '');
    assert.equal(rows(mended.out), rows(whole.out));
  }
});

test('a folder that cannot be written to is named once, and the answer is there', () => {
  const { tree } = treeAndCache('unwritable');
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const result = ledger(tree, '--cache-dir', join(file, 'below'));
  assert.match(result.err, /^daxlint: the cache is not kept \(.+\); give another --cache-dir, or --no-cache\n$/);
  assert.ok(result.out.includes('"summary":true'));
});

test('a part of a tree is judged by all of it', () => {
  const { tree, cache } = treeAndCache('part');
  const all = ledger(tree, '--cache-dir', cache)
    .out.split('\n')
    .filter((line) => line.startsWith('{"file":"fs/'));
  const part = ledger(join(tree, 'fs'), '--cache-dir', cache)
    .out.split('\n')
    .filter((line) => line.startsWith('{"file":'));
  assert.deepEqual(part, all);
});
