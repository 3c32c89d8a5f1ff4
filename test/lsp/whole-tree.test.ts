/** The editor judges files by all of their tree: what one document hands on is found in another one. */
import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test, type TestContext } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { runCli } from '../cli/run-cli.ts';
import { MODERN, PLAIN, SERVERS, startServer, type TestServer } from './test-server.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));

/** The sample with one source less, so that nothing is known to hand a DAX page to `pagecache_page()`. */
function sample(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'daxlint-whole-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SAMPLE, folder, { recursive: true });
  const callee = join(folder, CALLEE);
  writeFileSync(
    callee,
    read(folder, CALLEE).replace('get_user_pages_fast(start, count, FOLL_WRITE, pages)', 'fill(start, count, pages)'),
  );
  return folder;
}

const CALLEE = 'mm/filepage.c';
const CALLER = 'drivers/egret/dma.c';

/** What is typed into the caller. */
const CALL =
  'bool pagecache_page(struct page *page);\nvoid egret_look(unsigned long pfn)\n{\n\tpagecache_page(hmm_pfn_to_page(pfn));\n}\n';

function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function uriOf(folder: string, path: string): string {
  return pathToFileURL(join(folder, path)).href;
}

function followed(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => code === 'mapping-is-a-pointer');
}

/** Waits until the server has told something new of a document that passes, over as many refreshes as it takes. */
async function until(
  server: TestServer,
  uri: string,
  passes: (found: readonly Diagnostic[]) => boolean,
): Promise<readonly Diagnostic[]> {
  for (;;) {
    const refreshes = server.refreshes;
    const found = await server.diagnostics(uri);
    if (passes(found)) return found;
    await server.refreshed(refreshes + 1);
  }
}

for (const kind of SERVERS) {
  test(`${kind}: what is typed in one file is found in another, and is gone with it`, async (t) => {
    const folder = sample(t);
    const server = await startServer(t, { kind, folders: [folder] });
    const [callee, caller] = [uriOf(folder, CALLEE), uriOf(folder, CALLER)];
    await server.open(callee, read(folder, CALLEE));
    await server.open(caller, read(folder, CALLER));
    assert.deepEqual(followed(await server.diagnostics(callee)), []);
    const end = { line: read(folder, CALLER).split('\n').length - 1, character: 0 };
    await server.change(caller, 2, [{ range: { start: end, end }, text: CALL }]);
    const [finding] = followed(await until(server, callee, (found) => followed(found).length > 0));
    const [step] = finding?.relatedInformation ?? [];
    assert.equal(step?.location.uri, caller);
    assert.equal(step?.location.range.start.line, end.line + 3);
    assert.match(
      step?.message ?? '',
      /^`egret_look\(\)` hands a page from `hmm_pfn_to_page\(\)` to `pagecache_page\(\)`$/,
    );
    const hover = await server.hover(callee, finding?.range.start ?? end);
    assert.match(hover, /`egret_look\(\)` hands a page from `hmm_pfn_to_page\(\)`/);

    const after = { line: end.line + 5, character: 0 };
    await server.change(caller, 3, [{ range: { start: end, end: after }, text: '' }]);
    await until(server, callee, (found) => followed(found).length === 0);
    assert.equal(await server.stop(), 0);
  });
}

const WAITS = '\tif (dax_layout_busy_page(inode->i_mapping))\n\t\treturn -EAGAIN;\n';

/** A filesystem over three files: one makes inodes DAX, one waits for pins, one drops the pages. */
const HERON: Readonly<Record<string, string>> = {
  'fs/heron/flags.c': 'void heron_flags(struct inode *inode)\n{\n\tinode->i_flags |= S_DAX;\n}\n',
  'fs/heron/cut.c': 'void heron_cut(struct inode *inode, loff_t size)\n{\n\ttruncate_setsize(inode, size);\n}\n',
  'fs/heron/file.c': `static int heron_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);

${WAITS}	heron_cut(inode, attr->ia_size);
	return 0;
}
const struct inode_operations heron_iops = {
	.setattr = heron_setattr,
};
`,
};

test('a wait for pins that is taken away in one file is missed in another', async (t) => {
  const folder = sample(t);
  mkdirSync(join(folder, 'fs/heron'), { recursive: true });
  for (const [path, text] of Object.entries(HERON)) writeFileSync(join(folder, path), text);
  const server = await startServer(t, { kind: 'bundle', folders: [folder] });
  const [cut, file] = [uriOf(folder, 'fs/heron/cut.c'), uriOf(folder, 'fs/heron/file.c')];
  const unwaited = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
    found.filter(({ code }) => code === 'truncate-needs-no-layout-break');
  await server.open(cut, HERON['fs/heron/cut.c'] ?? '');
  await server.open(file, HERON['fs/heron/file.c'] ?? '');
  assert.deepEqual(unwaited(await server.diagnostics(cut)), []);
  const range = { start: { line: 4, character: 0 }, end: { line: 6, character: 0 } };
  await server.change(file, 2, [{ range, text: '' }]);
  const [finding] = unwaited(await until(server, cut, (found) => unwaited(found).length > 0));
  assert.deepEqual(
    finding?.relatedInformation?.map(({ location, message }) => [location.uri, message]),
    [
      [
        file,
        '`heron_setattr()` is `.setattr` of a `struct inode_operations`, and nobody has waited for pins before it',
      ],
      [file, '`heron_setattr()` calls `heron_cut()` without a wait for pins before it'],
    ],
  );
  await server.change(file, 3, [{ range: { start: range.start, end: range.start }, text: WAITS }]);
  await until(server, cut, (found) => unwaited(found).length === 0);
});

