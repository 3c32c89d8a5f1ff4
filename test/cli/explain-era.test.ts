/** `daxlint explain` of an era, and of the era of the tree in which it is run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROBES } from '../../server/src/kernel/probes.ts';
import { HEADERS, testFolder, testTree } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const flat = (text: string): string => text.replace(/\s+/g, ' ');

test('an era is explained by its release, and all of them are listed outside of a tree', () => {
  const { out } = runCli(['explain', '6.1'], '/');
  assert.match(out, /^Linux 6\.0 - 6\.1\nWhat changed: /);
  assert.match(out, /^ +0x1, not a pointer +shared FS-DAX$/m);
  assert.match(out, /^ +number of files that share the block +shared FS-DAX$/m);
  assert.match(runCli(['explain', 'inode-2017'], '/').out, /^page->inode\n +the second pointer of `lru` /m);
  const list = runCli(['explain', 'era'], '/').out;
  assert.match(list, /^6\.17 and later +\S/m);
  assert.equal(list, runCli(['explain', 'eras'], '/').out);
});

test('inside of a tree the era is named, why, and the answer to every probe with its file and line', (t) => {
  const tree = testTree({ 'mm/x.c': '' });
  t.after(() => tree.remove());
  const { status, out } = runCli(['explain', 'era'], `${tree.path}/mm`);
  assert.equal(status, 0);
  assert.ok(flat(out).startsWith(`Linux 6.0 - 6.1, the tree in ${tree.path}: \`PAGE_MAPPING_DAX_COW\` is declared`));
  for (const probe of PROBES) assert.ok(flat(out).includes(probe.text), probe.text);
  assert.match(out, /^> +yes +include\/linux\/page-flags\.h:2 +6\.0 - 6\.1 /m);
  assert.match(out, /^ +no +include\/linux\/page-flags\.h +6\.17 and later /m);
  assert.match(out, /^ +no file +fs\/dax\.c +4\.17 and later /m);
  assert.equal(out.match(/^> +yes/gm)?.length, 1);
});

test('a backport is named with the probe that gives it away', (t) => {
  const types = (HEADERS['include/linux/mm_types.h'] ?? '').replace('index;', 'index;\n\tunsigned long share;');
  const tree = testTree({
    'include/linux/mm_types.h': types,
    'include/linux/page-flags.h': '#define PAGE_MAPPING_DAX_SHARED 0x1\n',
  });
  t.after(() => tree.remove());
  const { out } = runCli(['explain', 'era'], tree.path);
  assert.match(out, /^Linux 6\.2 - 6\.14, the tree in /);
  assert.match(flat(out), /mismatch: 6\.1 by its Makefile, but `PAGE_MAPPING_DAX_SHARED` is declared: a backport/);
});

test('an answer that does not fit the era is marked', (t) => {
  const types = (HEADERS['include/linux/mm_types.h'] ?? '').replace('index;', 'index;\n\tunsigned long share;');
  const tree = testTree({ 'include/linux/mm_types.h': types });
  t.after(() => tree.remove());
  const { out } = runCli(['explain', 'era'], tree.path);
  assert.match(out, /^! +yes +include\/linux\/mm_types\.h:8 +6\.2 and later +`struct page` has a member `share`$/m);
  assert.match(out, /^! does not fit the era/m);
  assert.match(flat(out), /mismatch: 6\.0 - 6\.1 by its probes, but `struct page` has a member `share`/);
});

test('a tree without headers falls back to its Makefile and says so, in a check too', (t) => {
  const broken = testFolder();
  t.after(() => broken.remove());
  broken.write('Makefile', '# a test\nVERSION = 5\nPATCHLEVEL = 10\n');
  broken.write('Kbuild', '');
  const file = broken.write('fs/x.c', 'int x;\n');
  const { out } = runCli(['explain', 'era'], broken.path);
  assert.match(
    flat(out),
    /^Linux 4\.19 - 5\.15, the tree in \S+: the Makefile .* and no header was found that tells more/,
  );
  assert.match(out, /^No probe decided\.$/m);
  assert.match(runCli(['check', file], broken.path).out, /read as Linux 4\.19 - 5\.15: the Makefile/);
});

test('a Makefile with other numbers makes no tree', (t) => {
  const other = testFolder();
  t.after(() => other.remove());
  other.write('Makefile', 'VERSION = 2024\nPATCHLEVEL = 01\n');
  other.write('Kbuild', '');
  assert.match(runCli(['explain', 'era'], other.path).out, /^4\.0 - 4\.4 /);
});

test('an era that was asked for is explained by the tree that does not have it', (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const { out } = runCli(['explain', 'era', '--era', '6.12'], tree.path);
  assert.match(out, /^Linux 6\.2 - 6\.14, as asked for\nmismatch: /);
  assert.match(out, /^No probe decided/m);
});
