/** The language server over stdio: from opening a file to a quick fix that silences its finding, bundled and from source. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import type { ClientCapabilities, CodeAction, Diagnostic } from 'vscode-languageserver-protocol/node';
import type { StatusParams } from '../../server/src/lsp/protocol.ts';
import { CLEAN, HINT, testFolder, testTree, WARNING } from '../kernel-tree.ts';
import { applyWorkspaceEdit } from './apply-edit.ts';
import { MODERN, PLAIN, SERVERS, startServer } from './test-server.ts';

const uriOf = (folder: string, name: string): string => pathToFileURL(join(folder, name)).href;
const codes = (diagnostics: readonly Diagnostic[]): unknown[] => diagnostics.map(({ code }) => code);

for (const kind of SERVERS) {
  test(`${kind}: open, pull, type, pull, close`, async (t) => {
    const tree = testTree();
    t.after(() => tree.remove());
    const server = await startServer(t, { kind });
    const uri = uriOf(tree.path, 'fs/warn.c');
    await server.open(uri, WARNING);
    const first = await server.pull(uri);
    assert.equal(first.kind, 'full');
    const [diagnostic] = first.kind === 'full' ? first.items : [];
    assert.equal(diagnostic?.source, 'daxlint');
    assert.equal(diagnostic?.code, 'guard-polarity');
    assert.equal(diagnostic?.severity, 2);
    assert.deepEqual(diagnostic?.range, { start: { line: 7, character: 5 }, end: { line: 7, character: 33 } });
    assert.equal(diagnostic?.relatedInformation?.[0]?.location.uri, uri);
    assert.deepEqual(await server.pull(uri, first.resultId), { kind: 'unchanged', resultId: first.resultId });

    const at = { line: 0, character: 0 };
    await server.change(uri, 2, [{ range: { start: at, end: at }, text: '\n' }]);
    const moved = await server.pull(uri, first.resultId);
    assert.equal(moved.kind === 'full' && moved.items[0]?.range.start.line, 8);
    await server.change(uri, 3, [{ text: CLEAN }]);
    assert.deepEqual(await server.diagnostics(uri), []);

    await server.close(uri);
    assert.deepEqual(await server.diagnostics(uri), []);
    const { message: _, ...status } = (await server.notified('daxlint/status')) as StatusParams;
    assert.deepEqual(status, {
      era: '6.0 - 6.1',
      eraReason: '`PAGE_MAPPING_DAX_COW` is declared (include/linux/page-flags.h:2)',
      tree: tree.path,
      state: 'ready',
    });
    assert.equal(await server.stop(), 0);
  });

  test(`${kind}: a client from before pulled diagnostics is sent them`, async (t) => {
    const tree = testTree();
    t.after(() => tree.remove());
    const server = await startServer(t, { kind, capabilities: PLAIN });
    const uri = uriOf(tree.path, 'fs/warn.c');
    await server.open(uri, WARNING);
    assert.deepEqual(codes((await server.pushed(({ version }) => version === 1)).diagnostics), ['guard-polarity']);
    await server.change(uri, 2, [{ text: CLEAN }]);
    assert.deepEqual((await server.pushed(({ version }) => version === 2)).diagnostics, []);
    await server.close(uri);
    await server.pushed(({ version }) => version === undefined);
    assert.equal(await server.stop(), 0);
  });
}

test('a quick fix is listed without its edit, resolved, applied, and its finding is gone', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle' });
  const uri = uriOf(tree.path, 'fs/warn.c');
  await server.open(uri, WARNING);
  const [diagnostic] = await server.diagnostics(uri);
  assert.ok(diagnostic);
  const actions = await server.actions(uri, diagnostic.range);
  assert.ok(actions.length >= 2, 'a fix and a suppression');
  for (const action of actions) {
    assert.equal(action.kind, 'quickfix');
    assert.equal(action.edit, undefined);
    const fixed = applyWorkspaceEdit(WARNING, (await server.resolve(action)).edit);
    assert.notEqual(fixed, WARNING);
    await server.change(uri, 2, [{ text: fixed }]);
    assert.deepEqual(codes(await server.diagnostics(uri)), [], action.title);
    await assert.rejects(server.resolve(action), /text has changed/);
    await server.change(uri, 1, [{ text: WARNING }]);
  }
  await server.stop();
});

test('a client that cannot resolve gets the edits at once, and in the old form', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle', capabilities: PLAIN });
  const uri = uriOf(tree.path, 'fs/warn.c');
  await server.open(uri, WARNING);
  const caret = { line: 7, character: 10 };
  const actions = await server.actions(uri, { start: caret, end: caret });
  const suppress = actions.find(({ title }) => title.startsWith('suppress'));
  assert.ok(suppress?.edit?.changes?.[uri]);
  const suppressed = applyWorkspaceEdit(WARNING, suppress.edit);
  assert.match(suppressed, /\n\t\/\* daxlint-ok: guard-polarity: \S.* \*\/\n\tif \(!IS_DAX/);
  await server.stop();
});

test('a caret elsewhere on the line gets the actions of the diagnostics that come with it', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle' });
  const uri = uriOf(tree.path, 'fs/warn.c');
  await server.open(uri, WARNING);
  const diagnostics = await server.diagnostics(uri);
  const caret = { line: 7, character: 0 };
  const ask = async (context: object): Promise<readonly CodeAction[]> =>
    await server.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: caret, end: caret },
      context,
    });
  assert.equal((await ask({ diagnostics: [] })).length, 0);
  assert.ok((await ask({ diagnostics })).length > 0);
  assert.equal((await ask({ diagnostics, only: ['refactor'] })).length, 0);
  await server.stop();
});

test('all safe fixes are one source action, given only when it is asked for', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle' });
  const uri = uriOf(tree.path, 'fs/warn.c');
  await server.open(uri, WARNING);
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const quick = await server.actions(uri, whole);
  assert.ok(quick.every(({ kind }) => kind === 'quickfix'));
  const safe = quick.some(({ isPreferred }) => isPreferred === true);
  for (const only of ['source', 'source.fixAll', 'source.fixAll.daxlint']) {
    const all = await server.actions(uri, whole, [only]);
    assert.deepEqual(
      all.map(({ kind }) => kind),
      safe ? ['source.fixAll.daxlint'] : [],
      only,
    );
    for (const action of all) {
      assert.notEqual(applyWorkspaceEdit(WARNING, (await server.resolve(action)).edit), WARNING);
    }
  }
  assert.deepEqual(await server.actions(uri, whole, ['source.organizeImports']), []);
  await server.stop();
});

test('a suppression leaves the caret in its reason where the client takes snippets', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const workspace = { workspaceEdit: { documentChanges: true, snippetEditSupport: true } };
  const server = await startServer(t, { kind: 'bundle', capabilities: { ...MODERN, workspace } });
  const uri = uriOf(tree.path, 'fs/warn.c');
  await server.open(uri, WARNING);
  const [diagnostic] = await server.diagnostics(uri);
  assert.ok(diagnostic);
  const actions = await server.actions(uri, diagnostic.range);
  const suppress = actions.find(({ title }) => title.startsWith('suppress'));
  assert.ok(suppress);
  const change = (await server.resolve(suppress)).edit?.documentChanges?.[0];
  const edit = change !== undefined && 'edits' in change ? change.edits[0] : undefined;
  assert.match(
    edit !== undefined && 'snippet' in edit ? edit.snippet.value : '',
    /^\t\/\* daxlint-ok: guard-polarity: \$\{1:.+\} \*\/\n$/,
  );
  await server.stop();
});

test('a hover tells what the field holds, in the form that the client reads', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const cases: readonly (readonly [ClientCapabilities, string])[] = [
    [MODERN, 'markdown'],
    [{ textDocument: { hover: { contentFormat: ['plaintext'] } } }, 'plaintext'],
  ];
  for (const [capabilities, format] of cases) {
    const server = await startServer(t, { kind: 'bundle', capabilities });
    const uri = uriOf(tree.path, 'fs/hint.c');
    await server.open(uri, HINT);
    const ask = async (
      line: number,
      character: number,
    ): Promise<{ contents: { kind: string; value: string } } | null> =>
      await server.connection.sendRequest('textDocument/hover', {
        textDocument: { uri },
        position: { line, character },
      });
    const hover = await ask(5, 12);
    assert.equal(hover?.contents.kind, format);
    assert.match(hover?.contents.value ?? '', /page->mapping/);
    assert.equal(await ask(0, 0), null);
    await server.stop();
  }
});

test('the settings decide what is shown, and a change of them is seen', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, { kind: 'bundle', settings: { level: 'hint' }, folders: [tree.path] });
  const uri = uriOf(tree.path, 'fs/hint.c');
  await server.open(uri, HINT);
  const [hint] = await server.diagnostics(uri);
  assert.equal(hint?.code, 'mapping-implies-page-cache');
  assert.equal(hint?.severity, 3, 'information: editors do not list hints');
  let changes = 0;
  const change = async (settings: unknown): Promise<void> => {
    server.settings = settings;
    await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await server.refreshed((changes += 1));
  };
  await change({ level: 'warning' });
  assert.deepEqual(await server.diagnostics(uri), []);
  await change({ rules: { 'mapping-implies-page-cache': 'error' } });
  assert.equal((await server.diagnostics(uri))[0]?.severity, 1);
  await change({ enable: false, level: 'hint' });
  assert.deepEqual(await server.diagnostics(uri), []);
  await change({ levl: 'hint' });
  assert.match(JSON.stringify(await server.notified('window/showMessage')), /daxlint\.levl.*daxlint\.level/);
  await server.stop();
});

test('settings come from the initialisation for a client that is not asked', async (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  const server = await startServer(t, {
    kind: 'bundle',
    capabilities: PLAIN,
    initializationOptions: { level: 'hint' },
  });
  const uri = uriOf(tree.path, 'fs/hint.c');
  await server.open(uri, HINT);
  assert.equal((await server.pushed(() => true)).diagnostics.length, 1);
  await server.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { daxlint: { level: 'warning' } },
  });
  await server.pushed(({ diagnostics }) => diagnostics.length === 0);
  await server.stop();
});

test('trees of two eras are open at once, and a saved header is read again', async (t) => {
  const old = testTree();
  const young = testTree({ 'include/linux/page-flags.h': '#define FOLIO_MAPPING_ANON 0x1\n' });
  const alone = testFolder();
  t.after(() => {
    for (const folder of [old, young, alone]) folder.remove();
  });
  const server = await startServer(t, { kind: 'bundle' });
  const eras = (): unknown[] =>
    server.notifications.flatMap(({ method, params }) =>
      method === 'daxlint/status' ? [(params as { era: string }).era] : [],
    );
  for (const folder of [old, young, alone]) {
    const uri = uriOf(folder.path, 'x.c');
    await server.open(uri, WARNING);
    await server.diagnostics(uri);
  }
  assert.deepEqual(eras(), ['6.0 - 6.1', '6.17 and later', '6.17 and later']);
  const header = old.write('include/linux/page-flags.h', '#define PAGE_MAPPING_DAX_SHARED 0x1\n');
  await server.connection.sendNotification('textDocument/didSave', {
    textDocument: { uri: pathToFileURL(header).href },
  });
  await server.diagnostics(uriOf(old.path, 'x.c'));
  assert.deepEqual(eras().slice(3), ['6.2 - 6.14']);
  await server.stop();
});