test('a client that is sent diagnostics is sent those of the other file too', async (t) => {
  const folder = sample(t);
  const server = await startServer(t, { kind: 'bundle', folders: [folder], capabilities: PLAIN });
  const callee = uriOf(folder, CALLEE);
  await server.open(callee, read(folder, CALLEE));
  await server.open(uriOf(folder, CALLER), read(folder, CALLER) + CALL);
  const sent = await server.pushed(({ uri, diagnostics }) => uri === callee && followed(diagnostics).length > 0);
  assert.equal(followed(sent.diagnostics)[0]?.relatedInformation?.[0]?.location.uri, uriOf(folder, CALLER));
});

test('a file that changes on disk changes what is found in one that is open', async (t) => {
  const folder = sample(t);
  const server = await startServer(t, { kind: 'bundle', folders: [folder] });
  const callee = uriOf(folder, CALLEE);
  await server.open(callee, read(folder, CALLEE));
  assert.deepEqual(followed(await server.diagnostics(callee)), []);
  const before = read(folder, CALLER);
  writeFileSync(join(folder, CALLER), before + CALL);
  await server.changedOnDisk(uriOf(folder, CALLER));
  await until(server, callee, (found) => followed(found).length > 0);
  writeFileSync(join(folder, CALLER), before);
  await server.changedOnDisk(uriOf(folder, CALLER));
  await until(server, callee, (found) => followed(found).length === 0);
});

test('with the setting off each file is judged by itself', async (t) => {
  const folder = sample(t);
  const server = await startServer(t, { kind: 'bundle', folders: [folder], settings: { wholeTree: false } });
  const callee = uriOf(folder, CALLEE);
  await server.open(callee, read(folder, CALLEE));
  await server.open(uriOf(folder, CALLER), read(folder, CALLER) + CALL);
  await server.diagnostics(callee);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(server.refreshes, 0);
  assert.deepEqual(followed(await server.diagnostics(callee)), []);
  assert.deepEqual(
    readdirSync(folder).filter((name) => !readdirSync(SAMPLE).includes(name)),
    [],
  );
});

test('the editor shows for the tree on disk what `check` prints', async (t) => {
  const folder = sample(t);
  writeFileSync(join(folder, CALLER), read(folder, CALLER) + CALL);
  const { out } = runCli(['check', '--format', 'json', '.'], folder);
  const byCli = new Map<string, string[]>();
  for (const { file, line, rule, chain, related } of JSON.parse(out).findings) {
    const places = [...chain, ...related.map((at: object) => ({ file, ...at }))];
    const spelt = places.map((at: { file: string; line: number }) => `${at.file}:${at.line}`);
    byCli.set(file, [...(byCli.get(file) ?? []), `${line} ${rule} ${spelt.join(' ')}`]);
  }
  assert.ok(byCli.get(CALLEE)?.some((finding) => finding.includes(CALLER)));
  const server = await startServer(t, { kind: 'bundle', folders: [folder] });
  const bySever = (found: readonly Diagnostic[]): string[] =>
    found.map(({ range, code, relatedInformation }) => {
      const places = (relatedInformation ?? []).map(
        ({ location }) =>
          `${location.uri.slice(uriOf(folder, '').length).replace(/^\//, '')}:${location.range.start.line + 1}`,
      );
      return `${range.start.line + 1} ${code} ${places.join(' ')}`;
    });
  for (const path of byCli.keys()) {
    const uri = uriOf(folder, path);
    await server.open(uri, read(folder, path));
    const wanted = JSON.stringify(byCli.get(path));
    const found = await until(server, uri, (each) => JSON.stringify(bySever(each)) === wanted);
    assert.deepEqual(bySever(found), byCli.get(path), path);
  }
});

test('the reading of a tree is shown where the client can show it, and can be stopped', async (t) => {
  const folder = sample(t);
  const server = await startServer(t, {
    kind: 'bundle',
    folders: [folder],
    capabilities: { ...MODERN, window: { workDoneProgress: true } },
    // A cache of its own, in which nothing is yet.
    env: { XDG_CACHE_HOME: join(folder, '..', `${folder}-cache`) },
  });
  t.after(() => rmSync(`${folder}-cache`, { recursive: true, force: true }));
  await server.open(uriOf(folder, CALLEE), read(folder, CALLEE));
  await server.diagnostics(uriOf(folder, CALLEE));
  const begun = (await server.progressed('begin')) as { title: string; cancellable: boolean };
  assert.match(begun.title, /^daxlint: reading daxlint-whole-/);
  assert.equal(begun.cancellable, true);
  await server.progressed('end');
});
