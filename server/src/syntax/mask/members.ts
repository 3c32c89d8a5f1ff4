/** Rules for the members of a struct, the elements of an enum and those of an initialiser. */

import { blankBetween, fixArguments } from './arguments.ts';
import { CLOSE_BRACE, COMMA, EQUALS, OPEN_BRACE, OPEN_PAREN, SEMICOLON, STAR } from './brackets.ts';
import { dropAfterBracket, dropUnnamedWidths, endOfDeclaration, fixSpecifiers } from './declarations.ts';
import type { Draft } from './draft.ts';
import { STORAGE } from './words.ts';

/** Rewrites a member that begins at a row; returns the row to go on with, or -1 where the row begins none. */
export function fixMember(draft: Draft, row: number): number {
  const { table } = draft;
  if (!beginsMember(draft, row) || !table.isIdent(row)) return -1;
  let name = row;
  while (table.isIn(name, STORAGE)) name = draft.next(name);
  const end = table.isName(name) ? draft.callEnd(name) : -1;
  if (end > 0 && !draft.isPunct(draft.next(draft.next(name)), STAR)) {
    const after = draft.next(end);
    if (draft.isPunct(after, SEMICOLON)) return removeTo(draft, row, after);
    if (isNewMember(draft, after)) return removeTo(draft, row, end);
  }
  const next = draft.next(row);
  if (table.isName(row) && isNewMember(draft, next) && table.lineStart[next] === 1 && !isDeclared(draft, next)) {
    return removeTo(draft, row, row);
  }
  fixDeclarators(draft, fixSpecifiers(draft, row));
  return row + 1;
}

/** Attributes after the brackets of a member: `char data[] ALIGNED;`, `struct { ... } PACKED x;`. */
function fixDeclarators(draft: Draft, first: number): void {
  const end = endOfDeclaration(draft, first);
  dropUnnamedWidths(draft, first, end);
  for (let row = first; row < end; row = draft.next(row)) {
    const closer = draft.skip(row);
    if (closer > row) dropAfterBracket(draft, closer, end);
    row = closer;
  }
}

function removeTo(draft: Draft, first: number, last: number): number {
  draft.remove(first, last);
  return last + 1;
}

function beginsMember(draft: Draft, row: number): boolean {
  const before = draft.previous(row);
  if (before < 0 || draft.table.isDirective(before)) return true;
  return draft.isPunct(before, SEMICOLON) || draft.isPunct(before, OPEN_BRACE) || draft.isPunct(before, CLOSE_BRACE);
}

/** True for what can begin a member but not continue one that ended with a parenthesis. */
function isNewMember(draft: Draft, row: number): boolean {
  return draft.table.isIdent(row) || draft.isPunct(row, CLOSE_BRACE) || draft.table.isDirective(row);
}

/** True for a name that ends a member whose type stands on the line before. */
function isDeclared(draft: Draft, row: number): boolean {
  const next = draft.next(row);
  return draft.table.isName(row) && (draft.isPunct(next, SEMICOLON) || draft.isPunct(next, COMMA));
}

/** The grammar has only names as enumerators: `NAME(args)` keeps the macro's name, and a list's macro goes. */
export function fixEnumerator(draft: Draft, row: number): number {
  if (!beginsElement(draft, row) || !draft.table.isName(row)) return -1;
  const end = draft.callEnd(row);
  if (end < 0) return draft.table.isName(draft.next(row)) ? removeTo(draft, row, row) : -1;
  const after = draft.next(end);
  const isElement = draft.isPunct(after, COMMA) || draft.isPunct(after, CLOSE_BRACE) || draft.isPunct(after, EQUALS);
  return removeTo(draft, isElement ? draft.next(row) : row, end);
}

/** Macros without a comma after them in an initialiser: a blank becomes the comma, or the macro goes. */
export function fixElement(draft: Draft, row: number): number {
  const { table } = draft;
  if (!beginsElement(draft, row) || !table.isName(row)) return -1;
  const call = draft.callEnd(row);
  const end = call > 0 ? call : row;
  const after = draft.next(end);
  const isAlone = table.isName(after); // two elements without a comma, or the name of a list
  if (!beginsAnother(draft, after) || (table.lineStart[after] !== 1 && !isAlone)) return -1;
  if (call > 0) fixArguments(draft, draft.next(row));
  const at = call < 0 && table.lineStart[after] !== 1 ? -1 : blankBetween(draft, end, after);
  if (at < 0) return removeTo(draft, row, end);
  draft.canvas.write(at, ',');
  return row + 1;
}

function beginsElement(draft: Draft, row: number): boolean {
  const before = draft.previous(row);
  return draft.isPunct(before, COMMA) || draft.isPunct(before, OPEN_BRACE) || draft.isCloser(before);
}

function beginsAnother(draft: Draft, row: number): boolean {
  const { table } = draft;
  if (table.isName(row)) return true;
  const first = draft.word(row);
  return row < draft.count && (first === '.' || first === '{' || first === '[') && !draft.isPunct(row, OPEN_PAREN);
}
