/** Every arm of a cut `#if` is shown in some pass, and each pass parses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUILT_IN_ATTRIBUTE_WORDS } from '../../../server/src/syntax/mask/attribute-words.ts';
import { type MaskResult, maskItem } from '../../../server/src/syntax/mask/mask-item.ts';
import { faults, parse } from './parsed.ts';

function pass(text: string, arm: number): MaskResult {
  return maskItem(text, BUILT_IN_ATTRIBUTE_WORDS, { arm });
}

/** Which of some words each pass shows; every pass must parse. */
function shown(text: string, words: readonly string[]): readonly string[] {
  const { arms } = pass(text, 0);
  return Array.from({ length: arms }, (_, arm) => {
    const masked = pass(text, arm).text;
    assert.equal(masked.length, text.length);
    assert.deepEqual(faults(parse(masked), masked), [], masked);
    return words.filter((word) => masked.includes(word)).join(' ');
  });
}

/** A function around some lines. */
function body(...lines: readonly string[]): string {
  return `int f(int x)\n{\n${lines.join('\n')}\n\treturn 0;\n}\n`;
}

const CALLS = ['a()', 'b()', 'c()', 'd()', 'e()'];

const CUTS: readonly (readonly [title: string, text: string, shown: readonly string[]])[] = [
  ['whole statements stay, both arms', body('#ifdef A', '\ta();', '#else', '\tb();', '#endif'), ['a() b()']],
  [
    'two heads of one block',
    body('#ifdef A', '\tif (a()) {', '#else', '\tif (b()) {', '#endif', '\t\tc(); }'),
    ['a() c()', 'b() c()'],
  ],
  ['an else in an arm', body('\tif (a())', '\t\tb();', '#ifdef A', '\telse', '\t\tc();', '#endif'), ['a() b() c()']],
  [
    'an else after the group',
    body('#ifdef A', '\tif (x) {', '\t\ta();', '\t} else', '#endif', '\tif (x > 1) {', '\t\tb(); }'),
    ['a() b()'],
  ],
  [
    'part of a condition',
    body(
      '\tif (a()',
      '#ifdef A',
      '\t    && b()',
      '#elif B',
      '\t    && c()',
      '#else',
      '\t    && d()',
      '#endif',
      '\t    )',
      '\t\te();',
    ),
    ['a() b() e()', 'a() c() e()', 'a() d() e()'],
  ],
  [
    'an unlikely arm comes second',
    body('#ifndef A', '\tif (a())', '#else', '\tif (b())', '#endif', '\t\tc();'),
    ['b() c()', 'a() c()'],
  ],
  [
    'arms inside arms',
    body(
      '#ifdef A',
      '\tif (a()',
      '#ifdef B',
      '\t    && b()',
      '#else',
      '\t    && c()',
      '#endif',
      '\t    )',
      '#else',
      '\tif (d())',
      '#endif',
      '\t\te();',
    ),
    ['a() b() e()', 'a() c() e()', 'd() e()'],
  ],
  [
    'what is never compiled is not shown',
    body('#if 0', '\tthis is no C at all; a()', '#else', '\tb();', '#endif'),
    ['b()'],
  ],
  ['a label before a group', body('\tgoto out;', 'out:', '#ifdef A', '\ta();', '#endif'), ['a()']],
  [
    'two heads of one function',
    '#ifdef A\nint f(int a)\n#else\nint f(int a, int b)\n#endif\n{\n\ta();\n}\n',
    ['a()', 'a()'],
  ],
  [
    'elements of a list, all of them',
    'struct s s = {\n#ifdef A\n\t.x = a(),\n#else\n\t.x = b()\n#endif\n};\n',
    ['a() b()'],
  ],
  ['a directive where none may stand', body('\ta(1,', '#define X 1', '\t  X);').replace('a(1,', 'a(), g(1,'), ['a()']],
  ['half a group', body('\ta();', '#else', '\tb();', '#endif'), ['a() b()']],
];

for (const [title, text, expected] of CUTS) {
  test(`#if: ${title}`, () => assert.deepEqual(shown(text, CALLS), expected));
}

test('a pass that does not exist shows what the first one shows', () => {
  const [, text] = CUTS[1] ?? ['', ''];
  assert.equal(pass(text, 7).text, pass(text, 0).text);
});

test('cuts are the code that another pass shows', () => {
  const [, text] = CUTS[1] ?? ['', ''];
  const cutTexts = pass(text, 0).cuts.map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(cutTexts, ['if (b()) {']);
});

test('groups tell their arms, with the condition of each', () => {
  const text = body(
    '#ifdef CONFIG_A',
    '\ta();',
    '#elif defined(CONFIG_B) && \\',
    '      X > 1 /* why */',
    '\tb();',
    '#else',
    '\tc();',
    '#endif',
  );
  const [group] = pass(text, 0).directives;
  assert.ok(group);
  assert.equal(group.cut, false);
  assert.equal(group.shown, undefined);
  assert.deepEqual(
    group.arms.map(({ condition }) => condition),
    ['CONFIG_A', '!CONFIG_A && (defined(CONFIG_B) && X > 1)', '!CONFIG_A && !(defined(CONFIG_B) && X > 1)'],
  );
  assert.deepEqual(
    group.arms.map(({ start, end }) => text.slice(start, end).trim()),
    ['a();', 'b();', 'c();'],
  );
  assert.equal(text.slice(group.start, group.start + 6), '#ifdef');
  assert.equal(text.slice(group.end - 6, group.end), '#endif');
});

const CONDITIONS: readonly (readonly [directive: string, first: string, second: string])[] = [
  ['#ifndef CONFIG_A', '!CONFIG_A', 'CONFIG_A'],
  ['#if defined(CONFIG_A)', 'CONFIG_A', '!CONFIG_A'],
  ['#if !defined CONFIG_A', '!CONFIG_A', 'CONFIG_A'],
  ['#if IS_ENABLED(CONFIG_A)', 'IS_ENABLED(CONFIG_A)', '!IS_ENABLED(CONFIG_A)'],
  ['#  if  A   ||  B // so', 'A || B', '!(A || B)'],
  ['#if', '1', '!1'],
];

for (const [directive, first, second] of CONDITIONS) {
  test(`the condition of ${directive}`, () => {
    const [group] = pass(body(directive, '\ta();', '#else', '\tb();', '#endif'), 0).directives;
    assert.deepEqual(
      group?.arms.map(({ condition }) => condition),
      [first, second],
    );
  });
}

test('the shown arm of a cut group is told', () => {
  const [, text] = CUTS[5] ?? ['', ''];
  assert.deepEqual(
    [0, 1].map((arm) => pass(text, arm).directives[0]?.shown),
    [1, 0],
  );
});
