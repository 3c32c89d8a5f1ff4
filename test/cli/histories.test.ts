/** Fixes in the shape of those that Linux has had, replayed as patches: forwards they fix, backwards they introduce. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCli } from './run-cli.ts';
import { type GitTree, gitTree } from './git-tree.ts';
import { HISTORIES, type History } from './histories.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));

interface Found {
  readonly file: string;
  readonly rule: string;
}

interface Step {
  readonly title: string;
  readonly introduced: readonly Found[];
  readonly reachable: readonly Found[];
  readonly fixed: readonly Found[];
}

/** The sample tree with what the histories have before, or after, their fixes. */
function treeOf(histories: readonly History[], side: 0 | 1): GitTree {
  const tree = gitTree();
  cpSync(SAMPLE, tree.path, { recursive: true });
  for (const { beside = {} } of histories) for (const [path, text] of Object.entries(beside)) tree.write(path, text);
  for (const history of histories) writeSide(tree, history, side);
  tree.commit('the tree of the histories');
  return tree;
}

function writeSide(tree: GitTree, { files }: History, side: 0 | 1): void {
  for (const [path, texts] of Object.entries(files)) {
    const file = join(tree.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, texts[side]);
  }
}

function stepsOf(tree: GitTree, args: readonly string[]): readonly Step[] {
  const { out, err } = runCli(['patch', '--format', 'json', ...args], tree.path);
  assert.notEqual(out, '', err);
  return (JSON.parse(out) as { readonly steps: readonly Step[] }).steps;
}

function seen(found: readonly Found[]): readonly string[] {
  return [...new Set(found.map(({ file, rule }) => `${file} ${rule}`))];
}

for (const history of HISTORIES) {
  const { subject, like, rule, era, seenIn = Object.keys(history.files)[0] } = history;
  test(`${subject} (like ${like})`, (t) => {
    const tree = treeOf([history], 0);
    t.after(() => tree.remove());
    writeSide(tree, history, 1);
    tree.commit(subject);
    const options = era === undefined ? [] : ['--era', era];
    const [forwards] = stepsOf(tree, [...options, 'HEAD']);
    const [backwards] = stepsOf(tree, [...options, 'HEAD..HEAD~1']);
    const expected = `${seenIn} ${rule}`;
    assert.ok(seen(forwards?.fixed ?? []).includes(expected), 'forwards it is fixed');
    assert.deepEqual([forwards?.introduced, forwards?.reachable], [[], []]);
    const comes = history.isReach ? backwards?.reachable : backwards?.introduced;
    assert.ok(seen(comes ?? []).includes(expected), 'backwards it comes');
    assert.deepEqual(backwards?.fixed, []);
  });
}

test('what a patch keeps of a tree is what a check would have kept', (t) => {
  const tree = treeOf(HISTORIES, 0);
  t.after(() => tree.remove());
  const kept = ['--cache-dir', join(tree.path, '.cache')];
  runCli(['patch', ...kept], tree.path);
  const after = runCli(['check', '--format', 'json', '--level', 'hint', ...kept], tree.path);
  const fresh = runCli(['check', '--format', 'json', '--level', 'hint', '--no-cache'], tree.path);
  assert.match(fresh.out, /truncate-needs-no-layout-break/);
  assert.equal(after.out, fresh.out);
});

test('a patch says of each file what checks before and after it say', (t) => {
  const tree = treeOf(HISTORIES, 0);
  t.after(() => tree.remove());
  const checked = (): readonly Found[] =>
    (JSON.parse(runCli(['check', '--format', 'json'], tree.path).out) as { readonly findings: readonly Found[] })
      .findings;
  const before = checked();
  for (const history of HISTORIES) writeSide(tree, history, 1);
  const after = checked();
  tree.commit('all of them');
  const [step] = stepsOf(tree, ['HEAD']);
  const fresh = (step?.introduced.length ?? 0) + (step?.reachable.length ?? 0);
  assert.equal(before.length - after.length, (step?.fixed.length ?? 0) - fresh);
  const count = (found: readonly Found[]): Readonly<Record<string, number>> =>
    Object.fromEntries(
      [...new Set(found.map(({ rule }) => rule))].map((rule) => [
        rule,
        found.filter((each) => each.rule === rule).length,
      ]),
    );
  const [was, is, gone] = [count(before), count(after), count(step?.fixed ?? [])];
  for (const rule of Object.keys(gone)) assert.ok((was[rule] ?? 0) - (is[rule] ?? 0) <= (gone[rule] ?? 0), rule);
});

test('a series of fifty patches tells of each what it does', (t) => {
  const ofTree = HISTORIES.filter(({ era }) => era === undefined);
  const tree = treeOf(ofTree, 1);
  t.after(() => tree.remove());
  const expected: string[] = [];
  for (let at = 0; at < 50; at += 1) {
    // Each history is broken and mended in turn; in between come patches that only move lines.
    const history = ofTree[Math.floor(at / 4) % ofTree.length];
    assert.ok(history);
    const [path = ''] = Object.keys(history.files);
    const turn = at % 4;
    if (turn === 0 || turn === 2) {
      writeSide(tree, history, turn === 0 ? 0 : 1);
      const texts = Object.entries(history.files).map(([file]) => tree.read(file));
      for (const [index, file] of Object.keys(history.files).entries())
        tree.write(file, `/* ${at} */\n${texts[index]}`);
    } else tree.write(path, `/* ${at} */\n\n${tree.read(path)}`);
    tree.commit(`patch ${at}`);
    expected.push(turn === 0 ? 'comes' : turn === 2 ? 'goes' : 'stays');
  }
  const mbox = tree.git('format-patch', '--stdout', 'HEAD~50');
  tree.git('reset', '--quiet', '--hard', 'HEAD~50');
  tree.write('.git/series.mbox', mbox);
  const steps = stepsOf(tree, ['--each', '.git/series.mbox']);
  assert.deepEqual(
    steps.map(({ title }) => title),
    expected.map((_, at) => `patch ${at}`),
  );
  const done = steps.map(({ introduced, reachable, fixed }) => {
    const fresh = introduced.length + reachable.length;
    return fresh > 0 && fixed.length === 0
      ? 'comes'
      : fresh === 0 && fixed.length > 0
        ? 'goes'
        : fresh === 0
          ? 'stays'
          : 'both';
  });
  assert.deepEqual(done, expected);
  const [whole] = stepsOf(tree, ['.git/series.mbox']);
  assert.deepEqual(
    [(whole?.introduced.length ?? 0) + (whole?.reachable.length ?? 0), whole?.fixed.length],
    [1, 0],
    'of the whole only what the last of them broke is left',
  );
});
