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
  if (draft.isPunct(draft.next(separator), OPEN_BRACE)) return unwrapBlock(draft, row, separator, end);
  const isEnded = draft.isPunct(last, SEMICOLON) || draft.isPunct(last, CLOSE_BRACE);
  // a last statement without its semicolon needs room for one beside the brace
  if (!isEnded && (!draft.isPunct(after, SEMICOLON) || draft.start(after) !== draft.end(end))) return -1;
  const first = draft.next(separator);
  if (separator === open) {
    draft.drop(row);
    draft.write(open, '{');
  } else if (!splitHead(draft, row, separator)) return -1;
  separateStatements(draft, separator, end);
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

/** `NAME(args, { ... })` without a semicolon becomes `if (args) { ... }`, and `NAME({ ... })` the block alone. */
function unwrapBlock(draft: Draft, row: number, separator: number, end: number): number {
  const block = draft.next(separator);
  if (draft.closer(block) !== draft.previous(end)) return -1;
  const open = draft.next(row);
  if (separator === open) draft.remove(row, open);
  else {
    fixArgumentsBefore(draft, open, separator);
    draft.write(row, 'if');
    draft.write(separator, ')');
  }
  draft.drop(end);
  return block + 1;
}

/** The parenthesis or comma after which statements begin, -1 where none do. */
function beforeStatements(draft: Draft, open: number, end: number): number {
  let separator = open;
  for (let row = draft.next(open); row < end; row = draft.next(row)) {
    if (draft.isPunct(row, COMMA)) separator = row;
    else if (draft.isPunct(row, SEMICOLON)) return separator;
    else if (draft.table.isIn(row, STATEMENTS) && draft.previous(row) === separator) return separator;
    else if (draft.isPunct(row, OPEN_BRACE) && draft.roleInside(row) === BLOCK) {
      const before = draft.previous(row);
      const endsHead = draft.isPunct(before, CLOSE_PAREN);
      if (endsHead || (before === separator && !draft.isPunct(draft.next(end), SEMICOLON))) return separator;
    }
    row = draft.skip(row);
  }
  return -1;
}

/** Makes `NAME(args,` into `if (args) {`; false where there is no room for the brace. */
function splitHead(draft: Draft, row: number, comma: number): boolean {
  const at = blankBetween(draft, comma, draft.next(comma));
  if (at < 0 || draft.length(row) < 2) return false;
  fixArgumentsBefore(draft, draft.next(row), comma);
  draft.write(row, 'if');
  draft.write(comma, ')');
  draft.canvas.write(at, '{');
  return true;
}

/** Rewrites the arguments before a comma. */
function fixArgumentsBefore(draft: Draft, open: number, comma: number): void {
  let from = draft.next(open);
  for (const to of draft.commas(open)) {
    if (to > comma) break;
    const last = draft.previous(to);
    if (from <= last) fixArgument(draft, from, last);
    from = draft.next(to);
  }
}

/** The comma of `a; , b;` goes, that of `return a, return b` becomes a semicolon. */
function separateStatements(draft: Draft, separator: number, end: number): void {
  for (let row = draft.next(separator); row < end; row = draft.next(row)) {
    if (draft.isPunct(row, COMMA)) {
      const before = draft.previous(row);
      if (draft.isPunct(before, SEMICOLON) || draft.isPunct(before, CLOSE_BRACE)) draft.drop(row);
      else if (draft.table.isIn(draft.next(row), STATEMENTS)) endStatement(draft, row);
    }
    row = draft.skip(row);
  }
}

function endStatement(draft: Draft, comma: number): void {
  draft.write(comma, ';');
  draft.table.char[comma] = SEMICOLON;
}
