/** What the text between two braces is, judged by what stands before the opening one. */

import { STRING } from '../../scan/tokenizer.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  COMMA,
  EQUALS,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  SEMICOLON,
} from './brackets.ts';
import type { TokenTable } from './token-table.ts';
import { AGGREGATES, HEADED, keyword } from './words.ts';

/** What surrounds a token: the file itself, statements, members, enumerators, an initialiser, or parentheses. */
export type Role = 0 | 1 | 2 | 3 | 4 | 5;
export const FILE = 0;
export const BLOCK = 1;
export const STRUCT = 2;
export const ENUM = 3;
export const INITIALISER = 4;
export const PAREN = 5;

const ENUM_WORD = keyword('enum');
const EXTERN_WORD = keyword('extern');
const ELSE_WORD = keyword('else');
const DO_WORD = keyword('do');

/** How far back the word `struct` may stand from the brace of its members. */
const TAG_REACH = 8;

/** The role of the text in the braces that open at a row; `before` is the row before it that is no directive, or -1. */
export function braceRole(table: TokenTable, brace: number, before: number, outer: Role): Role {
  if (before < 0) return BLOCK;
  if (table.isIdent(before)) return afterWord(table, before);
  if (table.kind[before] === STRING) return table.word[before - 1] === EXTERN_WORD ? FILE : BLOCK;
  if (table.width[before] !== 1) return BLOCK;
  switch (table.char[before]) {
    case EQUALS:
      return INITIALISER;
    case CLOSE_BRACKET:
      return outer === FILE ? BLOCK : INITIALISER;
    case COMMA:
    case OPEN_BRACE:
      if (outer === PAREN) return holdsStatement(table, brace) ? BLOCK : INITIALISER;
      return outer === INITIALISER ? INITIALISER : BLOCK;
    case COLON:
      return outer === INITIALISER ? INITIALISER : BLOCK;
    case CLOSE_PAREN:
      return outer === INITIALISER ? INITIALISER : afterParenthesis(table, before);
    default:
      return BLOCK;
  }
}

/** After `struct`, a tag, `else`, `do`, or the last word of a function's head. */
function afterWord(table: TokenTable, before: number): Role {
  for (let row = before; row >= 0 && row > before - TAG_REACH && table.isIdent(row); row--) {
    const word = table.word[row];
    if (word === ENUM_WORD) return ENUM;
    if (table.isIn(row, AGGREGATES)) return STRUCT;
    if (word === ELSE_WORD || word === DO_WORD) return BLOCK;
  }
  return BLOCK;
}

/** A heading `name(...)` opens a block; a parenthesis without a name is the type of a compound literal. */
function afterParenthesis(table: TokenTable, closer: number): Role {
  const head = previousToken(table, table.match[closer] ?? -1);
  if (head < 0) return BLOCK;
  if (table.isIdent(head)) return table.word[head] === 0 || table.isIn(head, HEADED) ? BLOCK : INITIALISER;
  const isEnd = table.isPunct(head, CLOSE_PAREN) || table.isPunct(head, SEMICOLON) || table.isPunct(head, CLOSE_BRACE);
  return isEnd ? BLOCK : INITIALISER;
}

/** The row before that is no directive, -1 at the beginning. */
export function previousToken(table: TokenTable, row: number): number {
  let before = row - 1;
  while (before >= 0 && table.isDirective(before)) before--;
  return before;
}

/** True when a semicolon stands directly between the braces. */
function holdsStatement(table: TokenTable, brace: number): boolean {
  const end = table.match[brace] ?? -1;
  for (let row = brace + 1; row < end; row++) {
    if (table.isPunct(row, SEMICOLON)) return true;
    const opens = table.isPunct(row, OPEN_PAREN) || table.isPunct(row, OPEN_BRACKET) || table.isPunct(row, OPEN_BRACE);
    const partner = table.match[row] ?? -1;
    if (opens && partner > row) row = partner;
  }
  return false;
}
