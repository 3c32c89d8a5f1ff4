/** Folders and files come and go while documents are open: what is gone has no findings, and what is there has its own. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HEADERS, testFolder, testTree, WARNING } from '../kernel-tree.ts';
import { MODERN, PLAIN, SERVERS, startServer, TestServer } from './test-server.ts';

/** Follows the mapping of a page of which any kind can be behind a frame number: wrong in each era, for other reasons. */
const FOLLOWS = `#include <linux/mm_types.h>
#include <linux/fs.h>

struct inode *owner(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return page->mapping->host;
}
`;

/** The tree of 4.15: no folio, no mark of shared pages. */
const OLD: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 4\nPATCHLEVEL = 15\n',
  'include/linux/mm_types.h': (HEADERS['include/linux/mm_types.h'] ?? '').replace(/struct folio \{[^}]*\};\n/, ''),
  'include/linux/page-flags.h': '#define PAGE_MAPPING_ANON 0x1\n',
  'include/linux/memremap.h': 'enum memory_type {\n\tMEMORY_DEVICE_PRIVATE = 1,\n};\n',
};

const FOLDERS = { workspace: { workspaceFolders: true } };
const CREATED = 1;
const DELETED = 3;

function uriOf(...path: readonly string[]): string {
  return pathToFileURL(join(...path)).href;
}

function tree(t: TestContext, files?: Readonly<Record<string, string>>): string {
  const made = testTree(files);
  t.after(() => made.remove());
  return made.path;
}

async function folders(server: TestServer, added: readonly string[], removed: readonly string[]): Promise<void> {
  const named = (paths: readonly string[]): unknown => paths.map((path) => ({ uri: uriOf(path), name: path }));
  await server.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: named(added), removed: named(removed) },
  });
}

async function watched(server: TestServer, uri: string, type: number): Promise<void> {
  await server.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
}

async function rules(server: TestServer, uri: string): Promise<readonly unknown[]> {
  return (await server.diagnostics(uri)).map(({ code }) => code);
}

async function text(server: TestServer, uri: string): Promise<string> {
  return (await server.diagnostics(uri)).map(({ message }) => message).join('\n');
}

/** The diagnostics that were sent last for a document, once it was sent so many times. */
async function sent(server: TestServer, uri: string, times: number): Promise<number | undefined> {
  const of = (): typeof server.published => server.published.filter((each) => each.uri === uri);
  await server.pushed(() => of().length >= times);
  return of()[times - 1]?.diagnostics.length;
}

for (const kind of SERVERS) {
  test(`${kind}: a closed folder has no findings, the other one keeps its truth, and it has them again when it is opened`, async (t) => {
    const [young, old] = [tree(t), tree(t, OLD)];
    const capabilities = { ...MODERN, workspace: { ...MODERN.workspace, ...FOLDERS.workspace } };
    const server = await startServer(t, { kind, folders: [young, old], capabilities });
    const [inYoung, inOld] = [uriOf(young, 'mm/owner.c'), uriOf(old, 'mm/owner.c')];
    for (const uri of [inYoung, inOld]) await server.open(uri, FOLLOWS);
    assert.match(await text(server, inYoung), /0x1/);
    const before = await text(server, inOld);
    assert.ok(before.length > 0 && !before.includes('0x1'), before);

    await folders(server, [], [young]);
    assert.equal(await text(server, inYoung), '');
    assert.equal(await text(server, inOld), before);
    assert.ok(server.refreshes > 0);

    await folders(server, [young], []);
    assert.match(await text(server, inYoung), /0x1/);
    assert.equal(await text(server, inOld), before);
    await server.stop();
  });
}

test('a client that does not ask is sent the empty list for a closed folder', async (t) => {
  const [young, old] = [tree(t), tree(t)];
  const server = await startServer(t, {
    kind: 'bundle',
    folders: [young, old],
    capabilities: { ...PLAIN, ...FOLDERS },
  });
  const [inYoung, inOld] = [uriOf(young, 'mm/owner.c'), uriOf(old, 'mm/owner.c')];
  for (const uri of [inYoung, inOld]) {
    await server.open(uri, WARNING);
    assert.equal(await sent(server, uri, 1), 1);
  }
  await folders(server, [], [young]);
  assert.equal(await sent(server, inYoung, 2), 0);
  assert.equal(await sent(server, inOld, 2), 1);
  await server.stop();
});

test('a folder within one that stays keeps its findings', async (t) => {
  const root = tree(t);
  const server = await startServer(t, {
    kind: 'bundle',
    folders: [root, join(root, 'mm')],
    capabilities: { ...MODERN, workspace: { ...MODERN.workspace, ...FOLDERS.workspace } },
  });
  const uri = uriOf(root, 'mm/guard.c');
  await server.open(uri, WARNING);
  await folders(server, [], [join(root, 'mm')]);
  assert.deepEqual(await rules(server, uri), ['guard-polarity']);
  await server.stop();
});

