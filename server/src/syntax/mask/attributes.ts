/** Blanks attribute words and attribute calls, which may stand almost anywhere in a declaration. */

import { IDENT, PUNCT } from '../../scan/tokenizer.ts';
import type { AttributeWords } from './attribute-words.ts';
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
  STAR,
} from './brackets.ts';
import type { Canvas } from './canvas.ts';
import { GONE, type TokenTable } from './token-table.ts';
import { keyword } from './words.ts';

const RETURN_WORD = keyword('return');

/** Marks the rows of attributes as gone and blanks their text. */
export function blankAttributes(table: TokenTable, canvas: Canvas, attributes: AttributeWords): void {
  const { words, calls } = attributes;
  for (let row = 0; row < table.count; row++) {
    if (table.kind[row] !== IDENT) continue;
    const hash = table.hash[row] ?? 0;
    const call = calls.get(hash);
    if (call !== undefined && table.isPunct(row + 1, OPEN_PAREN) && table.textOf(row) === call) {
      const end = table.match[row + 1] ?? -1;
      if (end > row && !isCalled(table, row, end)) {
        remove(table, canvas, row, end);
        row = end;
        continue;
      }
    }
    const word = words.get(hash);
    if (word === undefined || table.textOf(row) !== word || isOperand(table, row)) continue;
    remove(table, canvas, row, row);
  }
}

function remove(table: TokenTable, canvas: Canvas, first: number, last: number): void {
  canvas.blank(table.start[first] ?? 0, table.end[last] ?? 0);
  for (let row = first; row <= last; row++) table.kind[row] = GONE;
}

/** True where an attribute call's name is that of a function called in an expression: after `=`, `return`, a `!` and the like. */
function isCalled(table: TokenTable, name: number, end: number): boolean {
  const before = name - 1;
  if (before < 0 || table.kind[before] === GONE) return false;
  if (table.word[before] === RETURN_WORD) return true;
  if (table.kind[before] !== PUNCT) return false;
  return table.isPunct(before, EQUALS) || (isOperator(table, before) && table.isPunct(end + 1, SEMICOLON));
}

/** True where the word is a name in an expression, such as a variable that is called like an attribute. */
function isOperand(table: TokenTable, row: number): boolean {
  const before = row - 1;
  if (before < 0 || table.kind[before] === GONE) return false;
  if (table.word[before] === RETURN_WORD) return true;
  if (table.kind[before] !== PUNCT) return false;
  const opens =
    table.isPunct(before, OPEN_PAREN) || table.isPunct(before, COMMA) || table.isPunct(before, OPEN_BRACKET);
  if (!opens) return isOperator(table, before);
  // `(__user *)` and `(__force type)` are no operands
  return table.kind[row + 1] === PUNCT && !table.isPunct(row + 1, STAR) && !table.isPunct(row + 1, OPEN_PAREN);
}

/** True for an operator that takes an operand on its right; a `*` also ends the left part of a declaration. */
function isOperator(table: TokenTable, row: number): boolean {
  if (table.kind[row] !== PUNCT || table.isPunct(row, STAR)) return false;
  if (table.width[row] !== 1) return true;
  switch (table.char[row]) {
    case SEMICOLON:
    case COMMA:
    case OPEN_PAREN:
    case CLOSE_PAREN:
    case OPEN_BRACKET:
    case CLOSE_BRACKET:
    case OPEN_BRACE:
    case CLOSE_BRACE:
    case COLON: // a label or a bit-field's width may come before an attribute
      return false;
    default:
      return true;
  }
}
