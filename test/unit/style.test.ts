/** What CONTRIBUTING.md says of the sources and a linter cannot say. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { type Source, sources } from './sources.ts';

const MAX_LINES = 400;
const MAX_RULE_LINES = 120;

const written = sources(['server/src', 'server/tools', 'client', 'test'], ['.ts', '.mjs']).filter(
  ({ generated }) => !generated,
);

function complaints(complain: (source: Source) => string | undefined): readonly string[] {
  return written.flatMap((source) => {
    const text = complain(source);
    return text === undefined ? [] : [`${source.path} ${text}`];
  });
}

test('a file has at most 400 lines, a rule 120', () => {
  assert.ok(written.length > 200, `only ${written.length} files were seen`);
  const long = complaints(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length;
    const most = path.startsWith('server/src/rules/') ? MAX_RULE_LINES : MAX_LINES;
    return lines > most ? `has ${lines} lines` : undefined;
  });
  assert.deepEqual(long, []);
});

test('a file is named in small words with hyphens', () => {
  const odd = complaints(({ path }) =>
    /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|d))?\.(?:ts|mjs)$/.test(basename(path)) ? undefined : 'is named otherwise',
  );
  assert.deepEqual(odd, []);
});

test('no file is a drawer', () => {
  const drawers = complaints(({ path }) =>
    /(?:^|-)(?:utils?|common|misc|helpers)\.(?:ts|mjs)$/.test(basename(path))
      ? 'says nothing of what it holds'
      : undefined,
  );
  assert.deepEqual(drawers, []);
});

/** A sentence in a `/** ... *\/` comment: a few words that begin with a capital or a sign of code. */
const SENTENCE = /^\/\*\*\s*(?:\*\s*)?["'`A-Z0-9(][^*]{12,}/;

test('a file, or the first thing that it exports, begins with a sentence', () => {
  const silent = complaints(({ text }) => {
    const code = text.replace(/^#!.*\n/, '');
    const [firstExport] = /(?:\/\*\*(?:[^*]|\*(?!\/))*\*\/\s*)?^export\b/m.exec(code) ?? [''];
    return SENTENCE.test(code) || SENTENCE.test(firstExport) ? undefined : 'begins with no sentence';
  });
  assert.deepEqual(silent, []);
});

test('imports name the file that they mean', () => {
  const vague = complaints(({ text }) => {
    const operands = [...text.matchAll(/^(?:import|export)\b[^'"`;]*?from\s*['"](\.[^'"]+)['"]/gm)].map(
      ([, to = '']) => to,
    );
    const odd = operands.filter((to) => !/\.(?:ts|mjs|json)$/.test(to));
    return odd.length > 0 ? `imports ${odd.join(', ')}` : undefined;
  });
  assert.deepEqual(vague, []);
});
