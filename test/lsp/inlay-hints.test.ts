/** Before an argument stands what the function that gets it relies on, in the range that was asked for and where the setting wants it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type InlayHint, InlayHintRefreshRequest, InlayHintRequest } from 'vscode-languageserver-protocol/node';
import { HEADERS, testFolder, testTree } from '../kernel-tree.ts';
import { MODERN, SERVERS, type ServerOptions, startServer, type TestServer } from './test-server.ts';

/** One function that follows the mapping as a pointer, and one that asks first. */
const CALLEES = `#include <linux/mm_types.h>
#include <linux/fs.h>

unsigned long owner_pages(int how, struct page *page)
{
	return page->mapping->nrpages;
}

unsigned long careful(struct page *page)
{
	if (is_zone_device_page(page))
		return 0;
	return page->mapping->nrpages;
}
`;

const CALLER = `#include <linux/mm_types.h>

unsigned long owner_pages(int how, struct page *page);
unsigned long careful(struct page *page);

unsigned long all(struct page *page)
{
	/* owner_pages(1, page) */
	return careful(page) +
		owner_pages(twice(1, 2),
			    page);
}

unsigned long one(struct page *page)
{
	return owner_pages(0, page);
}
`;

const EVERYTHING = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
const WANTED = { inlayHints: true };

async function ask(server: TestServer, uri: string, range = EVERYTHING): Promise<readonly InlayHint[]> {
  return (await server.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range })) ?? [];
}

/** The text before each hint in its line, and the hint. */
function shown(hints: readonly InlayHint[], text: string): readonly string[] {
  const lines = text.split('\n');
  return hints.map(({ position: { line, character }, label }) => `${lines[line]?.slice(0, character).trim()}|${label}`);
}

async function start(t: TestContext, options: ServerOptions): Promise<{ server: TestServer; told(): Promise<void> }> {
  const capabilities = {
    ...MODERN,
    workspace: { ...MODERN.workspace, inlayHint: { refreshSupport: true } },
  };
  const server = await startServer(t, { capabilities, settings: WANTED, ...options });
  let tell: () => void = () => undefined;
  server.connection.onRequest(InlayHintRefreshRequest.type, () => tell());
  return {
    server,
    told: () =>
      new Promise((resolve) => {
        tell = resolve;
      }),
  };
}

/** Asks until there are so many hints, each time that the server says that there may be others. */
async function until(
  { server, told }: { server: TestServer; told(): Promise<void> },
  uri: string,
  count: number,
): Promise<readonly InlayHint[]> {
  for (;;) {
    const again = told();
    const hints = await ask(server, uri);
    if (hints.length === count) return hints;
    await again;
  }
}

for (const kind of SERVERS) {
  test(`${kind}: what a function of another file relies on stands before its argument`, async (t) => {
    const tree = testTree(HEADERS);
    t.after(() => tree.remove());
    tree.write('mm/callees.c', CALLEES);
    const uri = pathToFileURL(tree.write('mm/caller.c', CALLER)).href;
    const started = await start(t, { kind, folders: [tree.path] });
    await started.server.open(uri, CALLER);
    const hints = await until(started, uri, 2);
    assert.deepEqual(shown(hints, CALLER), ['|no shared FS-DAX page:', 'return owner_pages(0,|no shared FS-DAX page:']);
    const [hint] = hints;
    assert.ok(hint !== undefined && typeof hint.tooltip === 'object');
    assert.match(
      hint.tooltip.value,
      /^`owner_pages\(\)` is wrong for shared FS-DAX pages: .*\[mm\/callees\.c:6\]\(file:.*#L6\)$/s,
    );
    await started.server.stop();
  });
}

test('only hints in the range are given, and those of each place as the text is now', async (t) => {
  const tree = testTree(HEADERS);
  t.after(() => tree.remove());
  tree.write('mm/callees.c', CALLEES);
  const uri = pathToFileURL(tree.write('mm/caller.c', CALLER)).href;
  const started = await start(t, { kind: 'bundle', folders: [tree.path] });
  const { server } = started;
  await server.open(uri, CALLER);
  await until(started, uri, 2);
  const upper = { start: { line: 5, character: 0 }, end: { line: 12, character: 0 } };
  assert.equal((await ask(server, uri, upper)).length, 1);
  const edited = CALLER.replace('return owner_pages(0, page)', 'return 1 + owner_pages(0, page)');
  await server.change(uri, 2, [{ text: edited }]);
  assert.deepEqual(shown(await ask(server, uri), edited).at(-1), 'return 1 + owner_pages(0,|no shared FS-DAX page:');
  await server.stop();
});

test('what is typed into a function changes what stands before the arguments of its calls', async (t) => {
  const tree = testTree(HEADERS);
  t.after(() => tree.remove());
  const callees = pathToFileURL(tree.write('mm/callees.c', CALLEES)).href;
  const uri = pathToFileURL(tree.write('mm/caller.c', CALLER)).href;
  const started = await start(t, { kind: 'bundle', folders: [tree.path] });
  const { server } = started;
  await server.open(callees, CALLEES);
  await server.open(uri, CALLER);
  await until(started, uri, 2);
  const guarded = CALLEES.replace('\treturn page', '\tif (is_zone_device_page(page))\n\t\treturn 0;\n\treturn page');
  await server.change(callees, 2, [{ text: guarded }]);
  assert.deepEqual(await until(started, uri, 0), []);
  await server.stop();
});

test('without a tree the functions of the file itself and those of the kernel are known', async (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const { server } = await start(t, { kind: 'bundle', settings: { ...WANTED, era: '6.1' } });
  const text = `${CALLEES}
void drop(struct page *page, struct folio *folio)
{
	owner_pages(3, page);
	filemap_remove_folio(folio);
}
`;
  const uri = pathToFileURL(join(folder.path, 'lone.c')).href;
  await server.open(uri, text);
  assert.deepEqual(shown(await ask(server, uri), text), [
    'owner_pages(3,|no shared FS-DAX page:',
    'filemap_remove_folio(|needs a page-cache folio:',
  ]);
  await server.stop();
});

test('nothing stands there unless the user wants it', async (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const server = await startServer(t, { kind: 'bundle' });
  const text = 'void drop(struct folio *folio)\n{\n\tfilemap_remove_folio(folio);\n}\n';
  const uri = pathToFileURL(join(folder.path, 'lone.c')).href;
  await server.open(uri, text);
  assert.deepEqual(await ask(server, uri), []);
  await server.stop();
});
