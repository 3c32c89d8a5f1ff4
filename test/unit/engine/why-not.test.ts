/** What keeps kinds away from a use, and why a guard is not enough. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNot } from '../../../server/src/engine/why-not.ts';
import { describeKinds } from '../../../server/src/kernel/kinds.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';

const engine = await loadEngine();

function open(code: string): ReturnType<ReturnType<typeof engine.openTree>['open']> {
  const tree = engine.openTree({ lowering: engine.lowering, options: { era: '6.1' } });
  return tree.open('test.c', `static void f(unsigned long pfn, struct address_space *cache)\n{\n${code}\n}\n`);
}

test('each kind that is not there is kept away by guards or by the origin', () => {
  const { unit } = open(
    'struct page *page = pfn_to_page(pfn);\nif (PageSlab(page) || PageAnon(page)) return;\nnote(page->mapping);',
  );
  const site = unit.sites.find(({ field }) => field === 'mapping');
  assert.ok(site);
  const said = whyNot(site, unit.matrix).map(
    ({ kinds, guards }) => `${describeKinds(kinds)}: ${guards.map(({ text, holds }) => `${text} ${holds}`).join()}`,
  );
  assert.deepEqual(said, ['anonymous, KSM or shared FS-DAX: PageAnon(page) false', 'slab: PageSlab(page) false']);

  const cached = open('struct page *page = find_get_page(cache, 0);\nnote(page->mapping);');
  const [other] = cached.unit.sites;
  assert.ok(other);
  const [exclusion, ...rest] = whyNot(other, cached.unit.matrix);
  assert.deepEqual(rest, []);
  assert.deepEqual(
    exclusion?.origins.map(({ name }) => name),
    ['find_get_page'],
  );
});

const NOT_ENOUGH: readonly (readonly [string, RegExp])[] = [
  ['WARN_ON(is_zone_device_page(page));', /only warns, and the code goes on$/],
  ['if (!page->mapping) return;', /`page->mapping` on line 4 rules NULL out, not 0x1$/],
  ['if (cache) { if (is_zone_device_page(page)) return; }', /is asked on another path only$/],
  ['if (PageSlab(page)) return;', /`PageSlab\(page\)` on line 4 being false leaves .* pages$/],
];

for (const [guard, clause] of NOT_ENOUGH) {
  test(`a finding says why this is not enough: ${guard}`, () => {
    const { findings } = open(`struct page *page = pfn_to_page(pfn);\n${guard}\nnote(page->mapping->host);`);
    const finding = findings.find(({ rule }) => rule === 'mapping-is-a-pointer');
    assert.match(finding?.reason ?? '', clause);
    const messages = finding?.related.map(({ message }) => message) ?? [];
    assert.ok(messages.includes('the page comes from `pfn_to_page()` here'));
    assert.ok(messages.includes('this guard is not enough'));
  });
}

test('a guard that comes after the use is said to be too late', () => {
  const { findings } = open(
    'struct page *page = pfn_to_page(pfn);\nnote(page->mapping->host);\nif (is_zone_device_page(page)) return;',
  );
  assert.match(
    findings[0]?.reason ?? '',
    /`is_zone_device_page\(page\)` on line 5 is asked after this, which is too late$/,
  );
});
