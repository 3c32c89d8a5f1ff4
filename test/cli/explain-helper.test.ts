/** `daxlint explain` of a helper: what it means here, whether this tree has it, what stands for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testFolder, testTree } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const flat = (text: string): string => text.replace(/\s+/g, ' ');

test('a helper is explained with its releases, its header and what its answer excludes', () => {
  const { status, out } = runCli(['explain', 'folio_is_zone_device()', '--era', '6.1'], '/');
  assert.equal(status, 0);
  assert.match(out, /^folio_is_zone_device\(\)\nThe folio is memory of a device/);
  assert.match(out, /^releases +5\.18 and later$/m);
  assert.match(out, /^declared in +include\/linux\/mmzone\.h$/m);
  assert.match(flat(out), /if true the page is FS-DAX, .* if false the page is page cache, /);
  assert.match(out, /^older form +is_zone_device_page\(\)/m);
  assert.doesNotMatch(out, /in this tree/);
});

test('what stands for a helper depends on the era', () => {
  const explain = (name: string, era: string): string => flat(runCli(['explain', name, '--era', era], '/').out);
  assert.match(explain('dax_lock_page', '6.1'), /in other eras dax_lock_folio\(\) \(6\.7 and later\)/);
  assert.match(explain('dax_lock_page', '7.1'), /not there: .* newer form dax_lock_folio\(\); it takes the folio/);
  assert.match(explain('folio_mapping', '4.15'), /not there: .* older form page_mapping\(\)/);
  assert.match(explain('page_mapping', '6.17'), /newer form folio_mapping\(\)/);
  assert.match(explain('set_page_dirty', '6.1'), /newer form folio_mark_dirty\(\)/);
  assert.match(explain('dax_layout_busy_page', '6.15'), /newer form dax_break_layout\(\); it unmaps and waits/);
  assert.match(explain('dax_mapping_is_cow', '6.15'), /newer form dax_folio_is_shared\(\)/);
});

test('a helper that reads a field comes with the cells of the field', () => {
  const { out } = runCli(['explain', 'page_ref_count', '--era', '6.15'], '/');
  assert.match(out, /^FS-DAX +0 when idle, 1 per mapping and per pin$/m);
  assert.match(runCli(['explain', 'PageAnon', '--era', '6.1'], '/').out, /^shared FS-DAX +true, 0x1 is the bit/m);
});

test('inside of a tree its own declaration is named, or that there is none', (t) => {
  const tree = testTree({
    'include/linux/dax.h': '/* dax_lock_page() */\n\ndax_entry_t dax_lock_page(struct page *page);\n',
    'include/linux/mm.h': 'struct page *folio_page(void);\nbool folio_mark_dirty_lock(struct folio *folio);\n',
  });
  t.after(() => tree.remove());
  assert.match(runCli(['explain', 'dax_lock_page'], tree.path).out, /^in this tree +include\/linux\/dax\.h:3$/m);
  assert.match(runCli(['explain', 'dax_lock_folio'], tree.path).out, /^in this tree +not declared$/m);
  const backport = runCli(['explain', 'folio_mark_dirty_lock'], tree.path).out;
  assert.match(flat(backport), /include\/linux\/mm\.h:2, which Linux 6\.0 - 6\.1 does not have: a backport/);
});

test('without its headers a tree cannot tell', (t) => {
  const broken = testFolder();
  t.after(() => broken.remove());
  broken.write('Makefile', 'VERSION = 6\nPATCHLEVEL = 1\n');
  broken.write('Kbuild', '');
  assert.match(runCli(['explain', 'dax_lock_page'], broken.path).out, /^in this tree +not known: the headers/m);
});

test('false friends are named as such', () => {
  const lock = flat(runCli(['explain', 'dax_lock_page', '--era', '6.1'], '/').out);
  assert.match(lock, /Not to be confused with the dax_lock_page of drivers\/sbus\/char\/oradax\.c: .*SPARC/);
  const mapping = flat(runCli(['explain', 'dax_mapping'], '/').out);
  assert.match(mapping, /Not to be confused with the dax_mapping of drivers\/dax\/dax-private\.h: the struct/);
  assert.match(runCli(['explain', 'is_devdax_page'], '/').out, /^releases +none: it was only proposed$/m);
  assert.match(runCli(['explain', 'to_dax_mapping'], '/').out, /^A false friend: /m);
});

test('the evidence of a helper is shown when it is asked for', () => {
  const { out } = runCli(['explain', 'page_mapping', '--era', '6.1', '--evidence'], '/');
  assert.match(
    flat(out),
    /newer form folio_mapping\(\); it takes the folio \(6\.1: mm\/folio-compat\.c:14\) read in 4\.9: /,
  );
});
