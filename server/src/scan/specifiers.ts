/** Reads the specifiers of a declaration: storage, qualifiers, attributes and the type they stand around. */
import { type CType, standsBesideType } from '../model/c-type.ts';
import type { TokenCursor } from './token-cursor.ts';

export interface Specifiers {
  readonly typedef: boolean;
  readonly base: CType | undefined;
  /** The declared name, where it was read together with the specifiers. */
  name: string | undefined;
}

const BUILTIN = new Set([
  'void',
  'char',
  'short',
  'int',
  'long',
  'float',
  'double',
  'signed',
  'unsigned',
  '_Bool',
  '__int128',
  '__signed__',
]);
/**
 * Reads specifiers up to the first declarator. Words are told apart by position: the word before `(`, `[`, `=`, `,`,
 * `;` or `:` is the declared name, the word before it the type; a word with its own group before more words is an attribute.
 */
export function parseSpecifiers(
  cursor: TokenCursor,
  body: (kind: 'struct' | 'union' | 'enum', tag: string | undefined) => string,
): Specifiers {
  let typedef = false;
  let base: CType | undefined;
  const builtin: string[] = [];
  const words: string[] = [];
  while (cursor.isIdent()) {
    const word = cursor.word();
    if (word === 'struct' || word === 'union' || word === 'enum') {
      base = { name: readAggregate(cursor, word, body), stars: 0 };
      continue;
    }
    cursor.next();
    if (word === 'typedef') typedef = true;
    else if (word === 'typeof' || word === '__typeof__') {
      if (cursor.is('(')) cursor.skipGroup();
      base = { name: 'typeof', stars: 0 };
    } else if (standsBesideType(word)) continue;
    else if (BUILTIN.has(word)) builtin.push(word);
    else if (cursor.is('(') && followedByMore(cursor)) cursor.skipGroup();
    else words.push(word);
  }
  if (!base && builtin.length > 0) base = { name: builtin.join(' '), stars: 0 };
  const pointer = cursor.is('*') || (cursor.is('(') && startsPointer(cursor));
  let name: string | undefined;
  if (base) {
    name = pointer ? undefined : lastOf(words);
  } else if (pointer) {
    const type = plainType(words);
    base = type === undefined ? undefined : { name: type, stars: 0 };
  } else {
    name = lastOf(words);
    const type = plainType(words.slice(0, -1));
    base = type === undefined ? undefined : { name: type, stars: 0 };
  }
  return { typedef, base, name };
}

function readAggregate(
  cursor: TokenCursor,
  kind: 'struct' | 'union' | 'enum',
  body: (kind: 'struct' | 'union' | 'enum', tag: string | undefined) => string,
): string {
  cursor.next();
  let tag: string | undefined;
  while (cursor.isIdent() && !tag) {
    const word = cursor.word();
    cursor.next();
    if (cursor.is('(')) cursor.skipGroup();
    else if (!word.startsWith('__') || !(cursor.isIdent() || cursor.is('{'))) tag = word;
  }
  if (cursor.is('{')) return body(kind, tag);
  return tag ? `${kind} ${tag}` : kind;
}

/** Whether the group that begins here is followed by another word or `*`: then the word before it was an attribute. */
function followedByMore(cursor: TokenCursor): boolean {
  const at = cursor.at;
  cursor.skipGroup();
  const more = cursor.isIdent() || cursor.is('*');
  const isBody = more && cursor.isIdent() && cursor.word().startsWith('__');
  cursor.jump(at);
  return more && !isBody;
}

/** Whether a `(` begins `(*name)`. */
function startsPointer(cursor: TokenCursor): boolean {
  const at = cursor.at;
  cursor.next();
  const star = cursor.is('*');
  cursor.jump(at);
  return star;
}

/** The type among words that may be attributes: the last that does not look like one, else the last. */
function plainType(words: readonly string[]): string | undefined {
  for (let at = words.length - 1; at >= 0; at -= 1) {
    const word = words[at];
    if (word && (!word.startsWith('__') || /^__(u|s|le|be|int)\d+$/.test(word))) return word;
  }
  return lastOf(words);
}

function lastOf(words: readonly string[]): string | undefined {
  return words[words.length - 1];
}
