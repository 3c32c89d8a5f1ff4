/**
 * Removes from declarations the words that no dictionary knows.
 *
 * C has few places for a name in a declaration: one for the type, if no keyword says it, and one for what is declared.
 * Any further name is a macro for an attribute.
 */

import { DIRECTIVE, IDENT } from '../../scan/tokenizer.ts';
import { fixArgument, fixArguments } from './arguments.ts';
import { CLOSE_BRACE, COLON, COMMA, EQUALS, OPEN_BRACE, OPEN_PAREN, SEMICOLON, STAR } from './brackets.ts';
import type { Draft } from './draft.ts';
import { AGGREGATES, BASIC_TYPES, QUALIFIERS, STORAGE, TYPEOFS } from './words.ts';

/** The words before a declarator or in it, up to the first token that is none. */
interface Run {
  /** Rows of names that are neither keywords nor tags. */
  readonly names: readonly number[];
  /** True where a keyword or a tag says the type. */
  readonly typed: boolean;
  /** The row after the words. */
  readonly end: number;
}

/** Reads the words from a row on; a `typeof(...)` counts as a type. */
function readRun(draft: Draft, first: number): Run {
  const { table } = draft;
  const names: number[] = [];
  let typed = false;
  let row = first;
  while (row < draft.count && table.kind[row] === IDENT) {
    if (table.isIn(row, AGGREGATES)) {
      typed = true;
      if (table.isName(draft.next(row))) row = draft.next(row);
    } else if (table.isIn(row, BASIC_TYPES)) typed = true;
    else if (table.isIn(row, TYPEOFS)) {
      typed = true;
      row = Math.max(row, draft.callEnd(row));
    } else if (table.word[row] === 0) names.push(row);
    else if (!table.isIn(row, QUALIFIERS) && !table.isIn(row, STORAGE)) break;
    row = draft.next(row);
  }
  return { names, typed, end: row };
}

/**
 * Removes surplus names from the declaration, member or parameter that begins at a row; returns the row after its
 * specifiers and the name that it declares.
 */
export function fixSpecifiers(draft: Draft, first: number): number {
  let run = readRun(draft, first);
  const call = draft.isPunct(run.end, OPEN_PAREN) ? attributeCall(draft, run) : -1;
  if (call >= 0) {
    draft.remove(call, draft.callEnd(call));
    run = readRun(draft, draft.isGone(first) ? draft.next(first) : first);
  } else if (isTypeMacro(draft, run)) {
    draft.remove(run.end, draft.closer(run.end)); // the macro's name stays as that of a type
    run = readRun(draft, first);
  }
  const pointed = draft.isPunct(run.end, STAR);
  const places = (run.typed ? 0 : 1) + (pointed ? 0 : 1);
  const named = draft.isPunct(run.end, OPEN_PAREN) ? run.names.slice(0, -1) : run.names; // a function's name stays
  dropSurplus(draft, named, places - (run.names.length - named.length), !pointed && named === run.names);
  if (draft.isPunct(run.end, COLON) && run.names.length === (run.typed ? 0 : 1)) dropWidth(draft, run.end);
  return pointed ? fixPointer(draft, run.end) : run.end;
}

/** True for `NAME(args)` in the place of a type: before a name, and with no other type beside it. */
function isTypeMacro(draft: Draft, run: Run): boolean {
  if (run.typed || run.names.length !== 1 || !draft.isPunct(run.end, OPEN_PAREN)) return false;
  const end = draft.closer(run.end);
  const after = draft.next(end);
  return (
    end > 0 && (draft.table.isName(after) || draft.isPunct(after, STAR)) && !draft.isPunct(draft.next(run.end), STAR)
  );
}

/** The width of a bit-field without a name, which the grammar does not know. */
function dropWidth(draft: Draft, colon: number): void {
  let end = colon;
  while (end < draft.count && !draft.isPunct(end, SEMICOLON) && !draft.isPunct(end, COMMA))
    end = draft.next(draft.skip(end));
  draft.remove(colon, draft.previous(end));
}

/** True where the words from a row on are more than one name: they say a type, or a type and a name. */
export function beginsDeclaration(draft: Draft, row: number): boolean {
  const run = readRun(draft, row);
  return run.typed || run.names.length > 1 || draft.table.isIn(row, STORAGE) || draft.isPunct(run.end, STAR);
}

