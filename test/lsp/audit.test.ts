/** What the server answers beyond the protocol: audits with progress and an end at any time, chains, reports, choices. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
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
import { test, type TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CancellationTokenSource, WorkDoneProgress } from 'vscode-languageserver-protocol/node';
import type { AuditResult } from '../../server/src/store/audit-messages.ts';
import type {
  CacheAnswer,
  ChainAnswer,
  ChoicesAnswer,
  DebugAnswer,
  StatusParams,
  TextAnswer,
} from '../../server/src/lsp/protocol.ts';
import { runCli } from '../cli/run-cli.ts';
import { SERVERS, startServer, type TestServer } from './test-server.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));

/** A copy of the sample tree beside a cache of its own. */
function sample(t: TestContext): { readonly folder: string; readonly cache: string; readonly uri: string } {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'daxlint-audit-')));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const folder = join(home, 'a tree');
  cpSync(SAMPLE, folder, { recursive: true });
  return { folder, cache: join(home, 'cache'), uri: pathToFileURL(folder).href };
}

async function start(t: TestContext, kind: 'bundle' | 'source' = 'bundle') {
  const tree = sample(t);
  const server = await startServer(t, { kind, folders: [tree.folder], env: { XDG_CACHE_HOME: tree.cache } });
  return { ...tree, server };
}

function audit(server: TestServer, params: object): Promise<AuditResult> {
  return server.connection.sendRequest('daxlint/audit', params);
}

function git(folder: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=Ann Author', '-c', 'user.email=ann@example.org'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  execFileSync('git', [...who, ...args], { cwd: folder, env, stdio: 'ignore' });
}

for (const kind of SERVERS) {
  test(`${kind}: an audit has the rows of the ledger, and what check finds beside them`, async (t) => {
    const { server, folder, uri } = await start(t, kind);
    const told: string[] = [];
    server.connection.onProgress(WorkDoneProgress.type, 'audit-1', ({ kind: what }) => void told.push(what));
    const found = await audit(server, { uri, what: 'tree', workDoneToken: 'audit-1' });
    const printed = runCli(['ledger', '.', '--no-cache'], folder).out.trim().split('\n');
    const rows = printed.map((line) => JSON.parse(line)).filter(({ verdict }) => verdict !== undefined);
    const spelt = (row: { file: string; line: number; column: number; verdict: string }): string =>
      `${row.file}:${row.line}:${row.column} ${row.verdict}`;
    assert.deepEqual(found.rows.slice(0, rows.length).map(spelt), rows.map(spelt));
    const check = JSON.parse(runCli(['check', '.', '--no-cache', '--format', 'json'], folder).out);
    assert.deepEqual(
      found.problems.map(({ file, line, rule, severity }) => [file, line, rule, severity]),
      check.findings.map((each: Record<string, unknown>) => [
        each['file'],
        each['line'],
        each['rule'],
        each['severity'],
      ]),
    );
    for (const { file, line, rule } of found.problems) {
      assert.ok(
        found.rows.some(
          (row) =>
            row.file === file && row.line === line && row.rule === rule && /^(?:hazard|remark)$/.test(row.verdict),
        ),
        `${file}:${line} ${rule} is in no row`,
      );
    }
    assert.ok(found.rows.some(({ subsystem }) => subsystem === 'MEMORY MANAGEMENT'));
    assert.ok(found.rows.some(({ steps }) => steps.length > 1 && steps.every((step) => step.line > 0)));
    assert.equal(found.root, folder);
    assert.deepEqual([told[0], told.at(-1)], ['begin', 'end']);
    // What was kept gives the same.
    const again = await audit(server, { uri, what: 'tree' });
    assert.deepEqual({ ...again, milliseconds: 0 }, { ...found, milliseconds: 0 });
    assert.equal(await server.stop(), 0);
  });
}

