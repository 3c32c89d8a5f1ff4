/** The call hierarchy tells who hands pages to whom, also through an operations table. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test, type TestContext } from 'node:test';
import {
  CallHierarchyIncomingCallsRequest,
  type CallHierarchyItem,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeLensRequest,
} from 'vscode-languageserver-protocol/node';
import { startServer, type TestServer } from './test-server.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));

/** Two filesystems with an operation each, and one who calls it. */
const OPERATIONS = `#include <linux/pagemap.h>

static bool wren_dirty(struct address_space *mapping, struct folio *folio)
{
	return filemap_dirty_folio(mapping, folio);
}

const struct address_space_operations wren_aops = {
	.dirty_folio = wren_dirty,
};
`;
const CALLER = `#include <linux/pagemap.h>

static void mark(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;

	mapping->a_ops->dirty_folio(mapping, folio);
}

void wren_mark(struct folio *folio)
{
	mark(folio);
	mark(folio);
}
`;

function treeOf(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'daxlint-calls-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SAMPLE, folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

async function prepare(server: TestServer, uri: string, text: string, word: string): Promise<CallHierarchyItem[]> {
  const before = text.slice(0, text.indexOf(word) + 2).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const params = { textDocument: { uri }, position };
  return (await server.connection.sendRequest(CallHierarchyPrepareRequest.type, params)) ?? [];
}

test('callers and callees, by name and through a table', async (t) => {
  const folder = treeOf(t, { 'fs/wren.c': OPERATIONS, 'mm/wren.c': CALLER });
  const server = await startServer(t, { kind: 'bundle', folders: [folder] });
  const [operations, caller] = ['fs/wren.c', 'mm/wren.c'].map((path) => pathToFileURL(join(folder, path)).href);
  assert.ok(operations !== undefined && caller !== undefined);
  await server.open(operations, OPERATIONS);
  const [dirty] = await prepare(server, operations, OPERATIONS, 'wren_dirty');
  assert.ok(dirty);
  assert.equal(dirty.name, 'wren_dirty');
  assert.deepEqual(dirty.range, { start: { line: 2, character: 12 }, end: { line: 2, character: 22 } });

  const { connection } = server;
  const incoming = (item: CallHierarchyItem) =>
    connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item });
  const outgoing = (item: CallHierarchyItem) =>
    connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item });
  const [through] = (await incoming(dirty)) ?? [];
  assert.ok(through);
  assert.equal(through.from.name, 'mark');
  assert.equal(through.from.detail, 'mm/wren.c, through address_space_operations.dirty_folio');
  assert.equal(through.from.uri, caller);
  const line = CALLER.split('\n')[6] ?? '';
  const at = line.indexOf('dirty_folio');
  assert.deepEqual(through.fromRanges, [
    { start: { line: 6, character: at }, end: { line: 6, character: at + 'dirty_folio'.length } },
  ]);

  const [above] = (await incoming(through.from)) ?? [];
  assert.equal(above?.from.name, 'wren_mark');
  assert.deepEqual(
    above.fromRanges.map(({ start }) => start.line),
    [11, 12],
  );
  const callees = (await outgoing(through.from)) ?? [];
  assert.ok(callees.some(({ to }) => to.name === 'wren_dirty' && to.uri === operations));
  assert.deepEqual(await prepare(server, operations, OPERATIONS, 'include'), []);

  // What is typed counts.
  await server.change(operations, 2, [{ text: OPERATIONS.replace('.dirty_folio', '.release_folio') }]);
  for (;;) {
    const found = (await incoming(dirty)) ?? [];
    if (found.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

test('above a function stands which pages get there, once the tree is read, and not with the setting off', async (t) => {
  const folder = treeOf(t, {});
  const path = 'mm/filepage.c';
  const uri = pathToFileURL(join(folder, path)).href;
  const text = readFileSync(join(folder, path), 'utf8');
  const server = await startServer(t, { kind: 'bundle', folders: [folder] });
  await server.open(uri, text);
  const titles = async (): Promise<readonly string[]> => {
    const lenses = (await server.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
    return lenses.map(({ range, command }) => `${text.split('\n')[range.start.line]}: ${command?.title}`);
  };
  let found = await titles();
  while (found.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    found = await titles();
  }
  assert.ok(
    found.some((title) => /^bool pagecache_page\(.*: FS-DAX.* pages get here/.test(title)),
    found.join('\n'),
  );
  const off = await startServer(t, { kind: 'bundle', folders: [folder], settings: { codeLens: false } });
  await off.open(uri, text);
  await off.diagnostics(uri);
  const none = await off.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  assert.deepEqual(none, []);
});

test('a client that sends something else than it was given is answered', async (t) => {
  const folder = treeOf(t, {});
  const server = await startServer(t, { kind: 'bundle', folders: [folder] });
  const uri = pathToFileURL(join(folder, 'fs/dax.c')).href;
  await server.open(uri, readFileSync(join(folder, 'fs/dax.c'), 'utf8'));
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  for (const data of [undefined, null, 3, { root: folder }, { root: '/', file: '../x', name: 'f' }]) {
    const item = { name: 'f', kind: 12, uri, range, selectionRange: range, data } as CallHierarchyItem;
    const answer = await server.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item });
    assert.equal(answer, null);
  }
});
