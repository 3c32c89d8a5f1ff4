/** The tokenizer reads any text in linear time and loses nothing of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTokenBuffer,
  DIRECTIVE,
  hashWord,
  IDENT,
  NUMBER,
  PUNCT,
  STRING,
  type Tokens,
  tokenize,
  tokenizeInto,
} from '../../../server/src/scan/tokenizer.ts';

const NAMES = new Map<number, string>([
  [IDENT, 'ident'],
  [NUMBER, 'number'],
  [STRING, 'string'],
  [PUNCT, 'punct'],
  [DIRECTIVE, 'directive'],
]);

/** Every token as `kind:text`, lines begun by `|`. */
function show(text: string, tokens: Tokens = tokenize(text)): string {
  const shown: string[] = [];
  for (let row = 0; row < tokens.count; row++) {
    const body = text.slice(tokens.start[row], tokens.end[row]).replaceAll('\n', '\\n').replaceAll('\r', '\\r');
    shown.push(`${tokens.lineStart[row] === 1 ? '|' : ''}${NAMES.get(tokens.kind[row] ?? 0) ?? '?'}:${body}`);
  }
  return shown.join(' ');
}

/** Partners of the brackets as `opener-closer` character offsets. */
function pairs(text: string): string {
  const tokens = tokenize(text);
  const shown: string[] = [];
  for (let row = 0; row < tokens.count; row++) {
    const partner = tokens.match[row] ?? -1;
    if (partner > row) shown.push(`${tokens.start[row]}-${tokens.start[partner]}`);
  }
  return shown.join(' ');
}

const LEXEMES: readonly (readonly [title: string, text: string, tokens: string])[] = [
  [
    'words and numbers',
    'a1 _b $c 0x1F 1.5e-3 0xep1 1ULL .5',
    '|ident:a1 ident:_b ident:$c number:0x1F number:1.5e-3 number:0xep1 number:1ULL number:.5',
  ],
  ['a hexadecimal E takes no sign', '0xE+1', '|number:0xE punct:+ number:1'],
  ['a hexadecimal p takes one', '0x1p-4', '|number:0x1p-4'],
  ['a range without blanks', '1...5', '|number:1 punct:... number:5'],
  [
    'operators are the longest that fit',
    'a->b<<=c>>d...e!=f##g-->h',
    '|ident:a punct:-> ident:b punct:<<= ident:c punct:>> ident:d punct:... ident:e punct:!= ident:f punct:## ident:g punct:-- punct:> ident:h',
  ],
  ['a question mark and a colon stay apart', 'a?:b', '|ident:a punct:? punct:: ident:b'],
  ['literals with escapes', String.raw`"a\"b" '\'' '\\'`, String.raw`|string:"a\"b" string:'\'' string:'\\'`],
  ['prefixed literals', 'L"x" u8"y" U\'z\' uu"w"', '|string:L"x" string:u8"y" string:U\'z\' ident:uu string:"w"'],
  ['an unterminated literal ends with its line', '"ab\nc', '|string:"ab |ident:c'],
  ['a literal continued on the next line', '"ab\\\ncd" e', '|string:"ab\\\\ncd" ident:e'],
  ['comments leave nothing', 'a/* b */c//d\ne', '|ident:a ident:c |ident:e'],
  ['a line comment continues after a backslash', '// a \\\n b\nc', '|ident:c'],
  ['a comment with line ends begins a line', 'a /* \n */ b', '|ident:a |ident:b'],
  ['an unterminated comment ends with the text', 'a /* b', '|ident:a'],
  ['a directive is one token', '#define F(x) \\\n\tg(x)\nh', '|directive:#define F(x) \\\\n\tg(x) |ident:h'],
  ['a directive with a long comment', '#define A /* x\n y */ 1\nb', '|directive:#define A /* x\\n y */ 1 |ident:b'],
  ['a comment opener inside a literal of a directive', '#define G "/*"\nb', '|directive:#define G "/*" |ident:b'],
  [
    'an apostrophe in a directive',
    "#error it isn't \\\n /* so */\nb",
    "|directive:#error it isn't \\\\n /* so */ |ident:b",
  ],
  ['a directive after a comment', '/* a */ # if X\nb', '|directive:# if X |ident:b'],
  ['a hash inside a line is an operator', 'a #b', '|ident:a punct:# ident:b'],
  [
    'carriage returns',
    '#if A \\\r\n B\r\nx\r\n"y\\\r\nz"',
    '|directive:#if A \\\\r\\n B |ident:x |string:"y\\\\r\\nz"',
  ],
  ['a spliced line begins no directive', 'a \\\n#b', '|ident:a |punct:# ident:b'],
  ['a byte order mark and no-break spaces are blank', '\uFEFFa\u00A0b', '|ident:a ident:b'],
  ['letters beyond ASCII belong to words', 'größe π', '|ident:größe ident:π'],
  ['characters that C does not know', 'a @ ` \u0000 b', '|ident:a punct:@ punct:` ident:b'],
  ['nothing', '', ''],
];

for (const [title, text, tokens] of LEXEMES) {
  test(`tokens: ${title}`, () => assert.equal(show(text), tokens));
}