/** The row of a name that is called beside a type and a declared name: `int x ATTR(1)`, `ATTR(1) int x`; else -1. */
function attributeCall(draft: Draft, run: Run): number {
  const name = run.names.at(-1) ?? -1;
  if (name < 0 || draft.next(name) !== run.end) return -1;
  const end = draft.callEnd(name);
  if (end < 0 || draft.isPunct(draft.next(run.end), STAR)) return -1;
  const after = draft.next(end);
  const { table } = draft;
  if (draft.isPunct(after, OPEN_BRACE) || draft.isPunct(after, OPEN_PAREN)) return -1;
  if ((run.typed || run.names.length > 1) && holdsParameters(draft, run.end)) return -1;
  const restIsTyped = after < draft.count && (run.typed || run.names.length > 1 || readRun(draft, after).typed);
  if (table.isIdent(after) || draft.isPunct(after, STAR)) return restIsTyped ? name : -1;
  const named = run.names.length - (run.typed ? 0 : 1);
  const ends = draft.isPunct(after, SEMICOLON) || draft.isPunct(after, COMMA) || draft.isPunct(after, EQUALS);
  return named > 1 && (ends || draft.isCloser(after)) ? name : -1;
}

/** True for parentheses that hold what a function's do: nothing, `void`, or a declaration first. */
export function holdsParameters(draft: Draft, open: number): boolean {
  const first = draft.next(open);
  return first === draft.closer(open) || beginsDeclaration(draft, first) || draft.word(first) === '...';
}

/** After the stars of a declarator: qualifiers, attributes, and the name. */
function fixPointer(draft: Draft, star: number): number {
  const { table } = draft;
  let row = star;
  while (draft.isPunct(row, STAR) || table.isIn(row, QUALIFIERS)) row = draft.next(row);
  const run = readRun(draft, row);
  dropSurplus(draft, run.names, draft.isPunct(run.end, STAR) ? 0 : 1, true);
  return draft.isPunct(run.end, STAR) && run.end > row ? fixPointer(draft, run.end) : run.end;
}

/**
 * Keeps as many names as there are places: the first for the type and the last for what is declared. Names that look like
 * attributes go before others.
 */
function dropSurplus(draft: Draft, names: readonly number[], places: number, declares: boolean): void {
  let surplus = names.length - places;
  if (surplus <= 0) return;
  const plain: number[] = [];
  for (const row of names) {
    if (surplus > 0 && /^(?:__\w+|[A-Z][A-Z0-9_]*)$/.test(draft.word(row))) {
      draft.drop(row);
      surplus--;
    } else plain.push(row);
  }
  if (surplus <= 0) return;
  const first = declares && places > 0 ? places - 1 : places;
  for (const row of plain.slice(first, first + surplus)) draft.drop(row);
}

/** Removes surplus names from each parameter between the parentheses that open at a row. */
export function fixParameters(draft: Draft, open: number): void {
  const close = draft.closer(open);
  if (close < 0) return;
  let first = draft.next(open);
  for (const comma of [...draft.commas(open), close]) {
    if (first < comma) {
      fixSpecifiers(draft, first);
      dropTrailing(draft, first, comma);
    }
    first = draft.next(comma);
  }
}

/** Names after the brackets of a parameter: `int (*f)(void) ATTR`, `char x[8] ATTR(1)`. */
function dropTrailing(draft: Draft, first: number, end: number): void {
  let closer = -1;
  for (let row = first; row < end; row = draft.next(row)) {
    const past = draft.skip(row);
    if (past > row) closer = past;
    else if (closer >= 0 && draft.table.isName(row)) {
      draft.remove(row, draft.previous(end));
      return;
    }
    row = past;
  }
}

/** Rewrites a declaration in a block; `static MACRO(...)` and `MACRO(type, name) = ...` are declarations too. */
export function fixLocalDeclaration(draft: Draft, row: number): number {
  const macro = storedMacro(draft, row);
  if (macro >= 0) return fixStoredMacro(draft, row, macro);
  const { table } = draft;
  if (table.isName(row) && draft.isPunct(draft.next(row), STAR)) return -1;
  return fixSpecifiers(draft, row) > row ? row + 1 : -1;
}

/** The name of a macro call that stands for a whole declarator after storage words, if any; else -1. */
export function storedMacro(draft: Draft, first: number): number {
  const { table } = draft;
  let row = first;
  while (table.isIn(row, STORAGE) || table.isIn(row, QUALIFIERS)) row = draft.next(row);
  const end = table.isName(row) ? draft.callEnd(row) : -1;
  if (end < 0 || draft.isPunct(draft.next(draft.next(row)), STAR)) return -1;
  const after = draft.next(end);
  return draft.isPunct(after, SEMICOLON) || draft.isPunct(after, EQUALS) ? row : -1;
}

