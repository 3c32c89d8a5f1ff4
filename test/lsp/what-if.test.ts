/** The setting `daxlint.whatIf`: the editor answers under the overlay, says so, and is told once of a bad one. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { testFolder } from '../kernel-tree.ts';
import { SERVERS, startServer } from './test-server.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));
const FILE = 'fs/heronfs/aops.c';
const uriOf = (folder: string, name: string): string => pathToFileURL(join(folder, name)).href;
const TEXT = readFileSync(join(SAMPLE, FILE), 'utf8');
const SETTINGS = { era: '4.15', level: 'hint' };

test('the setting changes the answers, and the status names the overlay', async (t) => {
  for (const kind of SERVERS) {
    const server = await startServer(t, { kind, settings: SETTINGS, folders: [SAMPLE] });
    const uri = uriOf(SAMPLE, FILE);
    await server.open(uri, TEXT);
    const isFound = async (): Promise<boolean> =>
      (await server.diagnostics(uri)).some(
        ({ code, range }) => code === 'mapping-implies-page-cache' && range.start.line === 38,
      );
    assert.ok(!(await isFound()));
    server.settings = { ...SETTINGS, whatIf: '2017-mapping-set-for-dax' };
    server.notifications.length = 0;
    await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await server.refreshed(1);
    assert.ok(await isFound());
    const status = JSON.stringify(await server.notified('daxlint/status'));
    assert.match(status, /"era":"4\.14 - 4\.16 under 2017-mapping-set-for-dax"/);
    assert.match(status, /what if page->mapping of a DAX page is the address_space of its file/);
    await server.stop();
  }
});

test('a bad overlay is told once and left out', async (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  writeFileSync(join(folder.path, 'bad.json'), '{"name": "x", "title": "t", "story": "s",\n"cels": []}');
  const settings = { ...SETTINGS, whatIf: join(folder.path, 'bad.json') };
  const server = await startServer(t, { kind: 'bundle', settings, folders: [SAMPLE] });
  for (const name of [FILE, 'fs/heronfs/file.c']) {
    const uri = uriOf(SAMPLE, name);
    await server.open(uri, readFileSync(join(SAMPLE, name), 'utf8'));
    assert.ok((await server.diagnostics(uri)).length > 0);
  }
  const told = server.notifications.filter(({ method }) => method === 'window/showMessage');
  assert.equal(told.length, 1);
  assert.match(JSON.stringify(told), /daxlint\.whatIf.*line 2: .*cels.*the nearest is .*cells/);
  await server.stop();
});
