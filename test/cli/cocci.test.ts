/** `daxlint fix --cocci`: the semantic patches find with Coccinelle what `check` finds in a function by itself. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COCCI_RULES } from '../../server/src/docs/cocci.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { testFolder } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));

/** Why nothing can be compared here; false where it can. */
const skip =
  spawnSync('spatch', ['--version']).status === 0 ? false : 'spatch is not installed (apt-get install coccinelle)';

test('a rule that no single function decides has no semantic patch, and the others are named', () => {
  const { status, out, err } = runCli(['fix', '--cocci', 'guard-polarity'], SAMPLE);
  assert.equal(status, 2);
  assert.equal(out, '');
  assert.match(err, /guard-polarity.*mapping-is-a-pointer/);
});

test('a semantic patch is one for the era that is asked for', () => {
  const of = (era: string): string => runCli(['fix', '--cocci', 'mapping-is-a-pointer', '--era', era], SAMPLE).out;
  assert.match(of('6.1'), /pin_user_pages_fast/);
  assert.match(of('4.9'), /get_user_pages_fast/);
  assert.doesNotMatch(of('4.9'), /pin_user_pages_fast/);
});

for (const id of COCCI_RULES) {
  describe(id, { skip }, () => {
    test('finds the bad example of the rule and not the good one', (t) => {
      const example = rules.find((rule) => rule.id === id)?.example;
      assert.ok(example);
      const folder = folderOf(t, { 'bad.c': example.bad, 'good.c': example.good });
      const found = spatch(t, id, ['--era', example.era], folder);
      const checked = check(['--era', example.era, 'bad.c'], id, folder);
      assert.deepEqual(found, checked);
      assert.equal(found.length, 1);
    });

    test('finds in the sample tree what is found there in each function by itself', (t) => {
      assert.deepEqual(spatch(t, id, [], SAMPLE), check(['.'], id, SAMPLE));
    });
  });
}

/** `file:line` of what Coccinelle reports below a folder. */
function spatch(t: TestContext, id: string, args: readonly string[], folder: string): readonly string[] {
  const patch = runCli(['fix', '--cocci', id, ...args], folder);
  assert.equal(patch.err, '');
  assert.equal(patch.status, 0);
  const home = folderOf(t, { 'rule.cocci': patch.out });
  // What git ignores is looked at too.
  const options = [
    '--use-coccigrep',
    '--dir',
    '.',
    '-D',
    'report',
    '--no-includes',
    '--include-headers',
    '--very-quiet',
  ];
  const { status, stdout, stderr } = spawnSync('spatch', ['--sp-file', join(home, 'rule.cocci'), ...options], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  });
  assert.equal(stderr.replace(/^\d+ files match$/m, '').trim(), '');
  assert.equal(status, 0);
  const lines = [...stdout.matchAll(/^(?:\.\/)?(\S+?):(\d+):.*\[(.+?)\]/gm)];
  for (const [, , , rule] of lines) assert.equal(rule, id);
  return lines.map(([, file, line]) => `${file}:${line}`).sort();
}

/** `file:line` of the warnings of a rule, each file judged by itself. */
function check(args: readonly string[], id: string, folder: string): readonly string[] {
  const { out } = runCli(['check', '--local', '--format', 'gcc', ...args], folder);
  const lines = [...out.matchAll(/^(?:\.\/)?(\S+?):(\d+):\d+: .*\[(.+?)\]$/gm)];
  return lines.flatMap(([, file, line, rule]) => (rule === id ? [`${file}:${line}`] : [])).sort();
}

function folderOf(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = testFolder();
  t.after(() => folder.remove());
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return folder.path;
}
