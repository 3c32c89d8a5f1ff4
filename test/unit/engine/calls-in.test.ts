/** Calls are found by their tokens: in functions only, with the place of each argument. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callsIn } from '../../../server/src/engine/calls-in.ts';

function found(text: string, start = 0, end = text.length): readonly string[] {
  return callsIn(text, { start, end }, (name) => /^[a-z]/.test(name)).map(
    ({ name, args }) => `${name}: ${args.map((at) => /^\S[^,)]*/.exec(text.slice(at))?.[0]).join(' | ')}`,
  );
}

test('declarations, comments, strings and macros are no calls', () => {
  assert.deepEqual(found('int f(int a);\n#define g(x) h(x)\nvoid k(void)\n{\n\t/* m(1) */ puts("n(2)");\n}\n'), [
    'puts: "n(2',
  ]);
});

test('each argument has its place, also behind lists in lists', () => {
  assert.deepEqual(found('void k(void)\n{\n\tf(a[1, 2], (struct s){ 1, 2 },\n\t  g(x, y));\n}\n'), [
    'f: a[1 | (struct s | g(x',
    'g: x | y',
  ]);
});

test('a call without arguments, and one that is not closed yet', () => {
  assert.deepEqual(found('void k(void)\n{\n\tf();\n\tg(a, \n}\n'), ['f: ']);
});

test('of a stretch only the calls that reach into it are given', () => {
  const text = 'void k(void)\n{\n\tf(1);\n\tg(2);\n\th(3);\n}\n';
  assert.deepEqual(found(text, text.indexOf('g('), text.indexOf('h(')), ['g: 2']);
});
