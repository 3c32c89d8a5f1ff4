/** The files for build servers and hooks do what they say: their scripts are run as they stand there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Log } from 'sarif';
import { type GitTree, gitTree } from './git-tree.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const OPEN = `#include <linux/mm.h>

int count_user(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return 0;
	return page->mapping ? 1 : 0;
}
`;

/** A tree with one commit that introduces something. */
function broken(t: { after: (end: () => void) => void }): GitTree {
  const tree = gitTree({ 'fs/count.c': 'int count;\n' });
  t.after(() => tree.remove());
  tree.write(
    'fs/count.c',
    OPEN.replace('return page->mapping ? 1 : 0;', 'if (page->mapping)\n\t\tdelete_from_page_cache(page);\n\treturn 1;'),
  );
  return tree;
}

function text(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The lines of a script, by what stands before it in a file. */
function script(file: string, before: string): string {
  const [, after = ''] = text(file).split(before);
  const [, indent = '', first = ''] = /^( +)(\S.*)$/m.exec(after) ?? [];
  const lines = after.slice(after.indexOf(`${indent}${first}`)).split('\n');
  const end = lines.findIndex((line) => line !== '' && !line.startsWith(indent));
  return lines
    .slice(0, end < 0 ? undefined : end)
    .map((line) => line.slice(indent.length))
    .join('\n');
}

/** Runs a script in a tree with `daxlint` on the PATH. */
function run(tree: GitTree, lines: string, env: NodeJS.ProcessEnv = {}): ReturnType<typeof spawnSync> {
  const bin = join(tree.path, '.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(join(ROOT, 'server/bin/daxlint.js'), join(bin, 'daxlint'));
  return spawnSync('bash', ['-e', '-c', lines], {
    cwd: tree.path,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}:${process.env['PATH']}`, XDG_CACHE_HOME: join(tree.path, '.cache'), ...env },
  });
}

function results(tree: GitTree): readonly (string | undefined)[] {
  const log = JSON.parse(tree.read('daxlint.sarif')) as Log;
  return (log.runs[0]?.results ?? []).map(({ baselineState }) => baselineState);
}

test('the action judges the commits, writes the report, and ends with what it found', (t) => {
  const tree = broken(t);
  tree.commit('fs: count');
  const lines = script('action.yml', 'FAIL: ${{ inputs.fail }}\n      run: |\n');
  assert.match(lines, /^status=0\n/);
  const env = {
    GITHUB_ACTION_PATH: ROOT,
    RANGE: 'HEAD~1..HEAD',
    TREE: '.',
    LEVEL: 'warning',
    SARIF: 'daxlint.sarif',
    FAIL: 'true',
  };
  const found = run(tree, lines, env);
  assert.equal(found.status, 1, String(found.stderr));
  assert.match(String(found.stdout), /^introduced:\n/);
  assert.deepEqual(results(tree), ['new']);
});

test('the action can leave the verdict to others, and says where it could not judge', (t) => {
  const tree = broken(t);
  tree.commit('fs: count');
  const lines = script('action.yml', 'FAIL: ${{ inputs.fail }}\n      run: |\n');
  const env = {
    GITHUB_ACTION_PATH: ROOT,
    RANGE: 'HEAD~1..HEAD',
    TREE: '.',
    LEVEL: 'warning',
    SARIF: 'daxlint.sarif',
    FAIL: 'false',
  };
  assert.equal(run(tree, lines, env).status, 0);
  const other = gitTree();
  t.after(() => other.remove());
  assert.equal(run(other, lines, { ...env, RANGE: 'none..HEAD' }).status, 2);
});

test("the job for GitLab does the same with a merge request's commits", (t) => {
  const tree = broken(t);
  tree.commit('fs: count');
  const lines = script('docs/ci/gitlab-ci.yml', '  script:\n').replaceAll(/^- /gm, '');
  const found = run(tree, lines, { CI_MERGE_REQUEST_DIFF_BASE_SHA: 'HEAD~1' });
  assert.equal(found.status, 1, String(found.stderr));
  assert.deepEqual(results(tree), ['new']);
});

test('the hook keeps back a commit that introduces something', (t) => {
  const tree = broken(t);
  const entry = /^ {2}entry: (.+)$/m.exec(text('.pre-commit-hooks.yaml'))?.[1] ?? '';
  const found = run(tree, entry);
  assert.equal(found.status, 1);
  assert.match(String(found.stdout), /^fs\/count\.c:9:6: warning: /);
  tree.git('reset', '--quiet', '--hard');
  tree.git('clean', '--quiet', '--force', '-d', '-x');
  assert.equal(run(tree, entry).status, 0);
});
