/** The pages of eras and helpers have a heading for every link to them, and the package ships them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eraAnchor, fieldAnchor, helperAnchor, PAGES, slug } from '../../server/src/docs/anchors.ts';
import { fieldHistory } from '../../server/src/docs/field-history.ts';
import { ERAS } from '../../server/src/kernel/eras.ts';
import { HELPERS } from '../../server/src/kernel/helper-table.ts';
import { KIND_NAMES } from '../../server/src/kernel/kinds.ts';
import { FIELDS } from '../../server/src/kernel/matrix.ts';
import { rules } from '../../server/src/rules/index.generated.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const headings = (page: string): readonly string[] =>
  [...page.matchAll(/^#{1,6} (.*)$/gm)].map(([, text = '']) => text);

const eras = read(PAGES.eras);
const helpers = read(PAGES.helpers);

test('no two headings of a page have the same anchor', () => {
  for (const page of [eras, helpers]) {
    const anchors = headings(page).map(slug);
    assert.equal(new Set(anchors).size, anchors.length);
  }
});

test('each era and each field has a heading in the page of eras, each helper one in the page of helpers', () => {
  const inEras = new Set(headings(eras).map(slug));
  const inHelpers = new Set(headings(helpers).map(slug));
  for (const era of ERAS) assert.ok(inEras.has(eraAnchor(era)), era.label);
  for (const field of FIELDS) assert.ok(inEras.has(fieldAnchor(field)), field);
  for (const row of HELPERS) assert.ok(inHelpers.has(helperAnchor(row)), row.name);
});

test('every link within the pages leads to a heading', () => {
  const known: Readonly<Record<string, ReadonlySet<string>>> = {
    'eras.md': new Set(headings(eras).map(slug)),
    'helpers.md': new Set(headings(helpers).map(slug)),
  };
  for (const [name, page] of [
    ['eras.md', eras],
    ['helpers.md', helpers],
  ] as const) {
    for (const [, file = '', anchor = ''] of page.matchAll(/\]\(([\w.]*)#([^)\s]+)/g)) {
      assert.ok(known[file === '' ? name : file]?.has(anchor), `${name}: ${file}#${anchor}`);
    }
  }
});

test('anchors are those of GitHub and VS Code', () => {
  assert.equal(slug('Linux 6.0 - 6.1'), 'linux-60---61');
  assert.equal(slug('page->mapping'), 'page-mapping');
  assert.equal(slug('__PageMovable()'), '__pagemovable');
  assert.equal(slug('For the page cache only'), 'for-the-page-cache-only');
});

test('the page of eras holds the history of every field', () => {
  for (const field of FIELDS) {
    for (const row of fieldHistory(field))
      assert.ok(eras.includes(`| ${row.releases} | ${row.text}`), `${field} ${KIND_NAMES[row.kind]}`);
  }
});

test('the package ships the pages, and they open rendered', () => {
  const shipped = read('.vscodeignore').split('\n');
  for (const path of [PAGES.eras, PAGES.helpers, 'docs/rules/*.md']) assert.ok(shipped.includes(`!${path}`), path);
  const manifest = read('package.json');
  assert.ok(manifest.includes('docs/*.md') && manifest.includes('docs/rules/*.md'));
  for (const { id } of rules) assert.ok(read(`docs/rules/${id}.md`).length > 0);
});
