/** Each tree that is open has its own truth: its era decides what is reported and what a hover says. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HEADERS, testFolder, testTree } from '../kernel-tree.ts';
import { SERVERS, startServer, type TestServer } from './test-server.ts';

/** Follows the mapping of a page of which any kind can be behind a frame number. */
const FOLLOWS = `#include <linux/mm_types.h>
#include <linux/fs.h>

struct inode *owner(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return page->mapping->host;
}
`;

const AT_FIELD = { line: 7, character: 16 };

/** The tree of 4.15: no folio, no mark of shared pages, and a DAX page has no mapping. */
const OLD: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 4\nPATCHLEVEL = 15\n',
  'include/linux/mm_types.h': (HEADERS['include/linux/mm_types.h'] ?? '').replace(/struct folio \{[^}]*\};\n/, ''),
  'include/linux/page-flags.h': '#define PAGE_MAPPING_ANON 0x1\n',
  'include/linux/memremap.h': 'enum memory_type {\n\tMEMORY_DEVICE_PRIVATE = 1,\n};\n',
};

const uriOf = (folder: string): string => pathToFileURL(join(folder, 'mm/owner.c')).href;

async function hover(server: TestServer, uri: string): Promise<string> {
  const answer: { readonly contents: { readonly value: string } } | null = await server.connection.sendRequest(
    'textDocument/hover',
    { textDocument: { uri }, position: AT_FIELD },
  );
  return answer?.contents.value ?? '';
}

async function messages(server: TestServer, uri: string): Promise<string> {
  return (await server.diagnostics(uri)).map(({ message }) => message).join('\n');
}

/** The line of a hover's table for a kind of page. */
function rowOf(markdown: string, kind: string): string {
  return markdown.split('\n').find((line) => line.startsWith('|') && line.includes(kind)) ?? '';
}

for (const kind of SERVERS) {
  test(`${kind}: two trees of different eras are open at once, and each has its own truth`, async (t) => {
    const [young, old] = [testTree(), testTree(OLD)];
    t.after(() => {
      for (const tree of [young, old]) tree.remove();
    });
    const server = await startServer(t, { kind, folders: [young.path, old.path] });
    const [inYoung, inOld] = [uriOf(young.path), uriOf(old.path)];
    await server.open(inYoung, FOLLOWS);
    await server.open(inOld, FOLLOWS);
    // Twice and in turns: what was learned of one tree does not leak into the other.
    for (const version of [2, 3]) {
      assert.match(await messages(server, inYoung), /0x1/);
      const reports = await messages(server, inOld);
      assert.ok(reports.length > 0 && !reports.includes('0x1'), reports);
      assert.match(rowOf(await hover(server, inYoung), 'shared FS-DAX'), /0x1/);
      const told = await hover(server, inOld);
      assert.match(rowOf(told, 'FS-DAX'), /NULL/);
      assert.doesNotMatch(told, /shared FS-DAX/);
      await server.change(inYoung, version, [{ text: FOLLOWS }]);
      await server.change(inOld, version, [{ text: FOLLOWS }]);
    }
    await server.stop();
  });
}

test('the setting of the era wins over what the tree says, and what does not fit is told', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle', settings: { era: '4.15' }, folders: [tree.path] });
  const uri = uriOf(tree.path);
  await server.open(uri, FOLLOWS);
  assert.doesNotMatch(await messages(server, uri), /0x1/);
  assert.doesNotMatch(await hover(server, uri), /shared FS-DAX/);
  assert.deepEqual(await server.notified('daxlint/status'), {
    era: '4.14 - 4.16',
    eraReason: 'it was set by the user',
    tree: tree.path,
    state: 'ready',
    message: '4.14 - 4.16 by the setting, but the tree looks like 6.0 - 6.1',
  });
  await server.stop();
});

test('a lone file is read as the newest era, and that is told', async (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const server = await startServer(t, { kind: 'bundle' });
  const uri = uriOf(folder.path);
  await server.open(uri, FOLLOWS);
  assert.match(rowOf(await hover(server, uri), 'shared FS-DAX'), /NULL/);
  assert.deepEqual(await server.notified('daxlint/status'), {
    era: '6.17 and later',
    eraReason: 'the file lies in no kernel tree, so the newest era is taken',
    tree: null,
    state: 'ready',
  });
  await server.stop();
});