test('an audit that is cancelled ends at once, and the server goes on', async (t) => {
  const { server, folder, uri } = await start(t);
  mkdirSync(join(folder, 'fs/many'));
  const text = readFileSync(join(folder, 'mm/filepage.c'), 'utf8');
  for (let at = 0; at < 400; at++) writeFileSync(join(folder, `fs/many/file${at}.c`), text);
  const threads = (): number => readdirSync(`/proc/${server.process.pid}/task`).length;
  await server.connection.sendRequest('daxlint/choices');
  const before = threads();
  const source = new CancellationTokenSource();
  const begun = new Promise<void>((resolve) => {
    server.connection.onProgress(WorkDoneProgress.type, 'slow', ({ kind }) => {
      if (kind === 'report') resolve();
    });
  });
  const params = { uri, what: 'tree', workDoneToken: 'slow' };
  const asked = server.connection.sendRequest('daxlint/audit', params, source.token);
  const failure = assert.rejects(asked, { code: -32800 });
  await begun;
  assert.ok(threads() > before);
  source.cancel();
  await failure;
  // Its thread is gone, and so are those that it had started.
  while (threads() > before) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok((await server.connection.sendRequest<ChoicesAnswer>('daxlint/choices')).eras.length > 5);
  assert.equal(await server.stop(), 0);
});

test('what was changed since the last commit is told from what was there', async (t) => {
  const { server, folder, uri } = await start(t);
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'the tree');
  assert.deepEqual((await audit(server, { uri, what: 'changes' })).rows, []);
  const path = join(folder, 'mm/new.c');
  const code = `#include <linux/mm.h>
void look(struct page **pages)
{
	get_user_pages_fast(0, 1, 0, pages);
	use(pages[0]->mapping->host);
}
`;
  writeFileSync(path, code);
  git(folder, 'add', '--intent-to-add', 'mm/new.c');
  const { rows, problems } = await audit(server, { uri, what: 'changes' });
  assert.ok(rows.length > 0);
  assert.ok(rows.every(({ verdict, file, line }) => verdict === 'introduced' && file === 'mm/new.c' && line === 5));
  assert.equal(problems.length, rows.length);

  const patch = execFileSync('git', ['diff'], { cwd: folder, encoding: 'utf8' });
  git(folder, 'reset', '--quiet', '--hard');
  rmSync(path, { force: true });
  const over = await audit(server, { uri, what: 'patch', patch: { name: 'new.patch', text: patch } });
  assert.equal(over.kind, 'patch');
  assert.deepEqual(
    over.rows.map(({ title, line }) => [title, line]),
    rows.map(({ title, line }) => [title, line]),
  );
});

test('what makes no sense is refused in one line', async (t) => {
  const { server, uri, folder } = await start(t);
  const refused = async (params: object, message: RegExp, method = 'daxlint/audit'): Promise<void> => {
    await assert.rejects(server.connection.sendRequest(method, params), ({ message: told }) => {
      assert.match(told, message);
      assert.ok(!told.includes('\n'), told);
      return true;
    });
  };
  const elsewhere = pathToFileURL(tmpdir()).href;
  await refused({ uri: elsewhere, what: 'tree' }, /no kernel tree/);
  await refused({ uri: 'untitled:Untitled-1', what: 'tree' }, /no kernel tree/);
  await refused({ uri, what: 'everything' }, /everything/);
  await refused({ uri, what: 'patch' }, /no patch/);
  await refused({ uri, what: 'patch', patch: { name: 'a.patch', text: 'hello' } }, /a\.patch holds no diff/);
  // Above the temporary folder of the tests there is no repository.
  await refused({ uri, what: 'changes' }, /git|repository/);
  await refused({ uri, format: 'pdf' }, /pdf/, 'daxlint/report');
  await refused({ uri, format: 'html', nonce: '"><script>' }, /nonce/, 'daxlint/report');
  const position = { line: 100_000, character: 0 };
  const textDocument = { uri: pathToFileURL(join(folder, 'fs/dax.c')).href };
  await refused({ textDocument, position }, /lines, none is 100001/, 'daxlint/explain');
  assert.equal(await server.connection.sendRequest('daxlint/chain', { textDocument, position }), null);
});

