/** Makes the arguments of a macro parse as those of a call: types, operators and statements become expressions. */

import { NUMBER, PUNCT, STRING } from '../../scan/tokenizer.ts';
import { COMMA, EQUALS, OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, SEMICOLON, STAR } from './brackets.ts';
import { INITIALISER } from './brace-roles.ts';
import type { Draft } from './draft.ts';
import { AGGREGATES, HEADED, keyword, QUALIFIERS, STATEMENTS, STORAGE, TYPE_STARTS, TYPEOFS } from './words.ts';

const RETURN_WORD = keyword('return');
const GOTO_WORD = keyword('goto');
const ELSE_WORD = keyword('else');

const UNDERSCORE = 95;
const BLANK = 32;
const TAB = 9;
const LF = 10;

/** Operators that may begin an operand; any other one that begins an argument is a macro's own syntax. */
const PREFIXES: ReadonlySet<string> = new Set(['(', '{', '&', '*', '-', '+', '!', '~', '++', '--', '&&']);
const SUFFIXES: ReadonlySet<string> = new Set([')', ']', '}', '++', '--', ';']);

/** Rewrites each argument between the parentheses that open at a row. */
export function fixArguments(draft: Draft, open: number): void {
  const close = draft.closer(open);
  if (close < 0) return;
  if (holdsOperands(draft, open, close)) {
    draft.remove(open + 1, close - 1);
    return;
  }
  fixStatements(draft, open, close);
  const commas = draft.commas(open).filter((row) => draft.isPunct(row, COMMA));
  let from = open;
  for (const to of [...commas, close]) {
    const first = draft.next(from);
    const last = draft.previous(to);
    if (first <= last && first < to) fixArgument(draft, first, last);
    else if (commas.length > 0) fillEmpty(draft, from, to, open);
    from = to;
  }
}

/** True for the operands of an assembler statement, `"=m" (x)`: what a macro does with them is not C. */
function holdsOperands(draft: Draft, open: number, close: number): boolean {
  for (let row = draft.next(open); row < close; row = draft.next(row)) {
    if (draft.table.kind[row] === STRING && draft.isPunct(draft.next(row), OPEN_PAREN)) return true;
    row = draft.skip(row);
  }
  return false;
}

/** An argument that is missing becomes a name where there is room for one, else its comma goes. */
function fillEmpty(draft: Draft, from: number, to: number, open: number): void {
  const at = blankBetween(draft, from, to);
  if (at >= 0) draft.canvas.write(at, '_');
  else draft.drop(from === open ? to : from);
}

/** The offset of a blank between two tokens, -1 where there is none. */
export function blankBetween(draft: Draft, from: number, to: number): number {
  for (let at = draft.end(from); at < draft.start(to); at++) {
    const code = draft.canvas.codeAt(at);
    if (code === BLANK || code === TAB) return at;
  }
  return -1;
}

/** Rewrites one argument, given by its first and last token. */
export function fixArgument(draft: Draft, first: number, last: number): void {
  const { table } = draft;
  if (table.kind[first] === PUNCT) {
    fixOperator(draft, first, last);
    return;
  }
  if (!table.isIdent(first)) {
    if (first === last && isOddNumber(draft, first)) draft.canvas.write(draft.start(first), '_');
    dropDanglingOperator(draft, first, last);
    return;
  }
  if (table.isIn(first, TYPEOFS)) fixTypeof(draft, first, last);
  else if (table.isIn(first, TYPE_STARTS) || table.isIn(first, STORAGE)) fixType(draft, first, last);
  else if (table.word[first] === 0) fixNamed(draft, first, last);
  dropDanglingOperator(draft, first, last);
  separateCalls(draft, first, last);
}

/** True for `1k` and its like, which macros paste into names. */
function isOddNumber(draft: Draft, row: number): boolean {
  if (draft.table.kind[row] !== NUMBER) return false;
  return !/^(?:0[xX][\da-fA-F.]*(?:[pP][+-]?\d+)?|0[bB][01]+|[\d.]+(?:[eE][+-]?\d+)?)[uUlLfF]*$/.test(draft.word(row));
}

