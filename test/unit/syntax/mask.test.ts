/** Idioms that the grammar does not know parse after masking, and what analysis reads stays where it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUILT_IN_ATTRIBUTE_WORDS } from '../../../server/src/syntax/mask/attribute-words.ts';
import { maskItem } from '../../../server/src/syntax/mask/mask-item.ts';
import { FILE_IDIOMS, type Idiom, STATEMENT_IDIOMS } from './idioms.ts';
import { faults, parse, rowsOf } from './parsed.ts';

function mask(text: string): string {
  return maskItem(text, BUILT_IN_ATTRIBUTE_WORDS).text;
}

/** Checks what is true of every masked text: its length and its line ends. */
function checkShape(text: string, masked: string): void {
  assert.equal(masked.length, text.length, JSON.stringify(text));
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\n' || masked[at] === '\n') assert.equal(masked[at], text[at], JSON.stringify(text));
  }
}

function checkIdiom(idiom: Idiom, text: string): void {
  const masked = mask(text);
  checkShape(text, masked);
  const tree = parse(masked);
  assert.deepEqual(faults(tree, masked), [], masked);
  for (const kept of idiom.keeps ?? []) {
    const at = text.indexOf(kept);
    assert.ok(at >= 0, `${kept} is not in the text`);
    assert.equal(masked.slice(at, at + kept.length), kept, masked);
  }
  for (const type of idiom.has ?? []) assert.ok(rowsOf(tree, type).length > 0, `no ${type} in ${masked}`);
}

for (const idiom of FILE_IDIOMS) {
  test(`file level: ${idiom.title}`, () => checkIdiom(idiom, idiom.text));
}

for (const idiom of STATEMENT_IDIOMS) {
  test(`statement: ${idiom.title}`, () => {
    checkIdiom(idiom, `void f(struct x *x)\n{\n\t${idiom.text.replaceAll('\n', '\n\t')}\n}\n`);
  });
}

test('there are idioms enough', () => assert.ok(FILE_IDIOMS.length + STATEMENT_IDIOMS.length >= 60));

test('a type as argument becomes one name that covers it', () => {
  const text = 'void f(void) { g(const struct page *, x); }';
  assert.equal(mask(text), 'void f(void) { g(const_struct_page__, x); }');
});

test('plain C is not touched', () => {
  const text = [
    '/* a comment */',
    '#include <linux/mm.h>',
    'struct a { int b : 3, *c[2]; union { long d; }; };',
    'static const struct ops ops = { .open = my_open, [0 ... 3] = { 1, "s" "t" }, };',
    'static inline long f(struct a *a, unsigned long n)',
    '{',
    '\tint i = 0, *p = &a->c[n];',
    '\tfor (i = 0; i < n; i++) { if (!a || a->b == 1) continue; else break; }',
    '\twhile (n--) switch (n) { case 1: return -1; default: goto out; }',
    '\tdo { *p = (long)sizeof(int) + ({ g(a, 1); }); } while (0);',
    '#ifdef CONFIG_A',
    '\tg(a, 2);',
    '#else',
    '\tg(a, 3);',
    '#endif',
    'out:',
    '\treturn n ? a->c[0][1] : h((struct a){ .b = 1 }, n ?: 2);',
    '}',
    '',
  ].join('\n');
  assert.equal(mask(text), text);
});

test('comments in the body of a macro go, line ends stay', () => {
  const text = '#define A(x, args...) \\\n\tb(x) /* one\n\t two */ + c(x)\nint d;\n';
  const masked = mask(text);
  checkShape(text, masked);
  assert.equal(masked, '#define A(x,     ...) \\\n\tb(x)      \\\n         + c(x)\nint d;\n');
});

const WORDS = [
  'a',
  'b->c',
  'struct s',
  'int',
  'x',
  'FOO',
  'if',
  'else',
  'for',
  'do',
  'while',
  'return',
  'case 1:',
  'goto',
];
const SIGNS = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ';',
  ',',
  '*',
  '&',
  '=',
  '==',
  '...',
  '"s"',
  "'c'",
  '1',
  '.',
  ':',
  '?',
  '##',
  '\n',
  ' ',
];
const LINES = [
  '\n#if A\n',
  '\n#else\n',
  '\n#endif\n',
  '\n#if 0\n',
  '\n#define X(a) a\\\n b\n',
  '/* c */',
  '__init',
  '__aligned(8)',
  'typeof(a)',
];
const CALLS = [
  'F(',
  'list_for_each(a, b)',
  'asm volatile(',
  'TRACE_EVENT(a, TP_PROTO(int b), TP_fast_assign(c;))',
  'static',
  '__label__',
  'é中\uD800',
];

test('random text: length and line ends stay in every pass, and nothing is thrown', () => {
  const pieces = [...WORDS, ...SIGNS, ...LINES, ...CALLS];
  let state = 5;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: 5 + next(60) }, () => pieces[next(pieces.length)]).join(next(2) === 0 ? ' ' : '');
    const { arms } = maskItem(text, BUILT_IN_ATTRIBUTE_WORDS);
    for (let arm = 0; arm < Math.min(arms, 4); arm++) {
      checkShape(text.replace('\uD800', '\uFFFD'), maskItem(text, BUILT_IN_ATTRIBUTE_WORDS, { arm }).text);
    }
  }
});

/** Quadratic work would take 64 times as long for eight times the text. */
test('adversarial text takes linear time', () => {
  const seeds = [
    'F(a) ',
    'F(',
    'case a ? b ',
    '{',
    '#if A\n',
    '#if A\n}\n#else\n}\n#endif\n',
    'static ',
    'a b ',
    'x * ',
    'F(a,',
  ];
  for (const seed of seeds) {
    const text = seed.repeat(Math.ceil(4000 / seed.length));
    const once = fastest(() => mask(`void f(void) { ${text}`));
    const eight = fastest(() => mask(`void f(void) { ${text.repeat(8)}`));
    assert.ok(eight < 30 * once + 60, `${JSON.stringify(seed)}: ${once.toFixed(1)} ms, then ${eight.toFixed(1)} ms`);
  }
});

function fastest(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    work();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}
