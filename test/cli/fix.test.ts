/** `daxlint fix`: the patch that it prints, the files that it writes, and what it leaves alone. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { replaceFiles } from '../../server/src/store/replace-files.ts';
import { CLEAN, testFolder, testTree, WARNING } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const BIN = new URL('../../server/bin/daxlint.js', import.meta.url).pathname;

/** A value that is followed before its test: the fix is safe. */
const LATE = `#include <linux/mm.h>

static int mark(struct address_space *mapping, struct page *page)
{
	struct inode *inode = page->mapping->host;

	if (!page->mapping)
		return 0;
	return note(inode);
}
`;

const MENDED = LATE.replace('inode = page->mapping->host;', 'inode;').replace(
  '\t\treturn 0;\n',
  '\t\treturn 0;\n\tinode = page->mapping->host;\n',
);

const PATCH = `--- a/fs/late.c
+++ b/fs/late.c
@@ -2,9 +2,10 @@
${' '}
 static int mark(struct address_space *mapping, struct page *page)
 {
-	struct inode *inode = page->mapping->host;
+	struct inode *inode;
${' '}
 	if (!page->mapping)
 		return 0;
+	inode = page->mapping->host;
 	return note(inode);
 }
`;

test('the patch is printed and nothing is changed; what is not safe is counted', (t) => {
  const tree = testTree({ 'fs/late.c': LATE, 'fs/warn.c': WARNING });
  t.after(() => tree.remove());
  const { status, out, err } = runCli(['fix'], tree.path);
  assert.equal(out, PATCH);
  assert.equal(
    err,
    'daxlint: 1 fix in 1 file, 1 finding is left, 1 of them with a fix to look over (--all takes it); --write changes the files\n',
  );
  assert.equal(status, 1);
  assert.equal(readFileSync(join(tree.path, 'fs/late.c'), 'utf8'), LATE);
});

test('the patch names files from the root of the tree, wherever it was asked for, and `patch` takes it', (t) => {
  const tree = testTree({ 'fs/late.c': LATE });
  t.after(() => tree.remove());
  for (const [path, cwd] of [
    ['late.c', 'fs'],
    ['../fs', 'include'],
    [join(tree.path, 'fs'), '.'],
  ] as const)
    assert.equal(runCli(['fix', path], join(tree.path, cwd)).out, PATCH);
  const { status } = spawnSync('patch', ['-p1'], { cwd: tree.path, input: PATCH, encoding: 'utf8' });
  assert.equal(status, 0);
  assert.equal(readFileSync(join(tree.path, 'fs/late.c'), 'utf8'), MENDED);
});

test('with --write the files are changed, once and not twice', (t) => {
  const tree = testTree({ 'fs/late.c': LATE, 'fs/clean.c': CLEAN });
  t.after(() => tree.remove());
  const first = runCli(['fix', '--write'], tree.path);
  assert.equal(first.status, 0, first.err);
  assert.match(first.out, /^fs\/late\.c:5: move `inode = page->mapping->host;` below the NULL test {2}\[.+\]\n$/);
  assert.equal(first.err, 'daxlint: 1 fix in 1 file\n');
  assert.equal(readFileSync(join(tree.path, 'fs/late.c'), 'utf8'), MENDED);
  const time = statSync(join(tree.path, 'fs/late.c')).mtimeMs;
  const second = runCli(['fix', '--write'], tree.path);
  assert.deepEqual([second.status, second.out, second.err], [0, '', 'daxlint: nothing safe to mend\n']);
  assert.equal(statSync(join(tree.path, 'fs/late.c')).mtimeMs, time, 'not even touched');
  assert.deepEqual(readdirSync(join(tree.path, 'fs')), ['clean.c', 'late.c'], 'nothing is left beside');
});

test('--all takes the fixes that need an eye, and says what to look at', (t) => {
  const tree = testTree({ 'fs/warn.c': WARNING });
  t.after(() => tree.remove());
  const { out, err } = runCli(['fix', '--all'], tree.path);
  assert.match(out, /^-\tif \(!IS_DAX\(page->mapping->host\)\)\n\+\tif \(IS_DAX\(page->mapping->host\)\)$/m);
  assert.match(err, /^daxlint: fs\/warn\.c:8: take the `!` off .+; look it over: callers of `pagecache_page\(\)`/);
});

test('hints are mended with their level', (t) => {
  const text = LATE.replace('\tstruct inode *inode = page->mapping->host;\n\n', '');
  const guard = 'static inline bool is_zone_device_page(const struct page *page)\n{\n\treturn false;\n}\n';
  const tree = testTree({ 'fs/hint.c': text, 'include/linux/mmzone.h': guard });
  t.after(() => tree.remove());
  const quiet = runCli(['fix', '--all'], tree.path);
  assert.deepEqual([quiet.status, quiet.out], [0, '']);
  const loud = runCli(['fix', '--all', '--level', 'hint'], tree.path);
  assert.equal(loud.status, 1);
  assert.match(loud.out, /^\+.*is_zone_device_page/m);
});