/** `MACRO(a) MACRO(b)` in one argument: a blank between them becomes a comma. */
function separateCalls(draft: Draft, first: number, last: number): void {
  const { table } = draft;
  for (let row = first; row < last; row = draft.next(row)) {
    const end = table.isName(row) ? draft.callEnd(row) : -1;
    const after = draft.next(Math.max(row, end));
    if (end > 0 && after <= last && table.isName(after)) {
      const at = blankBetween(draft, end, after);
      if (at >= 0) draft.canvas.write(at, ',');
    }
    row = Math.max(draft.skip(row), end);
  }
}

function fixOperator(draft: Draft, first: number, last: number): void {
  const word = draft.word(first);
  if (isAllOperators(draft, first, last)) {
    makeName(draft, first, last);
    return;
  }
  if (draft.isPunct(first, OPEN_BRACKET)) {
    fixIndex(draft, first);
    return;
  }
  if (draft.isPunct(first, OPEN_BRACE) && draft.roleInside(first) === INITIALISER && draft.closer(first) === last) {
    makeList(draft, first, last);
    return;
  }
  if (!PREFIXES.has(word)) {
    draft.drop(first);
    const next = draft.next(first);
    if (next <= last) fixArgument(draft, next, last);
    return;
  }
  dropDanglingOperator(draft, first, last);
}

function isAllOperators(draft: Draft, first: number, last: number): boolean {
  for (let row = first; row <= last; row = draft.next(row)) {
    if (draft.table.kind[row] !== PUNCT || draft.isCloser(row) || draft.skip(row) > row) return false;
  }
  return true;
}

/** A list of values `{ a, b }` becomes `(a, b)`. */
function makeList(draft: Draft, first: number, last: number): void {
  if (draft.next(first) === last) {
    makeName(draft, first, last);
    return;
  }
  draft.makeParentheses(first, last);
  fixArguments(draft, first);
}

/** `[index] = value` becomes `value`, `[name]` becomes `name`. */
function fixIndex(draft: Draft, open: number): void {
  const close = draft.closer(open);
  if (close < 0) return;
  const after = draft.next(close);
  if (draft.isPunct(after, EQUALS)) draft.remove(open, after);
  else {
    draft.drop(open);
    draft.drop(close);
  }
}

/** An operator after the last operand goes: `CHECK(a ==, b)`. A `*` there ends a type. */
function dropDanglingOperator(draft: Draft, first: number, last: number): void {
  const { table } = draft;
  if (last <= first || draft.isGone(last) || table.kind[last] !== PUNCT) return;
  if (!SUFFIXES.has(draft.word(last))) draft.drop(last);
}

/** `typeof(x) *` becomes `int`, as `typeof(x)` does later. */
function fixTypeof(draft: Draft, first: number, last: number): void {
  const end = draft.callEnd(first);
  if (end < 0 || end >= last) return;
  let row = draft.next(end);
  while (row <= last && (draft.isPunct(row, STAR) || draft.table.isIn(row, QUALIFIERS))) row = draft.next(row);
  if (row > last) draft.remove(draft.next(end), last);
}

/** An argument that begins with a word of a type: a type is made one name, a declaration its name alone. */
function fixType(draft: Draft, first: number, last: number): void {
  const { table } = draft;
  let row = first;
  let sawTag = false;
  while (row <= last && table.isIdent(row)) {
    if (table.isIn(row, AGGREGATES) && table.isIdent(draft.next(row))) {
      row = draft.next(row);
      sawTag = true;
    } else if (!table.isIn(row, TYPE_STARTS) && !table.isIn(row, STORAGE)) break;
    row = draft.next(row);
  }
  const onlyQualifiers = !sawTag && isQualified(draft, first, row);
  if (onlyQualifiers && row <= last && table.isIdent(row)) row = draft.next(row);
  while (row <= last && (draft.isPunct(row, STAR) || table.isIn(row, QUALIFIERS))) row = draft.next(row);
  if (row <= last && table.isIdent(row)) draft.remove(first, draft.previous(row));
  else if (row <= last && draft.isPunct(row, OPEN_BRACE)) makeName(draft, first, draft.skip(row));
  else if (row > last || draft.isPunct(row, OPEN_PAREN) || draft.isPunct(row, OPEN_BRACKET))
    makeName(draft, first, last);
  else if (draft.previous(row) >= first) makeName(draft, first, draft.previous(row));
}

