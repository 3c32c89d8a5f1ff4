/** Macros that stand as a statement and take statements as arguments: the statements are kept as such. */

import { blankBetween, fixArgument } from './arguments.ts';
import { BLOCK } from './brace-roles.ts';
import { CLOSE_BRACE, CLOSE_PAREN, COMMA, OPEN_BRACE, SEMICOLON } from './brackets.ts';
import type { Draft } from './draft.ts';
import { STATEMENTS } from './words.ts';

/** Rewrites `NAME(statements);` as a block and `NAME(args, statements);` as an `if`; -1 where there are no statements. */
export function fixStatementMacro(draft: Draft, row: number, end: number): number {
  const open = draft.next(row);
  const after = draft.next(end);
  const separator = beforeStatements(draft, open, end);
  if (separator < 0) return -1;
  const last = draft.previous(end);
  const isEnded = draft.isPunct(last, SEMICOLON) || draft.isPunct(last, CLOSE_BRACE);
  // a last statement without its semicolon needs room for one beside the brace
  if (!isEnded && (!draft.isPunct(after, SEMICOLON) || draft.start(after) !== draft.end(end))) return -1;
  const first = draft.next(separator);
  if (separator === open) {
    draft.drop(row);
    draft.write(open, '{');
  } else if (!splitHead(draft, row, separator)) return -1;
  dropEmptyParts(draft, separator, end);
  draft.makeBlock(separator, isEnded ? end : after);
  if (isEnded) {
    draft.write(end, '}');
    if (draft.isPunct(after, SEMICOLON)) draft.drop(after);
  } else {
    draft.write(end, ';');
    draft.write(after, '}');
  }
  return first;
}

/** The parenthesis or comma after which statements begin, -1 where none do. */
function beforeStatements(draft: Draft, open: number, end: number): number {
  let separator = open;
  for (let row = draft.next(open); row < end; row = draft.next(row)) {
    if (draft.isPunct(row, COMMA)) separator = row;
    else if (draft.isPunct(row, SEMICOLON)) return separator;
    else if (draft.table.isIn(row, STATEMENTS) && draft.previous(row) === separator) return separator;
    else if (draft.isPunct(row, OPEN_BRACE) && draft.isPunct(draft.previous(row), CLOSE_PAREN)) {
      if (draft.roleInside(row) === BLOCK) return separator;
    }
    row = draft.skip(row);
  }
  return -1;
}

/** Makes `NAME(args,` into `if (args) {`; false where there is no room for the brace. */
function splitHead(draft: Draft, row: number, comma: number): boolean {
  const at = blankBetween(draft, comma, draft.next(comma));
  if (at < 0 || draft.length(row) < 2) return false;
  const open = draft.next(row);
  let from = draft.next(open);
  for (const to of draft.commas(open)) {
    if (to > comma) break;
    const last = draft.previous(to);
    if (from <= last) fixArgument(draft, from, last);
    from = draft.next(to);
  }
  draft.write(row, 'if');
  draft.write(comma, ')');
  draft.canvas.write(at, '{');
  return true;
}

/** `a; , b;` separates two arguments: the comma goes. */
function dropEmptyParts(draft: Draft, separator: number, end: number): void {
  for (let row = draft.next(separator); row < end; row = draft.next(row)) {
    const isComma = draft.isPunct(row, COMMA);
    if (isComma && draft.isPunct(draft.previous(row), SEMICOLON)) draft.drop(row);
    row = draft.skip(row);
  }
}
