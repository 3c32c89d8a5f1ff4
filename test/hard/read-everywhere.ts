/** Hard texts are read by the command line and by the server, at a part of their size or at all of it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { FAILED } from '../../server/src/model/finding.ts';
import { decode } from '../../server/src/store/bytes.ts';
import { runCli } from '../cli/run-cli.ts';
import { testTree, WARNING } from '../kernel-tree.ts';
import { startServer } from '../lsp/test-server.ts';
import { callCycle, HARD_TEXTS } from './hard-texts.ts';

interface Report {
  readonly findings: readonly { readonly file: string }[];
  readonly gaps: readonly { readonly why: string }[];
}

/** Checks a tree of hard texts and opens each of them in the server; \`part\` is the part of their size that they have. */
export async function readEverywhere(t: TestContext, part: number): Promise<void> {
  const texts = HARD_TEXTS.map(({ make, size }) => make(Math.floor(size * part)));
  const files: Record<string, string | Uint8Array> = { 'fs/warn.c': WARNING, 'fs/cycle.c': callCycle(20_000 * part) };
  for (const [at, text] of texts.entries()) files[`fs/hard${at}.c`] = text;
  const tree = testTree(files);
  t.after(() => tree.remove());
  const { status, out, err } = runCli(['check', '--no-cache', '--format', 'json', '.'], tree.path);
  assert.equal(status, 1, err);
  assert.ok(!/failed/.test(err), err);
  const report: Report = JSON.parse(out);
  assert.ok(report.findings.some(({ file }) => file === 'fs/warn.c'));
  assert.ok(report.gaps.every(({ why }) => why !== FAILED));
  const server = await startServer(t, { kind: 'bundle', settings: { wholeTree: false } });
  for (const [at, text] of texts.entries()) {
    const uri = pathToFileURL(join(tree.path, `fs/hard${at}.c`)).href;
    await server.open(uri, typeof text === 'string' ? text : decode(text));
    await server.diagnostics(uri);
    const place = { line: 0, character: 3 };
    await server.change(uri, 2, [{ range: { start: place, end: place }, text: ' ' }]);
    await server.diagnostics(uri);
    await server.close(uri);
    const failed = server.notifications.filter(({ method }) => method === 'window/logMessage');
    assert.deepEqual(failed, [], HARD_TEXTS[at]?.title);
  }
  const uri = pathToFileURL(join(tree.path, 'fs/warn.c')).href;
  await server.open(uri, WARNING);
  assert.equal((await server.diagnostics(uri)).length, 1);
  assert.equal(await server.stop(), 0);
}