test('a deleted file has no findings, until it is there again or somebody types', async (t) => {
  const root = tree(t);
  const server = await startServer(t, { kind: 'bundle', folders: [root] });
  const uri = uriOf(root, 'mm/guard.c');
  await server.open(uri, WARNING);
  assert.deepEqual(await rules(server, uri), ['guard-polarity']);

  await watched(server, uri, DELETED);
  assert.deepEqual(await rules(server, uri), []);
  await watched(server, uri, CREATED);
  assert.deepEqual(await rules(server, uri), ['guard-polarity']);

  await server.connection.sendNotification('workspace/didDeleteFiles', { files: [{ uri }] });
  assert.deepEqual(await rules(server, uri), []);
  await server.change(uri, 2, [{ text: `${WARNING}\n` }]);
  assert.deepEqual(await rules(server, uri), ['guard-polarity']);
  await server.stop();
});

test('a file that is replaced is told of as deleted and as created, and keeps its findings', async (t) => {
  const root = tree(t);
  const server = await startServer(t, { kind: 'bundle', folders: [root] });
  const uri = uriOf(root, 'mm/guard.c');
  await server.open(uri, WARNING);
  await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [
      { uri, type: DELETED },
      { uri, type: CREATED },
    ],
  });
  assert.deepEqual(await rules(server, uri), ['guard-polarity']);
  await server.stop();
});

test('a renamed file has its findings under its new name only', async (t) => {
  const root = tree(t);
  const server = await startServer(t, { kind: 'bundle', folders: [root], capabilities: PLAIN });
  const [before, after] = [uriOf(root, 'mm/guard.c'), uriOf(root, 'mm/predicate.c')];
  await server.open(before, WARNING);
  assert.equal(await sent(server, before, 1), 1);
  // VS Code tells of the rename, and closes and opens the document.
  await server.connection.sendNotification('workspace/didRenameFiles', { files: [{ oldUri: before, newUri: after }] });
  await server.close(before);
  await server.open(after, WARNING);
  assert.equal(await sent(server, after, 1), 1);
  assert.equal(server.published.filter(({ uri }) => uri === before).at(-1)?.diagnostics.length, 0);
  await server.stop();
});

test('with a renamed folder the files in it go', async (t) => {
  const root = tree(t);
  const server = await startServer(t, { kind: 'bundle', folders: [root] });
  const uri = uriOf(root, 'mm/sub/guard.c');
  await server.open(uri, WARNING);
  const other = uriOf(root, 'mm/subject.c');
  await server.open(other, WARNING);
  await server.connection.sendNotification('workspace/didRenameFiles', {
    files: [{ oldUri: uriOf(root, 'mm/sub'), newUri: uriOf(root, 'mm/new') }],
  });
  assert.deepEqual(await rules(server, uri), []);
  assert.deepEqual(await rules(server, other), ['guard-polarity']);
  await server.stop();
});

test('the editor is told which files and folders the server wants to hear of', async (t) => {
  const server = new TestServer('bundle', null);
  t.after(() => server.process.kill('SIGKILL'));
  const { capabilities } = Object(await server.initialize({ kind: 'bundle' }));
  const { didRename, didDelete, didCreate } = capabilities.workspace.fileOperations;
  for (const { filters } of [didRename, didDelete, didCreate]) {
    assert.deepEqual(
      filters.map((filter: { readonly pattern: { readonly matches: string } }) => filter.pattern.matches),
      ['file', 'folder'],
    );
  }
  await server.stop();
});

test('a folder becomes a tree, and is none any more, while a file of it is open', async (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const server = await startServer(t, { kind: 'bundle', folders: [folder.path] });
  const uri = uriOf(folder.path, 'mm/owner.c');
  await server.open(uri, FOLLOWS);
  assert.doesNotMatch(await text(server, uri), /0x1/);
  for (const [name, content] of Object.entries(HEADERS)) {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    writeFileSync(join(folder.path, name), content);
  }
  await watched(server, uriOf(folder.path, 'include/linux/mm_types.h'), CREATED);
  assert.match(await text(server, uri), /0x1/);
  renameSync(join(folder.path, 'include'), join(folder.path, 'old-include'));
  rmSync(join(folder.path, 'Makefile'));
  await watched(server, uriOf(folder.path, 'include'), DELETED);
  assert.doesNotMatch(await text(server, uri), /0x1/);
  await server.stop();
});
