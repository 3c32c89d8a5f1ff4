/** The subsystem of a file is one that the tree's own `get_maintainer.pl` lists first. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseMaintainers } from '../../server/src/store/maintainers.ts';
import { SERIES, treeOf } from './trees.ts';

const CORPUS = fileURLToPath(new URL('../corpus/linux-6.1.jsonl', import.meta.url));

/** The script takes a quarter of a second for a file, so that not every one is asked about. */
const EVERY = 5;

/** What is about every file, and therefore listed last. */
const REST = 'THE REST';

const NO_PERL = spawnSync('perl', ['-v']).status === 0 ? false : 'there is no perl';

function filesWithSites(): readonly string[] {
  const lines = readFileSync(CORPUS, 'utf8').trimEnd().split('\n');
  const files = lines.map((line): string => JSON.parse(line).file);
  return [...new Set(files)].sort().filter((_, at) => at % EVERY === 0);
}

/** The sections that are about a file, the deepest pattern first. */
function listed(tree: string, file: string): readonly string[] {
  const options = ['--no-tree', '--sections', '--nogit', '--nogit-fallback'];
  const { stdout } = spawnSync('perl', ['scripts/get_maintainer.pl', ...options, '-f', file], {
    cwd: tree,
    encoding: 'utf8',
  });
  return stdout
    .trim()
    .split(/\n\s*\n/)
    .map((section) => section.split('\n')[0] ?? '');
}

for (const series of SERIES) {
  test(`the subsystems of ${series} are those of its own script`, { skip: NO_PERL }, () => {
    const tree = treeOf(series);
    const maintainers = parseMaintainers(readFileSync(join(tree, 'MAINTAINERS'), 'utf8'));
    const files = filesWithSites().filter((file) => existsSync(join(tree, file)));
    assert.ok(files.length > 15, `only ${files.length} files`);
    for (const file of files) {
      const sections = listed(tree, file);
      // Where two are equally deep the script lists them in an order that changes from run to run.
      const wanted = new Set(sections.slice(0, 2).filter((name, at) => at === 0 || name !== REST));
      assert.ok(wanted.has(maintainers.subsystemOf(file) ?? ''), `${file}: ${sections.join(', ')}`);
    }
  });
}
