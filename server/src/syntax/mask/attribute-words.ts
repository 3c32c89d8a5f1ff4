/** The attribute words of a tree are read from its own headers: macros that expand to attributes or to nothing. */

import { hashWord } from '../../scan/tokenizer.ts';
import { KNOWN_ATTRIBUTE_CALLS, KNOWN_ATTRIBUTE_WORDS } from './attribute-table.ts';
import { keywordAt } from './words.ts';

/** The words that masking blanks beside declarations; plain data, which may be copied from thread to thread. */
export interface AttributeWords {
  /** Words that stand alone, by hash. */
  readonly words: ReadonlyMap<number, string>;
  /** Words that take arguments, by hash. */
  readonly calls: ReadonlyMap<number, string>;
}

/** What a lone file is masked with. */
export const BUILT_IN_ATTRIBUTE_WORDS: AttributeWords = attributeWords(KNOWN_ATTRIBUTE_WORDS, KNOWN_ATTRIBUTE_CALLS);

/** Attribute words from lists, for instance from a cache. */
export function attributeWords(words: Iterable<string>, calls: Iterable<string>): AttributeWords {
  return { words: byHash(words), calls: byHash(calls) };
}

/**
 * The built-in words and those that headers define.
 *
 * A macro is an attribute word when each of its definitions is empty or made of attributes, storage words and other
 * attribute words, and one of them is not empty. A macro that is always empty counts only when it takes no argument and
 * is named `__like_this`, because feature flags and include guards are empty too.
 */
export function collectAttributeWords(headerTexts: Iterable<string>): AttributeWords {
  return extendAttributeWords(BUILT_IN_ATTRIBUTE_WORDS, headerTexts);
}

/** The given words and those that further texts define, such as a source file's own macros. */
export function extendAttributeWords(base: AttributeWords, texts: Iterable<string>): AttributeWords {
  const macros = new Map<string, Definitions>();
  for (const text of texts) readDefinitions(text, macros);
  if (macros.size === 0) return base;
  const words = new Set(base.words.values());
  const calls = new Set(base.calls.values());
  // each round finds the macros whose words were found before; the longest chain in a kernel has about five links
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, definitions] of macros) {
      const found = definitions.takesArguments ? calls : words;
      if (found.has(name) || !isAttribute(name, definitions, words, calls)) continue;
      found.add(name);
      changed = true;
    }
  }
  if (words.size === base.words.size && calls.size === base.calls.size) return base;
  return attributeWords(words, calls);
}

function byHash(words: Iterable<string>): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  for (const word of words) map.set(hashWord(word), word);
  return map;
}

interface Definitions {
  readonly takesArguments: boolean;
  /** The bodies as lists of lexemes; undefined once one of them was found to be something else. */
  bodies: (readonly string[])[] | undefined;
}

const DEFINITION = /^[ \t]*#[ \t]*define[ \t]+(\w+)(\([^()\n]*\))?[ \t]*((?:[^\n\\]|\\[^\n\r]|\\\r?\n)*)/gm;
const LEXEME = /[A-Za-z_]\w*|"(?:\\.|[^"\\\n])*"|\S/g;

/** Bodies of attributes are short; a longer body is not looked at. */
const LONGEST_BODY = 400;

/** Words that a body of attributes may hold besides attributes. */
const STORAGE_LIKE: ReadonlySet<string> = new Set([
  'static',
  'extern',
  'inline',
  '__inline',
  '__inline__',
  'const',
  'volatile',
  'register',
  '_Noreturn',
  '__extension__',
  '__restrict',
]);

const ATTRIBUTE_HEADS: ReadonlySet<string> = new Set(['__attribute__', '__attribute', '__declspec']);

function readDefinitions(text: string, macros: Map<string, Definitions>): void {
  if (!text.includes('define')) return;
  for (const [, name = '', parameters, rest = ''] of text.matchAll(DEFINITION)) {
    if (keywordAt(name, 0, name.length, hashWord(name)) !== 0) continue;
    const takesArguments = parameters !== undefined;
    const known = macros.get(name);
    const entry = known ?? { takesArguments, bodies: [] };
    if (known === undefined) macros.set(name, entry);
    if (entry.takesArguments !== takesArguments || rest.length > LONGEST_BODY) entry.bodies = undefined;
    entry.bodies?.push(lexemes(rest));
    if (entry.bodies !== undefined && !startsLikeAttribute(entry.bodies.at(-1) ?? [])) entry.bodies = undefined;
  }
}

function lexemes(body: string): readonly string[] {
  const plain = body.includes('/') ? body.replaceAll(/\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g, ' ') : body;
  return (plain.match(LEXEME) ?? []).filter((lexeme) => lexeme !== '\\');
}

/** False for most bodies, which are numbers, parentheses or statements. */
function startsLikeAttribute(body: readonly string[]): boolean {
  return body.length === 0 || /^[A-Za-z_]/.test(body[0] ?? '');
}

function isAttribute(
  name: string,
  definitions: Definitions,
  words: ReadonlySet<string>,
  calls: ReadonlySet<string>,
): boolean {
  const { bodies, takesArguments } = definitions;
  if (bodies === undefined || !bodies.every((body) => isMadeOfAttributes(body, words, calls))) return false;
  return bodies.some((body) => body.length > 0) || (!takesArguments && /^__?[a-z]/.test(name));
}

function isMadeOfAttributes(body: readonly string[], words: ReadonlySet<string>, calls: ReadonlySet<string>): boolean {
  let at = 0;
  while (at < body.length) {
    const lexeme = body[at] ?? '';
    const isCall = ATTRIBUTE_HEADS.has(lexeme) || calls.has(lexeme);
    if (isCall && body[at + 1] === '(') at = closingParenthesis(body, at + 1) + 1;
    else if (STORAGE_LIKE.has(lexeme) || words.has(lexeme)) at += body[at + 1]?.startsWith('"') === true ? 2 : 1;
    else return false;
  }
  return true;
}

function closingParenthesis(body: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < body.length; at++) {
    if (body[at] === '(') depth++;
    else if (body[at] === ')' && --depth === 0) return at;
  }
  return body.length;
}
