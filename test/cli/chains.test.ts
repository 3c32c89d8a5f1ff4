/** `check` and `explain` judge a file by all of its tree, and show the way over which a page gets there. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testTree } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const MM = '#include <linux/mm_types.h>\n#include <linux/fs.h>\n';

/** A page of a frame number goes from one file over a second one into a third, where it is followed. */
const FILES = {
  'mm/find.c': `${MM}void take(struct page *page);
void find(unsigned long pfn)
{
	take(hmm_pfn_to_page(pfn));
}
`,
  'fs/take.c': `${MM}unsigned long number(struct page *page);
void take(struct page *page)
{
	number(page);
}
`,
  'fs/use.c': `${MM}unsigned long number(struct page *page)
{
	return page->mapping->host->i_ino;
}
`,
};

interface Step {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly step: string;
}

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly severity: string;
  readonly chain: readonly Step[];
}

function findings(args: readonly string[], cwd: string): readonly Finding[] {
  const { out, err } = runCli(['check', '--format', 'json', ...args], cwd);
  assert.equal(err, '');
  return JSON.parse(out).findings;
}

function caller(tree: string, change: (text: string) => string): void {
  const path = join(tree, 'mm/find.c');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

test('a finding has the way from the source, each step in the line that it names', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const [finding, ...others] = findings(['.'], tree.path);
  assert.deepEqual(others, []);
  assert.equal(`${finding?.file}:${finding?.line} ${finding?.rule}`, 'fs/use.c:5 mapping-is-a-pointer');
  assert.deepEqual(
    finding?.chain.map(({ file, line, function: name }) => `${file}:${line} ${name}`),
    ['mm/find.c:6 find', 'fs/take.c:6 take'],
  );
  for (const { file, line, step } of finding?.chain ?? []) {
    const text = readFileSync(join(tree.path, file), 'utf8').split('\n')[line - 1] ?? '';
    const [, callee = ''] = /to `(\w+)\(\)`/.exec(step) ?? [];
    assert.ok(callee !== '' && text.includes(`${callee}(`), `${file}:${line} ${step}`);
  }
});

test('one file is judged like all of them, wherever it is named from', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const all = findings(['.'], tree.path);
  assert.deepEqual(findings(['fs/use.c'], tree.path), all);
  const [beside] = findings(['use.c'], join(tree.path, 'fs'));
  assert.deepEqual(
    [beside?.file, ...(beside?.chain ?? []).map(({ file }) => file)],
    ['use.c', '../mm/find.c', 'take.c'],
  );
  const [absolute] = findings([join(tree.path, 'fs/use.c')], '/');
  assert.equal(absolute?.chain[0]?.file, join(tree.path, 'mm/find.c'));
  assert.deepEqual(findings(['--no-cache', '.'], tree.path), all);
});

test('a change in the caller changes what is found in the callee, with a cache too', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  assert.equal(findings(['fs/use.c'], tree.path).length, 1);
  caller(tree.path, (text) => text.replace('hmm_pfn_to_page(pfn)', 'find_get_page(0, pfn)'));
  assert.deepEqual(findings(['fs/use.c'], tree.path), []);
  caller(tree.path, (text) => text.replace('find_get_page(0, pfn)', 'hmm_pfn_to_page(pfn)'));
  assert.equal(findings(['fs/use.c'], tree.path).length, 1);
});

test('with --local a file is judged by itself', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  assert.deepEqual(findings(['--local', '.'], tree.path), []);
  const hints = findings(['--local', '--level', 'hint', '.'], tree.path);
  assert.ok(hints.length > 0);
  for (const { severity, chain } of hints) assert.deepEqual([severity, chain], ['hint', []]);
});

test('the way is printed for people, and is a code flow in SARIF', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const text = runCli(['check', 'fs/use.c'], tree.path).out;
  assert.match(
    text,
    /\n {2}such a page gets here:\n {4}mm\/find\.c:6: `find\(\)` hands a page from `hmm_pfn_to_page\(\)` to `take\(\)`\n {4}fs\/take\.c:6: `take\(\)` hands its own parameter to `number\(\)`\n/,
  );
  const log = JSON.parse(runCli(['check', '--format', 'sarif', '.'], tree.path).out);
  const [result] = log.runs[0].results;
  const places = result.codeFlows[0].threadFlows[0].locations.map(
    ({ location }: { location: { physicalLocation: object } }) => location.physicalLocation,
  );
  assert.deepEqual(
    places.map(
      (place: { artifactLocation: { uri: string }; region: { startLine: number } }) =>
        `${place.artifactLocation.uri}:${place.region.startLine}`,
    ),
    ['mm/find.c:6', 'fs/take.c:6', 'fs/use.c:5'],
  );
  assert.deepEqual(places.at(-1), result.locations[0].physicalLocation);
});

test('a suppression that only another caller could need is no fault', (t) => {
  const suppressed = FILES['fs/use.c'].replace(
    '\treturn',
    '\t/* daxlint-ok: mapping-is-a-pointer: the caller has asked */\n\treturn',
  );
  const tree = testTree({ ...FILES, 'fs/use.c': suppressed });
  t.after(() => tree.remove());
  assert.deepEqual(findings(['.'], tree.path), []);
  caller(tree.path, (text) => text.replace('hmm_pfn_to_page(pfn)', 'find_get_page(0, pfn)'));
  assert.deepEqual(findings(['.'], tree.path), []);
});

test('explain shows the ways, those that are proven first', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const { out, err, status } = runCli(['explain', 'fs/use.c:5'], tree.path);
  assert.deepEqual([status, err], [0, '']);
  assert.match(out, /: hazard \[mapping-is-a-pointer\]\n/);
  assert.match(
    out,
    /\n {2}the way of .+ to here:\n {4}mm\/find\.c:6: `find\(\)` hands .+\n {4}fs\/take\.c:6: `take\(\)` hands .+\n/,
  );
  assert.match(runCli(['explain', 'use.c:5'], join(tree.path, 'fs')).out, /\n {4}\.\.\/mm\/find\.c:6: /);
  const local = runCli(['explain', '--local', 'fs/use.c:5'], tree.path).out;
  assert.match(local, /: undecided /);
  assert.doesNotMatch(local, /find\.c/);
});