test('line breaks, a missing last one and bytes that are no UTF-8 stay as they are', (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const cases: readonly (readonly [string, (text: string) => string, BufferEncoding])[] = [
    ['crlf.c', (text) => text.replaceAll('\n', '\r\n'), 'utf8'],
    ['last.c', (text) => text.trimEnd(), 'utf8'],
    ['latin.c', (text) => `/* Gr\u00fc\u00dfe */\n${text}/* \u00e9 */\n`, 'latin1'],
    ['utf.c', (text) => `\ufeff/* \u732b */\n${text}`, 'utf8'],
  ];
  for (const [name, change, encoding] of cases) {
    const path = tree.write(name, Buffer.from(change(LATE), encoding));
    const wanted = Buffer.from(change(MENDED), encoding);
    const script = `"${process.execPath}" "${BIN}" fix ${name} 2>/dev/null | patch --binary -s -p1 -o patched.c && cat patched.c`;
    const env = { ...process.env, XDG_CACHE_HOME: join(tree.path, '.cache') };
    const { stdout } = spawnSync('bash', ['-c', script], { cwd: tree.path, env });
    assert.ok(stdout.equals(wanted), `the patch of ${name}:\n${stdout.toString(encoding)}`);
    assert.equal(runCli(['fix', '--write', name], tree.path).status, 0);
    assert.ok(readFileSync(path).equals(wanted), name);
  }
});

test('the mode of a file is kept, and a link still leads to it', (t) => {
  const tree = testTree({ 'fs/late.c': LATE });
  t.after(() => tree.remove());
  const path = join(tree.path, 'fs/late.c');
  chmodSync(path, 0o751);
  mkdirSync(join(tree.path, 'mm'));
  symlinkSync('../fs/late.c', join(tree.path, 'mm/link.c'));
  assert.equal(runCli(['fix', '--write', 'mm/link.c', 'fs/late.c'], tree.path).status, 0);
  assert.ok(lstatSync(join(tree.path, 'mm/link.c')).isSymbolicLink());
  assert.equal(readlinkSync(join(tree.path, 'mm/link.c')), '../fs/late.c');
  assert.equal(readFileSync(path, 'utf8'), MENDED);
  assert.equal(statSync(path).mode & 0o7777, 0o751);
});

test('a file that has changed since it was read is refused, and no other one is written', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const [a, b] = [folder.write('a.c', 'old a'), folder.write('b.c', 'old b')];
  const replacement = (path: string, before: string) => ({
    name: path.split('/').pop() ?? '',
    path,
    before: Buffer.from(before),
    after: Buffer.from('new'),
  });
  writeFileSync(b, 'somebody typed this');
  assert.deepEqual(replaceFiles([replacement(a, 'old a'), replacement(b, 'old b')]), {
    name: 'b.c',
    why: 'has changed since it was read: run the command again',
  });
  assert.equal(readFileSync(a, 'utf8'), 'old a');
  assert.equal(readFileSync(b, 'utf8'), 'somebody typed this');
  assert.equal(replaceFiles([replacement(a, 'old a')]), undefined);
  assert.equal(readFileSync(a, 'utf8'), 'new');
  assert.deepEqual(readdirSync(folder.path).sort(), ['a.c', 'b.c']);
});

test('a function that could not be read is not changed', (t) => {
  const tree = testTree({ 'fs/late.c': LATE.replace('return note(inode);', 'return note(inode) ] here be (((;') });
  t.after(() => tree.remove());
  const { out } = runCli(['fix', '--all', '--level', 'hint'], tree.path);
  assert.equal(out, '');
});

test('wrong use is one line, with nothing on standard output', (t) => {
  const tree = testTree({ 'fs/late.c': LATE });
  t.after(() => tree.remove());
  for (const [args, words] of [
    [['--diff', '--write'], /cannot be used with option '--write'/],
    [['none.c'], /none\.c does not exist/],
    [['--level', 'all'], /warning, hint/],
  ] as const) {
    const { status, out, err } = runCli(['fix', ...args], tree.path);
    assert.deepEqual([status, out], [2, '']);
    assert.match(err, words);
    assert.match(err, /^daxlint: [^\n]+\n$/);
  }
  assert.equal(readFileSync(join(tree.path, 'fs/late.c'), 'utf8'), LATE);
});

test('the patch does not depend on the number of jobs', (t) => {
  const tree = testTree(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`fs/f${i}.c`, LATE])));
  t.after(() => tree.remove());
  assert.equal(runCli(['fix', '--jobs', '1'], tree.path).out, runCli(['fix', '--jobs', '4'], tree.path).out);
});
