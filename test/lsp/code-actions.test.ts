/** The menu of a finding: few actions, the preferred one first, and the caret where a person has to decide. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { testTree } from '../kernel-tree.ts';
import { applyWorkspaceEdit } from './apply-edit.ts';
import { MODERN, startServer } from './test-server.ts';

const uriOf = (folder: string, name: string): string => pathToFileURL(join(folder, name)).href;

const HELPERS = {
  'include/linux/mmzone.h':
    'static inline bool is_zone_device_page(const struct page *page)\n{\n\treturn page->flags & 1;\n}\n',
  'include/linux/mm.h': '#include <linux/mmzone.h>\nstruct address_space *page_mapping(struct page *page);\n',
};

/** A test of `->mapping` that several beliefs rest on. */
const MANY = `#include <linux/mm.h>

int count(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);
	struct address_space *mapping = page->mapping;

	if (mapping)
		return mapping->nrpages;
	return 0;
}
`;

/** Two tests that a safe fix mends, and one below that needs an eye. */
const SAFE = `#include <linux/mm.h>

void count(unsigned long pfn, long *cached)
{
	struct page *page = pfn_to_page(pfn);

	if (page->mapping)
		*cached += 1;
}

void count_again(unsigned long pfn, long *cached)
{
	struct page *page = pfn_to_page(pfn);

	if (page->mapping)
		*cached += 2;
}

unsigned long pages(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return page->mapping->nrpages;
}
`;

test('a place has four actions at most, the preferred one first and a suppression last', async (t) => {
  const tree = testTree(HELPERS);
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle', settings: { level: 'hint', era: '6.12' } });
  for (const [name, text] of [
    ['many', MANY],
    ['safe', SAFE],
  ] as const) {
    const uri = uriOf(tree.path, `fs/${name}.c`);
    await server.open(uri, text);
    const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const ranges = [whole, ...(await server.diagnostics(uri)).map(({ range }) => range)];
    assert.ok(ranges.length > 1, 'there are findings');
    for (const range of ranges) {
      const actions = await server.actions(uri, range);
      assert.ok(actions.length >= 2 && actions.length <= 4, actions.map(({ title }) => title).join('\n'));
      assert.match(actions.at(-1)?.title ?? '', /^suppress/);
      for (const { title } of actions) assert.ok(title.length <= 120, title);
      const preferred = actions.map(({ isPreferred }) => isPreferred === true);
      assert.deepEqual(
        preferred,
        [...preferred].sort((a, b) => Number(b) - Number(a)),
      );
    }
  }
  await server.stop();
});

test('the source action mends what is safe, and moves no other line', async (t) => {
  const tree = testTree(HELPERS);
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle' });
  const uri = uriOf(tree.path, 'fs/safe.c');
  await server.open(uri, SAFE);
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const [all] = await server.actions(uri, whole, ['source.fixAll.daxlint']);
  assert.ok(all);
  const { edit } = await server.resolve(all);
  assert.equal(
    applyWorkspaceEdit(SAFE, edit),
    SAFE.replaceAll('if (page->mapping)', 'if (!is_zone_device_page(page) && page->mapping)'),
  );
  const [change] = edit?.documentChanges ?? [];
  assert.equal(change !== undefined && 'edits' in change ? change.edits.length : 0, 2);
  await server.stop();
});

test('where the way out is a guess, the caret is left in it', async (t) => {
  const tree = testTree(HELPERS);
  t.after(() => tree.remove());
  const workspace = { workspaceEdit: { documentChanges: true, snippetEditSupport: true } };
  const server = await startServer(t, { kind: 'bundle', capabilities: { ...MODERN, workspace } });
  const uri = uriOf(tree.path, 'fs/safe.c');
  await server.open(uri, SAFE);
  const finding = (await server.diagnostics(uri)).at(-1);
  assert.ok(finding);
  const action = (await server.actions(uri, finding.range)).find(({ title }) => title.includes('return 0;'));
  assert.ok(action);
  const change = (await server.resolve(action)).edit?.documentChanges?.[0];
  const snippets = change !== undefined && 'edits' in change ? change.edits.filter((edit) => 'snippet' in edit) : [];
  assert.equal(snippets.length, 1);
  assert.match(JSON.stringify(snippets), /\$\{1:return 0;\}/);
  await server.stop();
});