/** True when only qualifiers and storage words stand between two rows. */
function isQualified(draft: Draft, first: number, end: number): boolean {
  for (let row = first; row < end; row = draft.next(row)) {
    if (!draft.table.isIn(row, QUALIFIERS) && !draft.table.isIn(row, STORAGE)) return false;
  }
  return true;
}

/** An argument that begins with a name: `u32 *` is a type, `u32 x` a declaration. */
function fixNamed(draft: Draft, first: number, last: number): void {
  const { table } = draft;
  let row = draft.next(first);
  while (row <= last && (draft.isPunct(row, STAR) || table.isIn(row, QUALIFIERS))) row = draft.next(row);
  if (row > last) {
    if (last > first) makeName(draft, first, last);
  } else if (draft.previous(row) === first && table.isIdent(row)) {
    draft.drop(first);
    fixArgument(draft, row, last);
  } else if (draft.previous(row) !== first && draft.isPunct(row, OPEN_PAREN) && draft.isPunct(draft.next(row), STAR)) {
    if (draft.skip(row) < last) makeName(draft, first, last); // the type of a pointer to function
  }
}

/** Makes one name of a range of tokens; where it covers several lines, of what stands on the first. */
export function makeName(draft: Draft, first: number, last: number): void {
  const { canvas } = draft;
  const end = draft.end(last);
  let at = draft.start(first);
  const isKeyword = first === last && draft.table.word[first] !== 0;
  if (isKeyword) canvas.write(at, '_');
  for (; at < end && canvas.codeAt(at) !== LF; at++) {
    if (!isNameCode(canvas.codeAt(at))) canvas.write(at, '_');
  }
  canvas.blank(at, end);
  for (let row = first + 1; row <= last; row++) draft.table.kind[row] = 0;
  draft.table.word[first] = 0;
}

function isNameCode(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || (code >= 48 && code <= 57) || code === UNDERSCORE || code > 127;
}

/** Statements among the arguments of a macro that stands in an expression: what they compute is kept, how they flow is not. */
function fixStatements(draft: Draft, open: number, close: number): void {
  for (let row = draft.next(open); row < close; row = draft.next(row)) {
    if (draft.isPunct(row, SEMICOLON)) separate(draft, row);
    else if (draft.table.isIn(row, STATEMENTS)) unstate(draft, row, close);
    row = draft.skip(row);
  }
}

/** A semicolon becomes a comma, or a blank where nothing follows. */
function separate(draft: Draft, row: number): void {
  const { table } = draft;
  const next = draft.next(row);
  const before = draft.previous(row);
  const ends = draft.isCloser(next) || draft.isPunct(next, COMMA) || draft.isPunct(next, SEMICOLON);
  if (ends || draft.isPunct(before, COMMA) || draft.isPunct(before, OPEN_PAREN)) {
    draft.drop(row);
    return;
  }
  draft.write(row, ',');
  table.char[row] = COMMA;
}

function unstate(draft: Draft, row: number, close: number): void {
  const { table } = draft;
  const next = draft.next(row);
  const isBare = next === close || draft.isPunct(next, COMMA) || draft.isPunct(next, SEMICOLON);
  const word = table.word[row];
  if (isBare) makeName(draft, row, row);
  else if (word === RETURN_WORD || word === GOTO_WORD || word === ELSE_WORD) draft.drop(row);
  else if (table.isIn(row, HEADED) && draft.isPunct(next, OPEN_PAREN)) {
    draft.drop(row); // the condition stays as an operand of its own
    const end = draft.closer(next);
    const after = draft.next(end);
    if (end < 0 || after >= close || draft.isCloser(after)) return;
    if (!draft.isPunct(after, SEMICOLON) && !draft.isPunct(after, COMMA)) joinAfter(draft, end, after);
  } else makeName(draft, row, row);
}

/** Writes a comma between a condition and what follows it, or makes the two one operand. */
function joinAfter(draft: Draft, end: number, after: number): void {
  const at = blankBetween(draft, end, after);
  if (at >= 0) draft.canvas.write(at, ',');
  else if (draft.isPunct(after, OPEN_BRACE)) draft.remove(after, draft.skip(after));
}