/**
 * `static MACRO(args);` loses its storage words, so that it is a call; `MACRO(type, name) = value` becomes
 * `type name = value`, and `MACRO(name, ...) = value` loses all but the first argument.
 */
export function fixStoredMacro(draft: Draft, first: number, macro: number): number {
  const open = draft.next(macro);
  const end = draft.closer(open);
  if (draft.isPunct(draft.next(end), SEMICOLON)) {
    if (macro > first) draft.remove(first, draft.previous(macro));
    fixArguments(draft, open);
    draft.makeArguments(open);
    return open + 1;
  }
  const [comma, second] = draft.commas(open);
  if (comma === undefined) return end + 1;
  if (second !== undefined) draft.remove(second, draft.previous(end));
  const name = draft.next(comma);
  if (draft.table.isName(name) && draft.next(name) >= (second ?? end)) {
    for (const row of [macro, open, comma, end]) draft.drop(row);
    return end + 1;
  }
  draft.remove(comma, draft.previous(end));
  fixArgument(draft, draft.next(open), draft.previous(end));
  return end + 1;
}

/** Removes words and calls between the end of a function's parameters and its body or semicolon. */
export function dropAfterHead(draft: Draft, closer: number, end: number): void {
  const { table } = draft;
  const first = draft.next(closer);
  for (let row = first; row < end; row = draft.next(row)) {
    if (table.kind[row] === DIRECTIVE || (!table.isName(row) && !draft.isPunct(row, OPEN_PAREN))) return;
    row = draft.skip(row);
  }
  if (first < end) draft.remove(first, draft.previous(end));
}

/**
 * Removes attributes between a bracket of a declaration and the next `=`, `,` or end: names and calls after `]` or `)`,
 * names beside the declared one after the `}` of a struct.
 */
export function dropAfterBracket(draft: Draft, closer: number, end: number): void {
  if (draft.isPunct(closer, CLOSE_BRACE)) {
    fixDeclared(draft, draft.next(closer));
    return;
  }
  const { table } = draft;
  const first = draft.next(closer);
  let row = first;
  while (row < end && table.isName(row)) row = draft.next(Math.max(row, draft.callEnd(row)));
  const ends = row >= end || draft.isPunct(row, EQUALS) || draft.isPunct(row, COMMA) || draft.isPunct(row, SEMICOLON);
  if (row > first && ends) draft.remove(first, draft.previous(row));
}

/** After the `}` of a struct comes at most one name before each comma or star. */
function fixDeclared(draft: Draft, first: number): void {
  if (draft.isPunct(first, STAR)) {
    fixPointer(draft, first);
    return;
  }
  const run = readRun(draft, first);
  const isPointer = draft.isPunct(run.end, STAR);
  dropSurplus(draft, run.names, isPointer ? 0 : 1, !isPointer);
  if (isPointer && run.end > first) fixPointer(draft, run.end);
}

/** The width of a bit-field without a name after another one goes with the comma before it: `int a : 1, : 2;`. */
export function dropUnnamedWidths(draft: Draft, first: number, end: number): void {
  for (let row = first; row < end; row = draft.next(row)) {
    const colon = draft.next(row);
    if (draft.isPunct(row, COMMA) && draft.isPunct(colon, COLON)) {
      dropWidth(draft, colon);
      draft.drop(row);
    }
    row = draft.skip(row);
  }
}

/** The row after the parts of a declaration that begins at a row: its semicolon, as a rule. */
export function endOfDeclaration(draft: Draft, first: number): number {
  let row = first;
  while (row < draft.count && !draft.isPunct(row, SEMICOLON) && !draft.isPunct(row, CLOSE_BRACE)) {
    row = draft.next(draft.skip(row));
  }
  return row;
}

/** Removes surplus names from a cast such as `(void far *)`. */
export function fixCast(draft: Draft, open: number): void {
  const first = draft.next(open);
  const run = readRun(draft, first);
  let end = run.end;
  while (draft.isPunct(end, STAR) || draft.table.isIn(end, QUALIFIERS)) end = draft.next(end);
  if (end === run.end || end !== draft.closer(open)) return;
  dropSurplus(draft, run.names, run.typed ? 0 : 1, false);
}
