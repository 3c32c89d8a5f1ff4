/** Asks `ctags` which functions files define: an oracle that shares nothing with the parser. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A function definition as ctags sees it; the line counts from 1. */
export interface TaggedFunction {
  readonly name: string;
  readonly line: number;
}

/** ctags prints a tag a line; no directory of a kernel comes near this size. */
const MAX_OUTPUT = 1 << 28;

/** The functions of each file, by the path that was given; throws where ctags is missing or fails. */
export function taggedFunctions(
  tree: string,
  files: readonly string[],
): ReadonlyMap<string, readonly TaggedFunction[]> {
  const ignored = ignoredWords(tree).flatMap((words) => ['-I', words]);
  const options = [
    '-f',
    '-',
    '-L',
    '-',
    '--excmd=number',
    '--sort=no',
    '--langmap=c:+.h',
    '--languages=C',
    '--c-kinds=f',
  ];
  const run = spawnSync('ctags', [...options, ...ignored], {
    input: files.join('\n'),
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT,
  });
  if (run.error !== undefined) throw new Error(`ctags does not run: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`ctags failed: ${run.stderr.slice(0, 500)}`);
  const tags = new Map<string, TaggedFunction[]>();
  for (const row of run.stdout.split('\n')) {
    const [name, file, line] = row.split('\t');
    if (name === undefined || name.startsWith('!') || file === undefined || line === undefined) continue;
    const list = tags.get(file) ?? [];
    list.push({ name, line: Number.parseInt(line, 10) });
    tags.set(file, list);
  }
  return tags;
}

/** The words that the tree's own `make tags` tells ctags to ignore. */
function ignoredWords(tree: string): readonly string[] {
  const script = join(tree, 'scripts/tags.sh');
  if (!existsSync(script)) return [];
  return [...readFileSync(script, 'utf8').matchAll(/\s-I\s+([\w,]+)/g)].map(([, words = '']) => words);
}
