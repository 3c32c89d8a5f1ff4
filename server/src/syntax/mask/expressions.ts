/** Rules for words that may stand in any expression or declaration: `typeof`, `asm`, `offsetof`, calls, strings. */

import { NUMBER, PUNCT, STRING } from '../../scan/tokenizer.ts';
import { fixArguments } from './arguments.ts';
import { FILE, INITIALISER } from './brace-roles.ts';
import { CLOSE_BRACKET, CLOSE_PAREN, EQUALS, OPEN_PAREN, PLUS, SEMICOLON } from './brackets.ts';
import { fixCast } from './declarations.ts';
import type { Draft } from './draft.ts';
import { ASMS, BASIC_TYPES, keyword, QUALIFIERS, STORAGE, TYPEOFS } from './words.ts';

const AUTO_TYPE_WORD = keyword('__auto_type');
const OFFSETOF_WORDS: ReadonlySet<number> = new Set([keyword('offsetof'), keyword('__builtin_offsetof')]);
const ALIGNOF_WORDS: ReadonlySet<number> = new Set([keyword('__alignof__'), keyword('_Alignof'), keyword('alignof')]);
const GOTO_WORD = keyword('goto');

/** Rewrites what begins at a token, if anything does; returns the row to go on with. */
export function fixExpression(draft: Draft, row: number): number {
  const { table } = draft;
  if (table.kind[row] === STRING) return fixAfterString(draft, row);
  if (draft.isPunct(row, OPEN_PAREN) && !draft.isInHead(row)) fixCast(draft, row);
  if (!table.isIdent(row)) return row + 1;
  const word = table.word[row] ?? 0;
  if (word === 0) {
    return followsOperand(draft, row) || precedesText(draft, row) ? dropWord(draft, row) : fixCall(draft, row);
  }
  if (table.isIn(row, TYPEOFS)) return fixTypeof(draft, row, word);
  if (table.isIn(row, ASMS)) return fixAsm(draft, row);
  if (OFFSETOF_WORDS.has(word)) return fixOffsetof(draft, row);
  if (ALIGNOF_WORDS.has(word)) draft.write(row, 'sizeof'); // the grammar's `alignof` takes types only
  return row + 1;
}

/** `typeof(x)` becomes `int`: the lowering reads the operand from the source. */
function fixTypeof(draft: Draft, row: number, word: number): number {
  if (word === AUTO_TYPE_WORD) {
    draft.write(row, 'int');
    return row + 1;
  }
  const end = draft.callEnd(row);
  if (end < 0) return row + 1;
  draft.write(row, 'int');
  draft.remove(draft.next(row), end);
  return end + 1;
}

/** The text of an assembler statement goes, and the statement becomes a call; a symbol's assembler name goes. */
function fixAsm(draft: Draft, row: number): number {
  const { table } = draft;
  let open = draft.next(row);
  while (
    open < draft.count &&
    (table.isIn(open, QUALIFIERS) || table.isIn(open, STORAGE) || table.word[open] === GOTO_WORD)
  ) {
    open = draft.next(open);
  }
  if (!draft.isPunct(open, OPEN_PAREN) || draft.closer(open) < 0) return row + 1;
  const end = draft.closer(open);
  const before = draft.previous(row);
  const named =
    before >= 0 && (table.isName(before) || draft.isPunct(before, CLOSE_PAREN) || draft.isPunct(before, CLOSE_BRACKET));
  if (named && !draft.startsStatement(row)) {
    draft.remove(row, end);
    return end + 1;
  }
  if (open > row + 1) draft.remove(row + 1, open - 1);
  draft.remove(open + 1, end - 1);
  draft.canvas.write(draft.start(row), 'A');
  table.word[row] = 0;
  return end + 1;
}

/** The grammar's `offsetof` takes a plain member only; as a call it takes `member[1].x` too. */
function fixOffsetof(draft: Draft, row: number): number {
  const end = draft.callEnd(row);
  if (end < 0) return row + 1;
  draft.canvas.write(draft.start(row), 'O');
  fixArguments(draft, draft.next(row));
  return row + 2;
}

/** True for a name right after an operand of an operator: a macro that holds the operator, as in `x = y SHIFTED;`. */
function followsOperand(draft: Draft, row: number): boolean {
  const { table } = draft;
  const before = draft.previous(row);
  if (before < 0 || (!table.isName(before) && table.kind[before] !== NUMBER)) return false;
  if (table.kind[before] === NUMBER) return true;
  if (draft.callEnd(row) > 0) return false;
  const operator = draft.previous(before);
  const after = draft.next(row);
  const ends = draft.isPunct(after, SEMICOLON) || draft.isPunct(after, CLOSE_PAREN);
  const assigns = draft.isPunct(operator, EQUALS) || (table.width[operator] === 2 && table.char[operator] !== PLUS);
  return ends && operator >= 0 && assigns && table.kind[operator] === PUNCT && draft.word(operator) !== '->';
}

/** True for a name before another one and a string: the grammar has one name at most before the first string. */
function precedesText(draft: Draft, row: number): boolean {
  const next = draft.next(row);
  return draft.table.isName(next) && draft.table.kind[draft.next(next)] === STRING;
}

function dropWord(draft: Draft, row: number): number {
  const end = Math.max(row, draft.callEnd(row));
  draft.remove(row, end);
  return end + 1;
}

function fixCall(draft: Draft, row: number): number {
  const { table } = draft;
  const open = draft.next(row);
  if (!draft.isPunct(open, OPEN_PAREN) || draft.closer(open) < 0 || draft.isInHead(row)) return row + 1;
  if (draft.roleAt(row) === FILE || isDeclared(draft, row)) return row + 1;
  const end = draft.closer(open);
  fixArguments(draft, open);
  if (table.kind[draft.next(end)] === STRING) dropBeforeString(draft, row, end);
  return open + 1;
}

/** True for the name in a local prototype such as `int f(struct x *)`. */
function isDeclared(draft: Draft, row: number): boolean {
  const before = draft.previous(row);
  if (before < 0) return false;
  return draft.table.isIn(before, BASIC_TYPES) || (draft.table.isName(before) && draft.roleAt(row) !== INITIALISER);
}

/** `MACRO(x) "text"`: a call among strings goes, for the grammar has only names there. */
function dropBeforeString(draft: Draft, row: number, end: number): void {
  const before = draft.previous(row);
  if (before < 0 || draft.table.isName(before)) return;
  draft.remove(row, end);
}

/** `"text" MACRO(x) "text"` and `"text" MACRO(x)`. */
function fixAfterString(draft: Draft, row: number): number {
  const { table } = draft;
  let next = draft.next(row);
  while (table.isName(next) && draft.callEnd(next) > 0) {
    const end = draft.callEnd(next);
    draft.remove(next, end);
    next = draft.next(end);
  }
  return row + 1;
}
