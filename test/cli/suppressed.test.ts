/** What comments in the code silence is listed wherever somebody audits: in a check, in SARIF, in the ledger. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Log } from 'sarif';
import { testTree, WARNING } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const SILENCED = WARNING.replace(
  '\tif (!IS_DAX(',
  '\t/* daxlint-ok: guard-polarity: callers were turned round too */\n\tif (!IS_DAX(',
).replace(
  '\tif (!page->mapping)\n',
  '\tif (!page->mapping) /* daxlint-ok: null-mapping-implies-truncated: it counts only */\n',
);

test('a check counts what is suppressed at its level, and lists it with the reasons', (t) => {
  const tree = testTree({ 'fs/warn.c': SILENCED });
  t.after(() => tree.remove());
  const text = runCli(['check'], tree.path);
  assert.equal(text.status, 0, text.out);
  assert.match(text.out, /^nothing found.*, 1 suppressed in the code \(--format json lists them\) in 4 files\n/);
  const json = JSON.parse(runCli(['check', '--format', 'json'], tree.path).out);
  assert.deepEqual(
    json.suppressed.map((each: { rule: string; line: number; suppression: object }) => [
      each.rule,
      each.line,
      each.suppression,
    ]),
    [['guard-polarity', 9, { line: 8, reason: 'callers were turned round too' }]],
  );
  assert.equal(json.summary.suppressed, 1);
  assert.deepEqual(json.findings, []);
  assert.match(runCli(['check', '--level', 'hint'], tree.path).out, /, 2 suppressed in the code/);
});

test('in SARIF what is suppressed is a result that says so', (t) => {
  const tree = testTree({ 'fs/warn.c': SILENCED });
  t.after(() => tree.remove());
  const log: Log = JSON.parse(runCli(['check', '--format', 'sarif'], tree.path).out);
  const [result, ...more] = log.runs[0]?.results ?? [];
  assert.deepEqual(more, []);
  assert.equal(result?.ruleId, 'guard-polarity');
  const [suppression] = result?.suppressions ?? [];
  assert.equal(suppression?.kind, 'inSource');
  assert.equal(suppression?.justification, 'callers were turned round too');
  assert.equal(suppression?.location?.physicalLocation?.region?.startLine, 8);
});

test('a row of the ledger keeps its verdict and says by which reason it is silenced', (t) => {
  const tree = testTree({ 'fs/warn.c': SILENCED });
  t.after(() => tree.remove());
  const rows = runCli(['ledger'], tree.path)
    .out.trim()
    .split('\n')
    .map((line): { line?: number; suppressed?: unknown; summary?: boolean } => JSON.parse(line));
  const silenced = rows.filter(({ suppressed, summary }) => suppressed !== undefined && summary === undefined);
  assert.deepEqual(
    silenced.map(({ line, suppressed }) => [line, suppressed]),
    [[6, 'it counts only']],
  );
  assert.equal(rows.at(-1)?.suppressed, 1);
  const table = runCli(['ledger', '--format', 'table'], tree.path).out;
  assert.match(table, /fs\/warn\.c:6:.* suppressed: it counts only\n/);
  assert.match(table, /; 1 suppressed in the code; /);
});
