/** The same file gives the same findings in the editor and on the command line. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { rules } from '../../server/src/rules/index.generated.ts';
import { runCli } from '../cli/run-cli.ts';
import { HINT, testTree, WARNING } from '../kernel-tree.ts';
import { startServer } from './test-server.ts';

interface CliFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'hint';
  readonly message: string;
  readonly related: readonly { readonly line: number; readonly column: number; readonly message: string }[];
}

const SEVERITY = { error: 1, warning: 2, hint: 3 } as const;

test('the server and `check` find the same', async (t) => {
  const files: Record<string, string> = { 'fs/hint.c': HINT, 'fs/warn.c': `/* é漢🎉 */ ${WARNING}` };
  // A rule that needs the tree says nothing until the editor has read it: see the test of whole trees.
  for (const { id, example } of rules.filter(({ needsTree }) => needsTree !== true)) {
    files[`rules/${id}.c`] = example.bad;
    files[`rules/${id}-good.c`] = example.good;
  }
  const tree = testTree(files);
  t.after(() => tree.remove());
  const { out } = runCli(['check', '--format', 'json', '--level', 'hint', '.'], tree.path);
  const byCli = new Map<string, unknown[]>();
  for (const finding of JSON.parse(out).findings as CliFinding[]) {
    byCli.set(finding.file, [...(byCli.get(finding.file) ?? []), asDiagnostic(finding)]);
  }
  assert.ok(byCli.size > 2);
  const server = await startServer(t, { kind: 'bundle', settings: { level: 'hint' } });
  for (const [name, text] of Object.entries(files)) {
    const uri = pathToFileURL(join(tree.path, name)).href;
    await server.open(uri, text);
    const shown = (await server.diagnostics(uri)).map(({ range, severity, code, message, relatedInformation }) => ({
      range,
      severity,
      code,
      message,
      related: (relatedInformation ?? []).map((related) => ({
        start: related.location.range.start,
        message: related.message,
      })),
    }));
    assert.deepEqual(shown, byCli.get(name) ?? [], name);
  }
  await server.stop();
});

function asDiagnostic(finding: CliFinding): object {
  return {
    range: {
      start: { line: finding.line - 1, character: finding.column - 1 },
      end: { line: finding.endLine - 1, character: finding.endColumn - 1 },
    },
    severity: SEVERITY[finding.severity],
    code: finding.rule,
    message: finding.message,
    related: finding.related.map(({ line, column, message }) => ({
      start: { line: line - 1, character: column - 1 },
      message,
    })),
  };
}
