/** What an editor should never send must not end the server, and edits in any order must leave the same findings. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'node:test';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-protocol/node';
import { LineIndex } from '../../server/src/text/line-index.ts';
import { HINT, testTree, WARNING } from '../kernel-tree.ts';
import { toRange } from './apply-edit.ts';
import { startServer } from './test-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const uriOf = (folder: string, name: string): string => pathToFileURL(join(folder, name)).href;

test('after random edits the diagnostics are those of a file that was opened like that', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle', settings: { level: 'hint' } });
  const uri = uriOf(tree.path, 'fs/edited.c');
  const start = `${WARNING}\n${HINT}\n${HINT.replace('drop', 'drop2')}/* é 漢 🎉 */\n${WARNING.replaceAll('page)', 'p)')}`;
  const pieces = [
    'x',
    '\n',
    '{',
    '}',
    '(',
    ')',
    ';',
    '"',
    '/*',
    '*/',
    '#if A\n',
    '#endif\n',
    '🎉',
    '\r\n',
    ' page->mapping ',
    'if (!page->mapping)\n\t\treturn;\n',
    HINT,
    '',
  ];
  let text = start;
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  await server.open(uri, text);
  for (let version = 2; version <= 201; version += 1) {
    const changes: TextDocumentContentChangeEvent[] = [];
    for (let n = 0; n <= random(3); n += 1) {
      const from = random(text.length + 1);
      const to = Math.min(text.length, from + (random(4) === 0 ? random(60) : 0));
      const piece = pieces[random(pieces.length)] ?? '';
      changes.push({ range: toRange(new LineIndex(text), { start: from, end: to }), text: piece });
      text = text.slice(0, from) + piece + text.slice(to);
    }
    if (version % 50 === 0) {
      text = start;
      changes.push({ text });
    }
    await server.change(uri, version, changes);
    if (version % 5 !== 0) continue;
    const fresh = uriOf(tree.path, `fs/fresh${version}.c`);
    await server.open(fresh, text);
    const strip = (json: string): string => json.replaceAll(fresh, uri);
    const expected = strip(JSON.stringify(await server.diagnostics(fresh)));
    assert.equal(JSON.stringify(await server.diagnostics(uri)), expected, `version ${version}`);
    await server.close(fresh);
  }
  await server.stop();
});

test('several changes in one message are applied one after the other', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle' });
  const uri = uriOf(tree.path, 'fs/a.c');
  await server.open(uri, '');
  const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });
  const lines = WARNING.split('\n');
  // Line by line from the top, then a line break too many at the top, which is taken out again.
  const changes: TextDocumentContentChangeEvent[] = lines.map((line, i) => ({
    range: at(i, 0),
    text: i < lines.length - 1 ? `${line}\n` : line,
  }));
  changes.push(
    { range: at(0, 0), text: '\n' },
    { range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: '' },
  );
  await server.change(uri, 2, changes);
  const [diagnostic] = await server.diagnostics(uri);
  assert.deepEqual(diagnostic?.range, { start: { line: 7, character: 5 }, end: { line: 7, character: 33 } });
  // From the bottom up, as editors send many carets.
  await server.change(uri, 3, [
    { range: at(7, 1), text: '/* b */ ' },
    { range: at(3, 0), text: '/* a */\n' },
  ]);
  assert.deepEqual((await server.diagnostics(uri))[0]?.range.start, { line: 8, character: 13 });
  await server.stop();
});

test('requests for documents that are not open are answered', async (t) => {
  const server = await startServer(t, { kind: 'bundle' });
  const position = { line: 3, character: 1 };
  for (const uri of [
    'file:///none.c',
    'untitled:Untitled-1',
    'file://host/share/x.c',
    'file:///%E0%A4%A',
    'nonsense',
    '',
  ]) {
    const textDocument = { uri };
    const context = { diagnostics: [] };
    assert.deepEqual(await server.diagnostics(uri), []);
    assert.equal(await server.connection.sendRequest('textDocument/hover', { textDocument, position }), null);
    const range = { start: position, end: position };
    assert.deepEqual(
      await server.connection.sendRequest('textDocument/codeAction', { textDocument, range, context }),
      [],
    );
    await server.change(uri, 2, [{ text: 'x' }]);
    await server.close(uri);
  }
  for (const uri of ['untitled:Untitled-1', 'file://host/share/x.c', 'git:/x.c?ref', 'nonsense']) {
    await server.open(uri, WARNING);
    assert.equal((await server.diagnostics(uri)).length, 1, uri);
  }
  await server.stop();
});

test('parameters that make no sense are answered, and the server lives on', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle' });
  const uri = uriOf(tree.path, 'fs/warn.c');
  await server.open(uri, WARNING);
  const textDocument = { uri };
  const odd: unknown[] = [
    null,
    {},
    [],
    'x',
    7,
    { textDocument },
    { textDocument, position: null },
    { textDocument, position: { line: 'a' } },
    { textDocument, position: { line: -4, character: 1e9 } },
    { textDocument: 4 },
    { textDocument, range: {}, context: {} },
    { data: { uri } },
    { title: 'x' },
  ];
  for (const method of [
    'textDocument/hover',
    'textDocument/codeAction',
    'codeAction/resolve',
    'textDocument/diagnostic',
    'textDocument/unknown',
    'daxlint/none',
  ]) {
    for (const params of odd) await server.connection.sendRequest(method, params).catch(() => undefined);
  }
  for (const method of [
    'textDocument/didOpen',
    'textDocument/didChange',
    'textDocument/didClose',
    'textDocument/didSave',
    'workspace/didChangeWatchedFiles',
    'workspace/didChangeConfiguration',
    'daxlint/none',
    '$/cancelRequest',
  ]) {
    for (const params of odd) await server.connection.sendNotification(method, params);
  }
  const range = { start: { line: 1, character: 0 }, end: 'x' };
  await server.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range, text: 'x' }],
  });
  const other = uriOf(tree.path, 'fs/other.c');
  await server.open(other, WARNING);
  assert.equal((await server.diagnostics(other)).length, 1);
  // One of the odd messages was a good one: it closed the document.
  assert.equal((await server.diagnostics(uri)).length, 0);
  assert.equal(await server.stop(), 0);
});

test('a message that is no JSON does not end the server', async (t) => {
  const child = spawn(process.execPath, ['dist/server.js', '--stdio'], { cwd: ROOT, stdio: 'pipe' });
  t.after(() => child.kill('SIGKILL'));
  let out = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  const send = (body: string): void =>
    void child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  const answered = async (id: number): Promise<void> => {
    while (!out.includes(`"id":${id},"result"`)) {
      assert.equal(child.exitCode, null, `the server has ended: ${out}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  send(
    JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    }),
  );
  await answered(1);
  send('{ this is no JSON');
  send('[]');
  send('null');
  send('{"jsonrpc":"2.0"}');
  send('{"jsonrpc":"2.0","id":{},"method":5}');
  send(
    JSON.stringify({
      jsonrpc: '2.0',
      id: 2,
      method: 'textDocument/hover',
      params: { textDocument: { uri: 'file:///x.c' }, position: { line: 0, character: 0 } },
    }),
  );
  await answered(2);
  send(JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'shutdown' }));
  await answered(3);
  send(JSON.stringify({ jsonrpc: '2.0', method: 'exit' }));
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});

test('a server whose client is gone ends', async (t) => {
  const server = await startServer(t, { kind: 'bundle' });
  server.connection.dispose();
  server.process.stdin.end();
  assert.equal(await server.exit, 1, 'without a shutdown that is a failure');
});

test('a cancelled request is answered as cancelled or not at all late', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle' });
  const uri = uriOf(tree.path, 'fs/warn.c');
  await server.open(uri, WARNING);
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const source = new CancellationTokenSource();
  const request = server.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } }, source.token);
  source.cancel();
  const outcome = await request.then(
    () => 'answered',
    (error: { code?: number }) => error.code,
  );
  assert.ok(outcome === 'answered' || outcome === -32800, String(outcome));
  assert.equal((await server.diagnostics(uri)).length, 1);
  await server.stop();
});
