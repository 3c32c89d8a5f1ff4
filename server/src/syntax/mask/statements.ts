/** Rules for what begins a statement: macros that loop, macros without a semicolon, `case` ranges, labels. */

import { NUMBER, PUNCT, STRING } from '../../scan/tokenizer.ts';
import { fixArguments } from './arguments.ts';
import { BLOCK } from './brace-roles.ts';
import {
  CLOSE_BRACE,
  COLON,
  DOT,
  EQUALS,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  COMMA,
  OPEN_PAREN,
  PLUS,
  QUESTION,
  SEMICOLON,
  STAR,
} from './brackets.ts';
import { fixLocalDeclaration } from './declarations.ts';
import type { Draft } from './draft.ts';
import { isIndentedUnder } from './layout.ts';
import { fixStatementMacro } from './statement-macros.ts';
import { GONE } from './token-table.ts';
import { HEADED, keyword, SPECIFIERS, STATEMENTS, TYPE_STARTS } from './words.ts';

const CASE_WORD = keyword('case');
const DO_WORD = keyword('do');
const ELSE_WORD = keyword('else');
const GOTO_WORD = keyword('goto');
const LABEL_WORD = keyword('__label__');

/** Macros that take the place of a loop's head even where the next line is not indented under them. */
const LOOP_NAME = /for_each|foreach|_each_|each_entry/;

/** How many tokens the search for what belongs to a statement looks at: text that is being typed may have no end. */
const REACH = 500;

/** Rewrites the statement that begins at a row; returns the row to go on with, or -1 where no rule applies. */
export function fixStatement(draft: Draft, row: number): number {
  const { table } = draft;
  if (!table.isIdent(row)) return -1;
  const word = table.word[row] ?? 0;
  if (word === CASE_WORD) return fixCase(draft, row);
  if (word === GOTO_WORD && draft.isPunct(draft.next(row), STAR)) draft.drop(row); // `goto *target`
  if (word === LABEL_WORD) return dropLabelDeclaration(draft, row);
  if (table.isIn(row, SPECIFIERS)) return fixLocalDeclaration(draft, row);
  if (table.isIn(row, HEADED)) return fixHeaded(draft, row);
  if (word !== 0) return -1;
  const next = draft.next(row);
  if (draft.isPunct(next, OPEN_PAREN)) return fixMacro(draft, row);
  if (draft.isPunct(next, COLON)) return fixLabel(draft, next);
  if (table.isIdent(next) || draft.isPunct(next, CLOSE_BRACE) || draft.isPunct(next, OPEN_BRACE)) {
    return fixLoneWord(draft, row, next);
  }
  if (draft.isPunct(next, STAR)) return fixLocalDeclaration(draft, row);
  return -1;
}

/** `if MACRO(...)`, where the macro brings the parentheses: the condition's stay. */
function fixHeaded(draft: Draft, row: number): number {
  const name = draft.next(row);
  if (!draft.table.isName(name) || draft.callEnd(name) < 0) return -1;
  draft.drop(name);
  fixArguments(draft, draft.next(row));
  return draft.next(row) + 1;
}

/** `case A ... B:` becomes `case A:`. */
function fixCase(draft: Draft, row: number): number {
  const { table } = draft;
  let ellipsis = -1;
  for (let at = draft.next(row); at < Math.min(draft.count, row + REACH); at = draft.next(at)) {
    if (draft.isPunct(at, COLON)) {
      if (ellipsis >= 0) draft.remove(ellipsis, draft.previous(at));
      return row + 1;
    }
    if (table.char[at] === DOT && table.width[at] === 3) ellipsis = at;
    if (draft.isPunct(at, QUESTION) || draft.isPunct(at, SEMICOLON) || draft.isPunct(at, OPEN_BRACE)) return row + 1;
    at = draft.skip(at);
  }
  return row + 1;
}

function dropLabelDeclaration(draft: Draft, row: number): number {
  let end = draft.next(row);
  while (end < draft.count && !draft.isPunct(end, SEMICOLON)) end = draft.next(end);
  draft.remove(row, draft.previous(end));
  return end;
}

/** A label at the end of a block needs a statement after it: its colon becomes a semicolon. */
function fixLabel(draft: Draft, colon: number): number {
  if (draft.isPunct(draft.next(colon), CLOSE_BRACE)) draft.write(colon, ';');
  return colon + 1;
}

/** `NAME(...)` at the start of a statement. */
function fixMacro(draft: Draft, row: number): number {
  const { table } = draft;
  const end = draft.callEnd(row);
  if (end < 0) return -1;
  const after = draft.next(end);
  if (isWhileOfDo(draft, row, after)) return makeHead(draft, row, end, 'while');
  if (draft.isPunct(after, OPEN_BRACE) && draft.roleInside(after) === BLOCK) return fixHead(draft, row, end);
  const rewritten = fixStatementMacro(draft, row, end);
  if (rewritten >= 0) return rewritten;
  if (draft.isPunct(after, EQUALS) && draft.isPunct(draft.next(after), OPEN_BRACE))
    return fixLocalDeclaration(draft, row);
  if (!beginsStatement(draft, after)) return -1;
  if (table.lineStart[after] !== 1 && table.isIn(after, SPECIFIERS)) {
    draft.remove(row, end); // an attribute of the declaration that follows
    return end + 1;
  }
  if (isTypeMacro(draft, row, after)) return fixLocalDeclaration(draft, row);
  const endsBlock = draft.isPunct(after, CLOSE_BRACE) || table.word[after] === ELSE_WORD || isCaseLabel(draft, after);
  if (endsBlock) return terminate(draft, row, end);
  if (table.lineStart[after] !== 1 || LOOP_NAME.test(draft.word(row))) return fixHead(draft, row, end);
  return isIndentedUnder(draft, row, after) ? fixHead(draft, row, end) : terminate(draft, row, end);
}

