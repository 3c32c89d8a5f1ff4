/** The word lists answer for the names of the kernel and for nothing else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyAssertionOf, ASSERTIONS, assertionOf } from '../../../server/src/kernel/assertions.ts';
import { parseEvidence, unfoldPlaces } from '../../../server/src/kernel/evidence.ts';
import { isNoReturn, NORETURNS } from '../../../server/src/kernel/noreturn.ts';
import { isPrinter, isTracepoint, PRINTERS } from '../../../server/src/kernel/printers.ts';
import { questionOf, QUESTIONS, RELEASES } from '../../../server/src/kernel/questions.ts';
import { wellKnownMembers, wellKnownReturns } from '../../../server/src/kernel/well-known-types.ts';
import { MEMBER_ROWS, RETURN_ROWS } from '../../../server/src/kernel/type-rows.generated.ts';
import { isTransparentWrapper, wrapperOf, WRAPPERS } from '../../../server/src/kernel/wrappers.ts';

test('each list names each word once, with places of a known form', () => {
  const lists = { ASSERTIONS, NORETURNS, PRINTERS, QUESTIONS, RELEASES, WRAPPERS, RETURN_ROWS };
  for (const [list, rows] of Object.entries(lists)) {
    assert.equal(new Set(rows.map((row) => row.name)).size, rows.length, list);
    for (const row of rows) {
      const places = unfoldPlaces(row.places);
      assert.ok(places.length > 0, `${list}: ${row.name}`);
      for (const place of places) assert.ok(parseEvidence(place) !== undefined, `${row.name}: ${place}`);
    }
  }
  assert.equal(new Set(MEMBER_ROWS.map((row) => `${row.struct}.${row.member}`)).size, MEMBER_ROWS.length);
});

test('BUG kinds stop where their condition is true, WARN kinds come back, ASSERT fails where it is false', () => {
  for (const name of ['BUG_ON', 'VM_BUG_ON', 'VM_BUG_ON_PAGE', 'VM_BUG_ON_FOLIO']) {
    assert.deepEqual([assertionOf(name)?.failsWhen, assertionOf(name)?.stops], [true, true], name);
  }
  for (const name of ['WARN_ON', 'WARN_ON_ONCE', 'WARN_ONCE', 'VM_WARN_ON_ONCE_FOLIO', 'WARN']) {
    assert.deepEqual([assertionOf(name)?.failsWhen, assertionOf(name)?.stops], [true, false], name);
  }
  assert.deepEqual([assertionOf('ASSERT')?.failsWhen, assertionOf('ASSERT')?.stops], [false, true]);
  assert.equal(assertionOf('VM_BUG_ON')?.config, 'CONFIG_DEBUG_VM');
  assert.equal(assertionOf('BUG_ON')?.config, undefined);
});

test('an assertion whose condition stands later is not taken for one whose condition stands first', () => {
  assert.equal(assertionOf('f2fs_bug_on'), undefined);
  assert.equal(anyAssertionOf('f2fs_bug_on')?.argument, 1);
  assert.equal(assertionOf('folio_lock'), undefined);
});

test('wrappers keep, load or store', () => {
  for (const name of ['READ_ONCE', 'rcu_dereference', 'likely', 'unlikely', 'data_race', 'ACCESS_ONCE']) {
    assert.ok(isTransparentWrapper(name), name);
  }
  for (const name of ['WRITE_ONCE', 'smp_load_acquire', 'page_folio', 'toString', ''])
    assert.ok(!isTransparentWrapper(name), name);
  assert.equal(wrapperOf('smp_load_acquire')?.form, 'load');
  assert.equal(wrapperOf('WRITE_ONCE')?.form, 'store');
});

test('printers are the named ones and the tracepoints', () => {
  for (const name of ['printk', 'pr_err', 'dev_warn', 'dump_page', 'seq_printf', 'trace_mm_filemap_fault'])
    assert.ok(isPrinter(name), name);
  for (const name of ['set_page_dirty', 'trace_foo_enabled', 'trace_array_get', 'trace', 'print', ''])
    assert.ok(!isPrinter(name), name);
  assert.ok(isTracepoint('trace_dax_pmd_fault') && !isTracepoint('pr_err'));
});

test('questions are about one field each', () => {
  assert.deepEqual(
    ['page_count', 'folio_test_dirty', 'PageAnon', 'PageUptodate', 'PageReserved'].map(
      (name) => questionOf(name)?.field,
    ),
    ['refcount', 'dirty', 'anonBit', 'uptodate', 'reserved'],
  );
  for (const name of ['page_mapping', 'SetPageDirty', 'page_mapcount', '']) assert.equal(questionOf(name), undefined);
});

test('what does not come back is known', () => {
  for (const name of ['BUG', 'panic', 'do_exit', 'unreachable']) assert.ok(isNoReturn(name), name);
  for (const name of ['return', 'WARN_ON', 'die', 'BUG_ON']) assert.ok(!isNoReturn(name), name);
});

test('well-known members lead to pages, folios, mappings and inodes', () => {
  assert.equal(wellKnownMembers['buffer_head']?.['b_page'], 'struct page *');
  assert.equal(wellKnownMembers['vm_fault']?.['page'], 'struct page *');
  assert.equal(wellKnownMembers['bio_vec']?.['bv_page'], 'struct page *');
  assert.equal(wellKnownMembers['page']?.['mapping'], 'struct address_space *');
  assert.equal(wellKnownMembers['folio']?.['mapping'], 'struct address_space *');
  assert.equal(wellKnownMembers['address_space']?.['host'], 'struct inode *');
  assert.equal(wellKnownMembers['vm_area_struct']?.['vm_file'], 'struct file *');
  assert.equal(wellKnownMembers['file']?.['f_mapping'], 'struct address_space *');
  assert.equal(wellKnownMembers['inode']?.['i_mapping'], 'struct address_space *');
  assert.equal(wellKnownMembers['page']?.['inode'], undefined);
});

test('well-known results are at least eighty, and of types that C text can spell', () => {
  assert.ok(Object.keys(wellKnownReturns).length >= 80);
  for (const row of [...RETURN_ROWS, ...MEMBER_ROWS]) {
    assert.match(row.type, /^(?:const )?(?:struct |enum |unsigned )?\w+(?: \*+(?:\[\])?)?$/, row.type);
  }
  assert.equal(wellKnownReturns['page_folio'], 'struct folio *');
  assert.equal(wellKnownReturns['folio_mapping'], 'struct address_space *');
});

test('the names of JavaScript are no names of the kernel', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    assert.equal(wellKnownReturns[name], undefined, name);
    assert.equal(wellKnownMembers[name], undefined, name);
    assert.equal(wellKnownMembers['page']?.[name], undefined, name);
  }
});
