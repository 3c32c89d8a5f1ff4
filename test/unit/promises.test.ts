/** What SECURITY.md promises is held by the tests that it names, and no source can reach further than it says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sources } from './sources.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The modules of node that are neither a network nor another program. */
const HARMLESS = new Set([
  'buffer',
  'crypto',
  'fs',
  'module',
  'os',
  'path',
  'timers/promises',
  'url',
  'v8',
  'worker_threads',
  'zlib',
]);

/** The files that start programs, and which. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'server/src/change/git.ts': 'git',
  'server/src/store/compiler.ts': 'the compiler of a tree, where the user wants that',
};

test('sources reach for nothing but files and threads', () => {
  const reaching = sources(['server/src', 'client/src']).flatMap(({ path, text }) =>
    [...text.matchAll(/(?:from|import\(|require\()\s*'node:([\w/]+)'/g)]
      .map(([, module = '']) => module)
      .filter((module) => !HARMLESS.has(module) && !(module === 'child_process' && path in PROGRAMS))
      .map((module) => `${path}: ${module}`),
  );
  assert.deepEqual(reaching, []);
  const asking = sources(['server/src', 'client/src']).filter(({ text }) =>
    /(?<![.\w]|async )(?:fetch\(|XMLHttpRequest|WebSocket)/.test(text),
  );
  assert.deepEqual(
    asking.map(({ path }) => path),
    [],
  );
});

test('every promise names a test that is there', () => {
  const page = ['SECURITY.md', 'README.md'].map((name) => readFileSync(join(ROOT, name), 'utf8')).join('\n');
  const promises = [...page.matchAll(/^\| (.+) \| `(test\/[\w./-]+)`: (.+) \|$/gm)];
  assert.ok(promises.length >= 23, `${promises.length} promises`);
  for (const [, promise, file = '', title = ''] of promises)
    assert.ok(
      readFileSync(join(ROOT, file), 'utf8').includes(`'${title}'`),
      `${promise}: ${file} has no test "${title}"`,
    );
});
