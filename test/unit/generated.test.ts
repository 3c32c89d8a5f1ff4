/** Generated files are fresh, and the generator finds and mends those that are not. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { rules } from '../../server/src/rules/index.generated.ts';
import { generate, syncPages, syncTable } from '../../server/tools/gen.ts';

test('every generated file is what its source says: run `npm run gen` if not', async () => {
  assert.deepEqual(await generate('check'), []);
});

test('each rule has one page, and a page without a rule goes', (t) => {
  const root = folder(t);
  const pages = rules.map(({ id }) => `docs/rules/${id}.md`);
  const render = ({ id }: { readonly id: string }): string => `# ${id}\n`;
  mkdirSync(join(root, 'docs/rules'), { recursive: true });
  writeFileSync(join(root, 'docs/rules/gone.md'), 'a rule that is no more\n');
  assert.deepEqual(syncPages(root, 'check', rules, render), [...pages, 'docs/rules/gone.md']);
  assert.deepEqual(syncPages(root, 'write', rules, render), [...pages, 'docs/rules/gone.md']);
  assert.deepEqual(syncPages(root, 'check', rules, render), []);
  assert.equal(readFileSync(join(root, pages[0] ?? ''), 'utf8'), `# ${rules[0]?.id}\n`);
});

test('the table stands between its marks, and what is around it stays', (t) => {
  const path = join(folder(t), 'README.md');
  writeFileSync(path, 'before\n<!-- rules:begin -->\nold\n<!-- rules:end -->\nafter\n');
  assert.equal(syncTable(path, 'check', '| new |\n'), false);
  assert.equal(syncTable(path, 'write', '| new |\n'), false);
  assert.equal(syncTable(path, 'check', '| new |\n'), true);
  assert.equal(readFileSync(path, 'utf8'), 'before\n<!-- rules:begin -->\n| new |\n<!-- rules:end -->\nafter\n');
  writeFileSync(path, 'no marks\n');
  assert.throws(() => syncTable(path, 'check', ''), /README\.md lacks the marks/);
});

function folder(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'daxlint-gen-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}
