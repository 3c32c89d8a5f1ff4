/** Where fixes put what they write: in conditions, before locks, in place of calls; and where they leave the code alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';

const engine = await loadEngine();

/** The first fix of the first finding of a rule: what its text is, and whether it is safe. */
function first(rule: string, era: string, body: string): readonly [string, boolean] | undefined {
  const text = `static int f(unsigned long addr, unsigned long pfn, struct list_head *batch, struct inode *inode, struct vm_area_struct *vma, pte_t pte)\n{\n${body}}\n`;
  const file = engine.openTree({ lowering: engine.lowering, options: { era } }).open('mm/f.c', text);
  const finding = file.findings.find((each) => each.rule === rule);
  assert.ok(finding, `nothing of ${rule} in\n${text}`);
  const [fix] = file.fixes(finding);
  return fix && [applyEdits(text, fix.edits).split('\n{\n')[1]?.replace(/\}\n$/, '') ?? '', fix.safe];
}

const GUP = '\tstruct page *page;\n\n\tif (get_user_pages_fast(addr, 1, 0, &page) != 1)\n\t\treturn -EFAULT;\n';

test('a settled question goes with the operator that joins it', () => {
  const settled = (condition: string): string =>
    `\tstruct page *page = pfn_to_page(pfn);\n\n\tif (is_zone_device_page(page))\n\t\treturn 0;\n\tif (${condition})\n\t\treturn 1;\n\treturn 0;\n`;
  for (const [before, after] of [
    ['!is_zone_device_page(page) && pfn', 'pfn'],
    ['pfn && !is_zone_device_page(page)', 'pfn'],
    ['pfn ||\n\t    is_zone_device_page(page)', 'pfn'],
    ['is_zone_device_page(page) || pfn', 'pfn'],
    ['pfn && !is_zone_device_page(page) && addr', 'pfn && addr'],
  ] as const)
    assert.deepEqual(first('guard-is-still-open', '6.12', settled(before)), [settled(after), true], before);
  for (const condition of ['is_zone_device_page(page)', 'is_zone_device_page(page) && pfn'])
    assert.equal(first('guard-is-still-open', '6.12', settled(condition)), undefined, condition);
});

test('a reference is dropped by the call that wakes, if it is one reference', () => {
  const drop = (call: string): string => `${GUP}\t${call}\n\treturn 0;\n`;
  assert.deepEqual(first('refcount-one-is-idle', '6.12', drop('folio_put(page_folio(page));')), [
    drop('put_page(page);'),
    true,
  ]);
  assert.equal(first('refcount-one-is-idle', '6.12', drop('folio_put_refs(page_folio(page), 2);')), undefined);
});

test('the condition of the only statement is asked more', () => {
  const link = (condition: string): string =>
    `\tstruct page *page = NULL;\n\n\tif (${condition})\n\t\tlist_add(&page->lru, batch);\n\treturn 0;\n`;
  assert.deepEqual(first('lru-is-a-list', '6.12', link('pfn || get_user_pages_fast(addr, 1, 0, &page)')), [
    link('(pfn || get_user_pages_fast(addr, 1, 0, &page)) &&\n\t    !is_zone_device_page(page)'),
    false,
  ]);
  const both = link('get_user_pages_fast(addr, 1, 0, &page)').replace(
    ');\n\treturn',
    ');\n\telse\n\t\treturn 1;\n\treturn',
  );
  assert.equal(first('lru-is-a-list', '6.12', both), undefined, 'the other arm would run for such a page');
});

test('a lock that does not keep the value is not taken at all', () => {
  const held = (guard: string, lock: string): string =>
    `\tstruct page *page = pfn_to_page(pfn);\n\tbool found;\n\n${guard}${lock}\tfound = page->mapping == inode->i_mapping;\n\tunlock_page(page);\n\treturn found;\n`;
  const guard = '\tif (is_zone_device_page(page))\n\t\treturn 0;\n';
  for (const lock of ['\tlock_page(page);\n', '\tif (!trylock_page(page))\n\t\treturn 0;\n'])
    assert.deepEqual(first('folio-lock-pins-mapping', '6.12', held('', lock)), [held(guard, lock), false], lock);
});