const BRACKETS: readonly (readonly [title: string, text: string, pairs: string])[] = [
  ['nested', 'f(a[1]) { g(); }', '1-6 3-5 8-15 11-12'],
  ['a brace closes what is open inside it', '{ ( [ }', '0-6'],
  ['a stray closer pairs with nothing', ') ] } ( )', '6-8'],
  ['a closer of the wrong sort pairs with nothing', '( ] )', '0-4'],
  ['two headings of one block', '#ifdef A\nif (a) {\n#else\nif (b) {\n#endif\n}', '12-14 16-40 27-29'],
  ['a heading whose end has two forms', 'f(\n#ifdef A\na) {\n#else\nb) {\n#endif\n}', '1-13 15-35'],
  ['the arm after #if 0 counts', '#if 0\nf(a) {\n#else\ng(b) {\n#endif\n}', '7-9 20-22 24-33'],
  ['nothing inside #if 0 pairs with what is outside', '{\n#if 0\n}\n#endif\n}', '0-17'],
  ['a stray #else and #endif', '#else\n{\n#endif\n}', '6-15'],
];

for (const [title, text, expected] of BRACKETS) {
  test(`brackets: ${title}`, () => assert.equal(pairs(text), expected));
}

test('the columns of operators, literals and words', () => {
  const tokens = tokenize('a->b "c"');
  assert.deepEqual([...tokens.char], [0, 45, 0, 34]);
  assert.deepEqual([...tokens.width], [0, 2, 0, 0]);
  assert.deepEqual([...tokens.hash], [hashWord('a'), 0, hashWord('b'), 0]);
});

test('a range keeps the offsets of the whole text', () => {
  const text = 'int a;\n#define X(a) #a\nint b;';
  assert.equal(show(text, tokenize(text, 0, 6)), '|ident:int ident:a punct:;');
  assert.equal(show(text, tokenize(text, 19, 21)), 'punct:#', 'the middle of a line begins no directive');
  assert.equal(show(text, tokenize(text, 7, 22)), '|directive:#define X(a) #a');
  assert.equal(show(text, tokenize(text, 23)), '|ident:int ident:b punct:;');
  assert.equal(show(text, tokenize(text, -5, 3)), '|ident:int');
  assert.equal(show('/* a\n b */ c', tokenize('/* a\n b */ c', 0, 7)), '');
});

test('two results of tokenize share nothing', () => {
  const first = tokenize('a b c');
  const before = show('a b c', first);
  tokenize('(((((');
  assert.equal(show('a b c', first), before);
  assert.equal(first.start.length, first.count);
});

test('a buffer is filled again and grows', () => {
  const buffer = createTokenBuffer(4);
  const text = 'a ( b ) { c [ 1 ] ; }'.repeat(100);
  assert.equal(show(text, tokenizeInto(buffer, text)), show(text));
  assert.equal(show('x', tokenizeInto(buffer, 'x')), '|ident:x');
});

const PIECES = [
  'a',
  'if',
  '0x1',
  '1.',
  '"',
  "'",
  '/*',
  '*/',
  '//',
  '\\',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
];
const MORE = [
  '#',
  '#if 0',
  '#if A',
  '#else',
  '#endif',
  '#define X',
  '->',
  '...',
  '<<=',
  ';',
  ',',
  'L"',
  '\u0000',
  'é',
  '\uD800',
  '中',
];

test('random text: tokens are ordered, apart, inside the text and paired both ways', () => {
  const random = generator(7);
  for (let round = 0; round < 3000; round++) {
    const text = randomText(random, 60);
    const from = Math.floor(random() * 5);
    checkInvariants(text, tokenize(text, from, text.length - Math.floor(random() * 5)), from);
  }
});

function checkInvariants(text: string, tokens: Tokens, from: number): void {
  let past = from;
  for (let row = 0; row < tokens.count; row++) {
    const start = tokens.start[row] ?? -1;
    const end = tokens.end[row] ?? -1;
    assert.ok(start >= past && end > start && end <= text.length, `row ${row} of ${JSON.stringify(text)}`);
    past = end;
    const partner = tokens.match[row] ?? -1;
    if (partner >= 0) assert.equal(tokens.match[partner], row, JSON.stringify(text));
  }
}

test('random text without comments: every character that is not blank belongs to a token', () => {
  const random = generator(11);
  const pieces = ['a', '(', ')', '{', '}', '->', '1', ';', ' ', '\n', '@', '"s"', '#'];
  for (let round = 0; round < 1000; round++) {
    const text = Array.from({ length: 40 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    const tokens = tokenize(text);
    let rest = '';
    let past = 0;
    for (let row = 0; row < tokens.count; row++) {
      rest += text.slice(past, tokens.start[row]);
      past = tokens.end[row] ?? 0;
    }
    assert.equal((rest + text.slice(past)).trim(), '');
  }
});

/** Work is compared between a text and one sixteen times as long: quadratic work would take 256 times as long. */
test('adversarial text takes linear time', () => {
  const seeds = [
    '(',
    '{',
    '}',
    '((((}',
    '/*',
    '"',
    "'",
    '#',
    '#if\n',
    '#if 0\n{(\n',
    '#if A\n}\n#else\n}\n#endif\n',
    '\\\n',
    '#define A /',
    '/',
    '.',
    '1',
    'a',
    '[)',
    '\n \t',
  ];
  for (const seed of seeds) {
    const short = seed.repeat(Math.ceil(4_000 / seed.length));
    const nested = '('.repeat(4_000) + seed.repeat(Math.ceil(4_000 / seed.length));
    for (const text of [short, nested]) {
      const once = fastest(() => tokenize(text));
      const long = fastest(() => tokenize(text.repeat(16)));
      assert.ok(long < 80 * once + 80, `${JSON.stringify(seed)}: ${once.toFixed(1)} ms, then ${long.toFixed(1)} ms`);
    }
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

function randomText(random: () => number, pieces: number): string {
  const all = [...PIECES, ...MORE];
  return Array.from({ length: pieces }, () => all[Math.floor(random() * all.length)]).join('');
}

/** A small generator of numbers from 0 to 1, the same at every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}
