/** Fingerprints of findings: what changes them, and what does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { Locator } from '../../../server/src/store/located.ts';

const engine = await loadEngine();

/** Findings of a text as a lone file, as `rule function fingerprint`. */
function prints(text: string, name = 'a.c', era = '6.1'): readonly string[] {
  const file = engine.openTree({ lowering: engine.lowering, options: { era } }).open(name, text);
  const locator = new Locator(file, name);
  return file.findings.map((finding) => {
    const { rule, fingerprint } = locator.finding(finding);
    return `${rule} ${fingerprint}`;
  });
}

/** Two functions that take a set `->mapping` for page cache. */
const PAGES = `struct job {
	struct page *first_page;
	struct page *last_page;
};

static void count_page(struct page *page)
{
	if (page->mapping)
		delete_from_page_cache(page);
}

static void drop_page(struct job *job)
{
	if (job->first_page->mapping)
		delete_from_page_cache(job->first_page);
}
`;

test('lines above, another file name, spaces and comments change no fingerprint', () => {
  const before = prints(PAGES);
  assert.ok(before.length >= 2, before.join());
  assert.equal(new Set(before).size, before.length, 'each has its own');
  const moved = `#include <linux/mm.h>\n\nint other(void)\n{\n\treturn 1;\n}\n\n${PAGES}`;
  assert.deepEqual(prints(moved, 'fs/elsewhere.c'), before);
  assert.deepEqual(prints(PAGES.replace('if (page->mapping)', 'if (/* set? */ page->mapping  )')), before);
});

test('a page that becomes a folio, and a variable of another name, change no fingerprint', () => {
  const folios = PAGES.replaceAll('struct page *page', 'struct folio *folio')
    .replaceAll('count_page', 'count_folio')
    .replaceAll('drop_page', 'drop_folio')
    .replaceAll('job->first_page->mapping', 'page_folio(job->first_page)->mapping')
    .replaceAll(/\bpage->/g, 'folio->')
    .replaceAll('delete_from_page_cache(page)', 'filemap_remove_folio(folio)')
    .replaceAll('delete_from_page_cache(job->first_page)', 'filemap_remove_folio(page_folio(job->first_page))');
  const [before, after] = [prints(PAGES), prints(folios)];
  assert.deepEqual(
    after.filter((each) => before.includes(each)),
    before,
  );
  assert.deepEqual(
    prints(PAGES.replaceAll(/\bpage(?=->|\)|;)/g, 'p').replace('struct page *page', 'struct page *p')),
    before,
  );
});

test('another function, another expression and another rule have another fingerprint', () => {
  const before = new Set(prints(PAGES));
  const others = [
    ...prints(PAGES.replaceAll('count_page', 'weigh_page').replaceAll('drop_page', 'lose_page')),
    ...prints(PAGES.replaceAll('job->first_page', 'job->last_page')).slice(1),
  ];
  assert.ok(others.length > 0);
  assert.deepEqual(
    others.filter((each) => before.has(each)),
    [],
  );
});

test('of equal ones in a function each has its own', () => {
  const twice = PAGES.replace(
    '\tif (page->mapping)',
    '\tif (page->mapping)\n\t\tdelete_from_page_cache(page);\n\tif (page->mapping)',
  );
  const all = prints(twice);
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(
    prints(PAGES).filter((each) => !all.includes(each)),
    [],
  );
});
