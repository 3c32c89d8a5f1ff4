/** Brackets are paired across preprocessor conditionals, whose arms are alternatives of one another. */

import {
  TAB_CODE,
  SPACE_CODE,
  OPEN_PAREN,
  CLOSE_PAREN,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  OPEN_BRACE,
  CLOSE_BRACE,
} from './characters.ts';
import { DIRECTIVE, PUNCT, type Tokens } from './tokens.ts';

/** A `#if` whose `#endif` has not been met. */
interface OpenConditional {
  readonly row: number;
  /** Innermost open bracket and brace where the group begins; -1 for none. */
  readonly bracket: number;
  readonly brace: number;
  /** The same at the end of the arm that counts. */
  endBracket: number;
  endBrace: number;
  /** `before`: inside an `#if 0`; `in`: inside the arm that counts; `after`: past it. */
  state: 'before' | 'in' | 'after';
}

/** For an opening bracket the one around it, and the `{` around it: stacks as linked lists. */
let outer = new Int32Array(1 << 12);
let outerBrace = new Int32Array(1 << 12);

/**
 * Pairs the brackets of the tokens between two rows, as if there were no others.
 *
 * Each arm of a `#if` group starts with the brackets that were open before the group, and what follows the group sees
 * those that the arm that counts left open, so that two alternative headings of one block both pair up. The arm that
 * counts is the first one, or the second where the first is `#if 0`. A `}` closes the innermost `{` whatever is open
 * inside it; any other closing bracket pairs only with the innermost opening one.
 */
export function matchBrackets(tokens: Tokens, text: string, from = 0, to: number = tokens.count): void {
  const { kind, char, width, match, start } = tokens;
  if (outer.length < kind.length) [outer, outerBrace] = [new Int32Array(kind.length), new Int32Array(kind.length)];
  const open: OpenConditional[] = [];
  let unread = -1; // row of the innermost `#if 0` that is open
  let bracket = -1; // innermost open bracket of any sort
  let brace = -1; // innermost open `{`
  for (let row = from; row < to; row++) {
    match[row] = -1;
    if (kind[row] === DIRECTIVE) {
      const group = atConditional(open, text, start[row] ?? 0, { row, bracket, brace });
      if (group === undefined) continue;
      ({ bracket, brace } = group);
      const inner = open.at(-1);
      unread = inner?.state === 'before' ? inner.row : -1;
      continue;
    }
    if (kind[row] !== PUNCT || width[row] !== 1) continue;
    const code = char[row];
    let opener = -1;
    if (code === OPEN_PAREN || code === OPEN_BRACKET || code === OPEN_BRACE) {
      outer[row] = bracket;
      outerBrace[row] = brace;
      bracket = row;
      if (code === OPEN_BRACE) brace = row;
      continue;
    }
    if (code === CLOSE_BRACE) opener = brace;
    else if (code === CLOSE_PAREN && bracket >= 0 && char[bracket] === OPEN_PAREN) opener = bracket;
    else if (code === CLOSE_BRACKET && bracket >= 0 && char[bracket] === OPEN_BRACKET) opener = bracket;
    if (opener < 0) continue;
    bracket = outer[opener] ?? -1;
    brace = outerBrace[opener] ?? -1;
    if (opener < unread || match[opener] !== -1) continue; // its partner is in another arm
    match[row] = opener;
    match[opener] = row;
  }
}

interface Nesting {
  readonly row: number;
  readonly bracket: number;
  readonly brace: number;
}

/** The brackets open after a directive, which is recorded; undefined when it does not concern them. */
function atConditional(
  open: OpenConditional[],
  text: string,
  at: number,
  now: Nesting,
): { readonly bracket: number; readonly brace: number } | undefined {
  const word = conditionalWord(text, at);
  if (word === undefined) return undefined;
  if (word === 'if' || word === 'if 0') {
    open.push({ ...now, endBracket: now.bracket, endBrace: now.brace, state: word === 'if' ? 'in' : 'before' });
    return now;
  }
  const group = open.at(-1);
  if (group === undefined) return undefined;
  if (group.state !== 'after') {
    if (group.state === 'in') {
      group.endBracket = now.bracket;
      group.endBrace = now.brace;
    }
    group.state = group.state === 'in' ? 'after' : 'in';
  }
  if (word === 'else') return group;
  open.pop();
  return { bracket: group.endBracket, brace: group.endBrace };
}

/** What the directive does to a `#if` group; undefined when it is not about conditions. */
function conditionalWord(text: string, at: number): 'if' | 'if 0' | 'else' | 'endif' | undefined {
  let i = at + 1;
  while (text.charCodeAt(i) === SPACE_CODE || text.charCodeAt(i) === TAB_CODE) i++;
  if (text.startsWith('if', i)) return text.startsWith(' 0', i + 2) ? 'if 0' : 'if';
  if (text.startsWith('el', i)) return 'else';
  return text.startsWith('endif', i) ? 'endif' : undefined;
}