test('the chain of a finding leads from its source to it, and so does the explanation', async (t) => {
  const { server, folder } = await start(t);
  const uri = pathToFileURL(join(folder, 'mm/filepage.c')).href;
  await server.open(uri, readFileSync(join(folder, 'mm/filepage.c'), 'utf8'));
  let [finding] = (await server.diagnostics(uri)).filter((each) => each.relatedInformation !== undefined);
  for (let refreshes = server.refreshes; finding === undefined; refreshes += 1) {
    await server.refreshed(refreshes + 1);
    [finding] = (await server.diagnostics(uri)).filter((each) => each.relatedInformation !== undefined);
  }
  const params = { textDocument: { uri }, position: finding.range.start };
  const answer: ChainAnswer | null = await server.connection.sendRequest('daxlint/chain', params);
  assert.equal(answer?.root, folder);
  assert.equal(answer.row.rule, finding.code);
  assert.equal(answer.row.line, finding.range.start.line + 1);
  assert.deepEqual(
    answer.row.steps.map(({ file, line }) => [pathToFileURL(join(folder, file)).href, line]),
    finding.relatedInformation?.map(({ location }) => [location.uri, location.range.start.line + 1]),
  );
  const { text }: TextAnswer = await server.connection.sendRequest('daxlint/explain', params);
  assert.match(text, new RegExp(`filepage\\.c:${finding.range.start.line + 1}`));
  assert.match(text, /read as Linux/);
});

test('the report is the one of the command line, and in a view of an editor a nonce tells what is its own', async (t) => {
  const { server, folder, uri } = await start(t);
  const written = async (params: object): Promise<string> =>
    (await server.connection.sendRequest<TextAnswer>('daxlint/report', { uri, ...params })).text;
  const cost = /[0-9.]+ s, [0-9]+ MB at most/;
  const cli = runCli(['ledger', '.', '--no-cache', '--format', 'html'], folder).out;
  assert.equal((await written({ format: 'html' })).replace(cost, ''), cli.replace(cost, ''));
  const nonce = 'abcdefghij0123456789';
  const page = await written({ format: 'html', nonce });
  assert.ok(page.includes(`script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`));
  assert.deepEqual(
    [...page.matchAll(/<(script|style)(?![^>]*nonce=)([^>]*)>/g)].map(([tag]) => tag),
    ['<script type="application/json" id="data">'],
  );
  const json = JSON.parse(await written({ format: 'json' }));
  assert.deepEqual(json, JSON.parse(runCli(['check', '.', '--no-cache', '--format', 'json'], folder).out));
  const sarif = JSON.parse(await written({ format: 'sarif' }));
  const printed = JSON.parse(runCli(['check', '.', '--no-cache', '--format', 'sarif'], folder).out);
  assert.deepEqual(sarif.runs[0].results, printed.runs[0].results);
});

test('the server tells what can be chosen, what it keeps, and what runs', async (t) => {
  const { server, cache, uri, folder } = await start(t);
  const choices: ChoicesAnswer = await server.connection.sendRequest('daxlint/choices');
  assert.ok(choices.overlays.some(({ name }) => name === '2017-mapping-set-for-dax'));
  await audit(server, { uri, what: 'tree' });
  writeFileSync(join(cache, 'daxlint', 'notes.txt'), 'of somebody else');
  const held: CacheAnswer = await server.connection.sendRequest('daxlint/cache', { clear: false });
  assert.ok(held.files >= 3 && held.bytes > 100, JSON.stringify(held));
  const debug: DebugAnswer = await server.connection.sendRequest('daxlint/debug');
  assert.deepEqual(debug.cache, held);
  assert.match(debug.runtime, /^node \d/);
  const gone: CacheAnswer = await server.connection.sendRequest('daxlint/cache', { clear: true });
  assert.deepEqual(gone, held);
  assert.deepEqual(await server.connection.sendRequest('daxlint/cache', { clear: true }), {
    ...held,
    files: 0,
    bytes: 0,
  });
  assert.ok(existsSync(join(cache, 'daxlint', 'notes.txt')));

  await server.open(pathToFileURL(join(folder, 'fs/dax.c')).href, readFileSync(join(folder, 'fs/dax.c'), 'utf8'));
  await server.diagnostics(pathToFileURL(join(folder, 'fs/dax.c')).href);
  let status: StatusParams | undefined;
  while (status?.files === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    [status] = (await server.connection.sendRequest<DebugAnswer>('daxlint/debug')).trees;
  }
  assert.equal(status.tree, folder);
  assert.ok(status.files > 10 && (status.memory ?? 0) > 1e6, JSON.stringify(status));
  const told = server.notifications.filter(({ method }) => method === 'daxlint/status').at(-1);
  assert.equal((told?.params as StatusParams | undefined)?.files, status.files);
});