/** True for `NAME(type) name`, with what can follow a declared name. */
function isTypeMacro(draft: Draft, row: number, after: number): boolean {
  const { table } = draft;
  if (!table.isName(after) || table.lineStart[after] === 1 || LOOP_NAME.test(draft.word(row))) return false;
  const past = draft.next(after);
  const declares = [SEMICOLON, EQUALS, COMMA, OPEN_BRACKET].some((code) => draft.isPunct(past, code));
  const argument = draft.next(draft.next(row));
  return declares && (table.isIn(argument, TYPE_STARTS) || isCapital(draft, row));
}

function isCapital(draft: Draft, row: number): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(draft.word(row));
}

/** True for `NAME(...)` in place of the `while (...)` that ends a `do`. */
function isWhileOfDo(draft: Draft, row: number, after: number): boolean {
  const before = draft.previous(row);
  if (!draft.isPunct(after, SEMICOLON) || !draft.isPunct(before, CLOSE_BRACE)) return false;
  const opener = draft.table.match[before] ?? -1;
  return opener > 0 && draft.table.word[draft.previous(opener)] === DO_WORD;
}

/** True for a token that cannot continue `NAME(...)` as an expression. */
function beginsStatement(draft: Draft, row: number): boolean {
  const { table } = draft;
  if (row >= draft.count) return false;
  if (table.isIdent(row)) return true;
  if (table.kind[row] === STRING || table.kind[row] === NUMBER) return false;
  if (draft.isPunct(row, CLOSE_BRACE)) return true;
  const isStep =
    table.width[row] === 2 && (table.char[row] === PLUS || table.char[row] === MINUS) && !isArrow(draft, row);
  return table.lineStart[row] === 1 && (isStep || draft.isPunct(row, STAR) || draft.isPunct(row, OPEN_PAREN));
}

function isArrow(draft: Draft, row: number): boolean {
  return draft.word(row) === '->';
}

function isCaseLabel(draft: Draft, row: number): boolean {
  const word = draft.word(row);
  if (word === 'case' || word === 'default') return true;
  return draft.table.isName(row) && draft.isPunct(draft.next(row), COLON);
}

/** A macro before the statement that it governs: a loop as a rule, `if` where an `else` follows. */
function fixHead(draft: Draft, row: number, end: number): number {
  const open = draft.next(row);
  const isShort = draft.length(row) < 'while'.length;
  if (draft.next(open) === end || draft.length(row) < 2) {
    draft.remove(row, end);
    return end + 1;
  }
  return makeHead(draft, row, end, isShort || elseFollows(draft, end) ? 'if' : 'while');
}

function makeHead(draft: Draft, row: number, end: number, word: 'if' | 'while'): number {
  const open = draft.next(row);
  if (draft.length(row) < word.length) return end + 1;
  draft.write(row, word);
  draft.table.word[row] = keyword(word);
  fixArguments(draft, open);
  return open + 1;
}

/** True where the statement after a head is followed by an `else` of the head's own. */
function elseFollows(draft: Draft, end: number): boolean {
  if (draft.table.isIn(draft.next(end), HEADED)) return false; // an `else` belongs to an `if` in there
  const limit = Math.min(draft.count, end + REACH);
  for (let row = draft.next(end); row < limit; row = draft.next(row)) {
    const isBlock = draft.isPunct(row, OPEN_BRACE);
    row = draft.skip(row);
    if (isBlock || draft.isPunct(row, SEMICOLON)) return draft.table.word[draft.next(row)] === ELSE_WORD;
    if (draft.isPunct(row, CLOSE_BRACE)) return false;
  }
  return false;
}

/**
 * Ends a macro that has no semicolon: a blank after it becomes one. Where there is none, the parenthesis does, and the
 * arguments are left as an expression.
 */
function terminate(draft: Draft, row: number, end: number): number {
  const open = draft.next(row);
  const { canvas } = draft;
  const isEmpty = draft.next(open) === end;
  if (canvas.codeAt(draft.end(end)) === 32 && draft.table.lineStart[draft.next(end)] !== 1) {
    fixArguments(draft, open);
    canvas.write(draft.end(end), ';');
    draft.table.char[end] = SEMICOLON; // what follows begins a statement
    return open + 1;
  }
  if (isEmpty) return makeEmpty(draft, row, end);
  fixArguments(draft, open);
  canvas.blank(draft.start(row), draft.end(open));
  draft.write(end, ';');
  draft.table.char[end] = SEMICOLON;
  return open + 1;
}

/** A word alone where a statement stands: a macro that holds no expression goes. */
function fixLoneWord(draft: Draft, row: number, next: number): number {
  const { table } = draft;
  const isLabel = table.isName(next) && draft.isPunct(draft.next(next), COLON);
  const breaksLine = table.lineStart[next] === 1;
  if (draft.isPunct(next, OPEN_BRACE)) {
    draft.drop(row); // the head of a block
    return row + 1;
  }
  if (table.isIn(next, STATEMENTS) || draft.isPunct(next, CLOSE_BRACE)) return makeEmpty(draft, row, row);
  if (breaksLine && (isLabel || isCapital(draft, row))) return makeEmpty(draft, row, row);
  return fixLocalDeclaration(draft, row);
}

/** Makes an empty statement of a range of tokens, so that an `if` before it keeps its body. */
function makeEmpty(draft: Draft, first: number, last: number): number {
  const { table } = draft;
  draft.canvas.replace(draft.start(first), draft.end(last), ';');
  table.kind[first] = PUNCT;
  table.char[first] = SEMICOLON;
  table.width[first] = 1;
  for (let row = first + 1; row <= last; row++) table.kind[row] = GONE;
  return last + 1;
}
