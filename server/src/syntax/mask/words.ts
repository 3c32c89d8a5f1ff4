/** The words of C that masking must tell apart, numbered, with what each of them can begin. */

import { hashWord } from '../../scan/tokenizer.ts';

const AGGREGATE_WORDS = ['struct', 'union', 'enum'] as const;
const BASIC_TYPE_WORDS = [
  'unsigned',
  'signed',
  '__signed__',
  'int',
  'char',
  'long',
  'short',
  'void',
  'float',
  'double',
  '_Bool',
  'bool',
  '__int128',
] as const;
const QUALIFIER_WORDS = ['const', 'volatile', '__const', '__volatile', '__volatile__', 'restrict'] as const;
const STORAGE_WORDS = ['static', 'extern', 'inline', '__inline', '__inline__', 'register', 'auto', 'typedef'] as const;
const HEADED_WORDS = ['if', 'while', 'for', 'switch'] as const;
const STATEMENT_WORDS = ['return', 'goto', 'else', 'do', 'case', 'default', 'break', 'continue'] as const;
const OPERATOR_WORDS = ['sizeof', '_Generic', '__alignof__', '_Alignof', 'alignof', 'defined'] as const;
const TYPEOF_WORDS = ['typeof', '__typeof__', '__typeof', 'typeof_member', 'typeof_unqual', '__auto_type'] as const;
const ASM_WORDS = ['asm', '__asm__', '__asm', 'asm_volatile_goto', 'asm_goto_output', 'asm_inline'] as const;
const OTHER_WORDS = ['offsetof', '__builtin_offsetof', '__label__', '__attribute__', '__attribute'] as const;

const ALL_WORDS = [
  ...AGGREGATE_WORDS,
  ...BASIC_TYPE_WORDS,
  ...QUALIFIER_WORDS,
  ...STORAGE_WORDS,
  ...HEADED_WORDS,
  ...STATEMENT_WORDS,
  ...OPERATOR_WORDS,
  ...TYPEOF_WORDS,
  ...ASM_WORDS,
  ...OTHER_WORDS,
];

/** A word of the tables above. */
export type Keyword = (typeof ALL_WORDS)[number];

const NUMBERS: ReadonlyMap<string, number> = new Map(ALL_WORDS.map((word, index) => [word, index + 1]));
const BY_HASH: ReadonlyMap<number, number> = new Map(ALL_WORDS.map((word, index) => [hashWord(word), index + 1]));

/** 1 at the low bits of each keyword's hash: most words are told from keywords by one look here. */
const FILTER_BITS = 0xfff;
const FILTER = new Uint8Array(FILTER_BITS + 1);
for (const hash of BY_HASH.keys()) FILTER[hash & FILTER_BITS] = 1;

/** The number of a keyword, from 1 up. */
export function keyword(word: Keyword): number {
  return NUMBERS.get(word) ?? 0;
}

/** The number of the keyword that the text between two offsets spells, 0 for any other word; `hash` is its hash. */
export function keywordAt(text: string, start: number, end: number, hash: number): number {
  if (FILTER[hash & FILTER_BITS] === 0) return 0;
  const number = BY_HASH.get(hash) ?? 0;
  const word = ALL_WORDS[number - 1];
  return word !== undefined && word.length === end - start && text.startsWith(word, start) ? number : 0;
}

/** Sets of keywords as tables from number to 0 or 1; the entry 0, any other word, is 0. */
export const AGGREGATES = setOf(AGGREGATE_WORDS);
export const BASIC_TYPES = setOf(BASIC_TYPE_WORDS);
export const QUALIFIERS = setOf(QUALIFIER_WORDS);
export const STORAGE = setOf(STORAGE_WORDS);
/** Statements whose head is a parenthesised expression. */
export const HEADED = setOf(HEADED_WORDS);
export const STATEMENTS = setOf([...HEADED_WORDS, ...STATEMENT_WORDS]);
export const TYPEOFS = setOf(TYPEOF_WORDS);
export const ASMS = setOf(ASM_WORDS);
/** Words that spell a type by themselves or begin one. */
export const TYPE_STARTS = setOf([...AGGREGATE_WORDS, ...BASIC_TYPE_WORDS, ...QUALIFIER_WORDS]);
/** Words that can stand before the type of a declaration or in it. */
export const SPECIFIERS = setOf([...AGGREGATE_WORDS, ...BASIC_TYPE_WORDS, ...QUALIFIER_WORDS, ...STORAGE_WORDS]);
/** Words whose following parenthesis is no list of a call's arguments. */
export const NO_CALLS = setOf([
  ...AGGREGATE_WORDS,
  ...BASIC_TYPE_WORDS,
  ...QUALIFIER_WORDS,
  ...STORAGE_WORDS,
  ...HEADED_WORDS,
  ...STATEMENT_WORDS,
  ...OPERATOR_WORDS,
  ...TYPEOF_WORDS,
  ...ASM_WORDS,
  ...OTHER_WORDS,
]);

function setOf(words: readonly Keyword[]): Uint8Array {
  const table = new Uint8Array(ALL_WORDS.length + 1);
  for (const word of words) table[keyword(word)] = 1;
  return table;
}