test('the pgmap is looked at behind the question', () => {
  const look = (condition: string): string => `${GUP}\tif (${condition})\n\t\tput_page(page);\n\treturn 0;\n`;
  assert.deepEqual(
    first('pgmap-is-always-there', '6.12', look('addr || page->pgmap->type == MEMORY_DEVICE_COHERENT')),
    [look('addr || (is_zone_device_page(page) &&\n\t\t     page->pgmap->type == MEMORY_DEVICE_COHERENT)'), false],
  );
});

test('a field is read once where the test stands behind other code', () => {
  const read = (declaration: string, before: string, value: string): string =>
    `\tstruct folio *folio = page_folio(pfn_to_page(pfn));\n${declaration}\n\tgo(addr);\n${before}\tif (!folio_is_fsdax(folio) || !${value})\n\t\treturn 0;\n\treturn ${value}->host == inode;\n`;
  assert.deepEqual(first('mapping-stays-as-it-was', '6.15', read('', '', 'folio->mapping')), [
    read('\tstruct address_space *mapping;\n', '\tmapping = READ_ONCE(folio->mapping);\n', 'mapping'),
    true,
  ]);
});

test('a flag that says nothing is not asked, and the page is what it is without it', () => {
  const ask = (condition: string): string =>
    `${GUP}\tif (${condition})\n\t\tgo(addr);\n\tput_page(page);\n\treturn 0;\n`;
  assert.deepEqual(first('dirty-flag-means-dirty', '6.15', ask('PageDirty(page)')), [
    ask('!is_fsdax_page(page) && PageDirty(page)'),
    true,
  ]);
  assert.deepEqual(first('dirty-flag-means-dirty', '6.12', ask('!PageUptodate(page)')), [
    ask('!is_zone_device_page(page) && !PageUptodate(page)'),
    false,
  ]);
});

test('the guard is the one of the type at hand', () => {
  const ask = (condition: string): string =>
    `\tstruct folio *folio = page_folio(pfn_to_page(pfn));\n\n\tif (${condition})\n\t\tgo(addr);\n\treturn 0;\n`;
  assert.deepEqual(first('mapping-implies-page-cache', '6.12', ask('folio->mapping')), [
    ask('!folio_is_zone_device(folio) && folio->mapping'),
    true,
  ]);
});

test('a label is not jumped to while what it gives back has no value yet', () => {
  const body = (declared: string, behind: string): string =>
    `\tstruct page *page = pfn_to_page(pfn);\n${declared}\n${behind}\tif (buffer->error)\n\t\tgoto out;\n\tgo(buffer, host);\nout:\n\tput(buffer);\n\treturn 0;\n`;
  const [mended] =
    first(
      'mapping-is-a-pointer',
      '6.12',
      body('\tstruct inode *host = page->mapping->host;\n\tstruct buffer *buffer = get_buffer(host);\n', ''),
    ) ?? [];
  assert.match(mended ?? '', /\tif \(!folio_mapping\(page_folio\(page\)\)\)\n\t\treturn 0;\n\thost = /);
});

test('a variable is tested where it gets its value, before anybody else has it', () => {
  const body = (read: string, test: string): string =>
    `\tstruct page *page = pfn_to_page(pfn);\n\tstruct address_space *mapping;\n\n\tgo(addr);\n\tmapping = ${read};\n${test}\tgo(mapping);\n\treturn mapping->nrpages;\n`;
  assert.deepEqual(first('mapping-is-a-pointer', '6.12', body('page->mapping', '')), [
    body('folio_mapping(page_folio(page))', '\tif (!mapping)\n\t\treturn 0;\n'),
    false,
  ]);
});

test('a count of sharers is asked for by its flag only where shared pages lead to no file', () => {
  const body =
    '\tstruct page *page;\n\tunsigned long count;\n\n\tif (get_user_pages_fast(addr, 1, 0, &page) != 1)\n\t\treturn 0;\n\tcount = page->share;\n\tput_page(page);\n\treturn count;\n';
  assert.equal(first('share-is-always-a-count', '6.12', body), undefined);
});

test('what another thing than the page has settled is for a person', () => {
  const ask = (condition: string): string =>
    `\tstruct page *page = vm_normal_page(vma, addr, pte);\n\n\tif (!vma_is_anonymous(vma))\n\t\treturn 0;\n\tif (${condition})\n\t\treturn 1;\n\treturn 0;\n`;
  assert.deepEqual(first('guard-is-still-open', '6.15', ask('pfn && !is_fsdax_page(page)')), [ask('pfn'), false]);
});
