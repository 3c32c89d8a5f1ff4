/** A server whose threads or parser break says so once, and goes on with what it still can. */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { testFolder, testTree, WARNING } from '../kernel-tree.ts';
import { startServer, type TestServer } from './test-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HELPER = '\nstatic bool is_open(struct page *page)\n{\n\treturn pagecache_page(page);\n}\n';

interface Broken {
  readonly server: TestServer;
  readonly uri: string;
  /** What the log and the messages say of a fault. */
  readonly told: (words: RegExp) => readonly string[];
}

/** A server one of whose files is replaced, with a document of a tree open in it. */
async function broken(t: TestContext, file: string, content: string | Buffer): Promise<Broken> {
  const folder = testFolder();
  const text = WARNING + HELPER;
  const tree = testTree({ 'fs/a.c': text });
  t.after(() => {
    folder.remove();
    tree.remove();
  });
  mkdirSync(join(folder.path, 'dist'));
  cpSync(join(ROOT, 'dist'), join(folder.path, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.map') });
  copyFileSync(join(ROOT, 'package.json'), join(folder.path, 'package.json'));
  writeFileSync(join(folder.path, 'dist', file), content);
  const server = await startServer(t, {
    kind: 'bundle',
    program: join(folder.path, 'dist/server.js'),
    folders: [tree.path],
  });
  const uri = pathToFileURL(join(tree.path, 'fs/a.c')).href;
  await server.open(uri, text);
  const told = (words: RegExp): readonly string[] =>
    server.notifications
      .filter(({ method }) => method !== 'daxlint/status')
      .map(({ params }) => (params as { message: string }).message)
      .filter((message) => words.test(message));
  return { server, uri, told };
}

/** Waits until something is so; the limit of the whole test is its end. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(20);
}

test('a thread that ends leaves what a file tells by itself, and is told once', async (t) => {
  const { server, uri, told } = await broken(t, 'tree-worker.js', 'setTimeout(() => process.exit(3), 50);\n');
  await until(() => told(/is not solved/).length > 0);
  assert.deepEqual(
    (await server.diagnostics(uri)).map(({ code }) => code),
    ['guard-polarity'],
  );
  const position = { line: 16, character: 16 };
  // A question for the tree is answered though nobody is there to answer it.
  const items = await server.connection.sendRequest('textDocument/prepareCallHierarchy', {
    textDocument: { uri },
    position,
  });
  assert.ok(items === null || Array.isArray(items));
  await wait(200);
  assert.match(told(/is not solved/).join('\n'), /^[^\n]*ended with status 3[^\n]*$/);
});

test('a parser that cannot be loaded is told once, and each request is answered', async (t) => {
  const half = readFileSync(join(ROOT, 'dist/tree-sitter-c.wasm')).subarray(0, 1000);
  const { server, uri, told } = await broken(t, 'tree-sitter-c.wasm', half);
  const failed = await server.pull(uri).then(
    () => 'answered',
    (error: unknown) => String(error),
  );
  assert.match(failed, /Error/);
  await until(() => told(/cannot be loaded/).length > 0);
  const hover = await server.connection
    .sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 5, character: 12 } })
    .then(
      () => 'answered',
      () => 'refused',
    );
  assert.ok(hover === 'answered' || hover === 'refused');
  const shown = server.notifications.filter(({ method }) => method === 'window/showMessage');
  assert.equal(shown.length, 1);
  const state = server.notifications.filter(({ method }) => method === 'daxlint/status').at(-1)?.params;
  assert.equal((state as { state: string }).state, 'error');
  await server.connection.sendRequest('shutdown');
  await server.connection.sendNotification('exit');
  assert.equal(await server.exit, 0);
});
