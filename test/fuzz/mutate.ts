/** Changes texts as somebody would who wants to break what reads them. */
import type { Random } from './random.ts';

/** No input is longer than this, in UTF-16 units. */
export const LONGEST = 48_000;

const TOKEN = /\s+|\w+|"(?:[^"\\\n]|\\.)*"|->|[=!<>]=|[^]/g;

/** What has made trouble in other programs that read text. */
const TRAPS = [
  '\0',
  '\ufeff',
  '\ufffd',
  '\ud800',
  '\udc00',
  '\u2028',
  '\u202e',
  '\u001b[31m',
  '\r',
  '\r\n',
  '\\\n',
  '\\',
  '"',
  "'",
  '/*',
  '*/',
  '//',
  '\t',
  '\f',
  '\n',
  '😀',
  '漢',
  '</script>',
  '${x}',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '-1',
  '4294967296',
  '9007199254740993',
  '1e999',
];

type Mutation = (tokens: string[], random: Random, others: Others) => void;

/** What a mutation can take from elsewhere. */
interface Others {
  readonly words: readonly string[];
  readonly another: () => string;
}

function stretch(tokens: readonly string[], random: Random): [number, number] {
  const from = random.below(tokens.length);
  return [from, Math.min(tokens.length, from + 1 + random.below(random.oneIn(4) ? 200 : 12))];
}

const MUTATIONS: readonly Mutation[] = [
  (tokens, random) => {
    const [from, to] = stretch(tokens, random);
    tokens.splice(from, to - from);
  },
  (tokens, random) => {
    const [from, to] = stretch(tokens, random);
    tokens.splice(random.below(tokens.length + 1), 0, ...tokens.slice(from, to));
  },
  (tokens, random) => {
    const [from, to] = stretch(tokens, random);
    const moved = tokens.splice(from, to - from);
    tokens.splice(random.below(tokens.length + 1), 0, ...moved);
  },
  (tokens, random, { words }) => {
    tokens.splice(random.below(tokens.length + 1), 0, random.pick(words));
  },
  (tokens, random, { words }) => {
    // A word for a word: what is read mostly stays in form.
    const isWord = (token: string): boolean => /^\w+$/.test(token);
    const places = tokens.flatMap((token, at) => (isWord(token) ? [at] : []));
    if (places.length === 0) return;
    const names = random.oneIn(2) ? words : places.map((at) => tokens[at] ?? '');
    tokens[random.pick(places)] = random.pick(names);
  },
  (tokens, random) => {
    tokens.splice(random.below(tokens.length + 1), random.below(2), random.pick(TRAPS));
  },
  (tokens, random) => {
    const [from, to] = stretch(tokens, random);
    const times = 2 + random.below(random.oneIn(8) ? 400 : 6);
    const piece = tokens.slice(from, to);
    if (piece.join('').length * times > LONGEST) return;
    tokens.splice(from, 0, ...Array.from({ length: times }, () => piece).flat());
  },
  (tokens, random) => {
    const [open, close] = random.pick(NESTS);
    const times = 1 + random.below(random.oneIn(8) ? 300 : 4);
    const [from, to] = stretch(tokens, random);
    tokens.splice(to, 0, close.repeat(times));
    tokens.splice(from, 0, open.repeat(times));
  },
  (tokens, random, { another }) => {
    const other = another().match(TOKEN) ?? [];
    if (other.length === 0) return;
    const [from, to] = stretch(other, random);
    tokens.splice(random.below(tokens.length + 1), 0, ...other.slice(from, Math.min(other.length, to + 60)));
  },
  (tokens, random, { another }) => {
    const other = another().match(TOKEN) ?? [];
    tokens.splice(
      random.below(tokens.length + 1),
      Number.POSITIVE_INFINITY,
      ...other.slice(random.below(other.length)),
    );
  },
  (tokens, random) => {
    if (random.oneIn(3)) tokens.splice(random.below(tokens.length));
  },
  (tokens, random) => {
    if (!random.oneIn(4)) return;
    for (const [at, token] of tokens.entries()) if (token.includes('\n')) tokens[at] = token.replaceAll('\n', '\r\n');
  },
  (tokens, random) => {
    const at = random.below(tokens.length);
    const token = tokens[at] ?? '';
    const cut = random.below(token.length + 1);
    tokens[at] = token.slice(0, cut) + token.slice(cut + 1);
  },
];

const NESTS: readonly (readonly [string, string])[] = [
  ['{', '}'],
  ['(', ')'],
  ['[', ']'],
  ['if (x) {\n', '}\n'],
  ['if (page->mapping) ', ''],
  ['\n#if A\n', '\n#endif\n'],
  ['\n#ifdef B\n', '\n#else\n#endif\n'],
  ['!', ''],
  ['do ', ' while (0);'],
  ['({ ', '; })'],
  ['{"a":', '}'],
  ['page_folio(', ')'],
];

/** An input made from others by a few mutations; never longer than `LONGEST`. */
export function mutated(input: string, random: Random, others: Others): string {
  const tokens: string[] = input.match(TOKEN) ?? [];
  for (let left = 1 + random.below(5); left > 0; left -= 1) random.pick(MUTATIONS)(tokens, random, others);
  return tokens.join('').slice(0, LONGEST);
}
