/** Rules for what stands at the file's level: functions, declarations, and macros in their place. */

import { fixArguments } from './arguments.ts';
import { BLOCK, FILE } from './brace-roles.ts';
import { CLOSE_BRACE, CLOSE_PAREN, EQUALS, OPEN_BRACE, OPEN_PAREN, SEMICOLON, STAR } from './brackets.ts';
import {
  beginsDeclaration,
  holdsParameters,
  dropAfterBracket,
  dropAfterHead,
  fixParameters,
  fixSpecifiers,
  fixStoredMacro,
  storedMacro,
} from './declarations.ts';
import { fixDefiner } from './definers.ts';
import type { Draft } from './draft.ts';
import { fixTraceEvent } from './trace-events.ts';
import { AGGREGATES, ASMS, NO_CALLS, QUALIFIERS, SPECIFIERS, STORAGE } from './words.ts';

/** A top-level piece of text. */
export interface Chunk {
  readonly first: number;
  /** The row that ends it: its semicolon, the `}` of a body, or the row before something new. */
  readonly last: number;
  /** The `{` of a function's body, else -1. */
  readonly body: number;
}

/** Rewrites the piece that begins at a row; returns the row after it at the file's level. */
export function fixFileLevel(draft: Draft, row: number): number {
  const { table } = draft;
  if (table.isName(row) && draft.callEnd(row) < 0 && isLoneWord(draft, row)) {
    draft.drop(row);
    return row + 1;
  }
  const chunk = measure(draft, row);
  if (table.isIn(row, STORAGE) && draft.isPunct(chunk.last, CLOSE_PAREN) && storedMacroEnd(draft, row) === chunk.last) {
    draft.remove(row, chunk.last);
    return chunk.last + 1;
  }
  if (table.isName(row)) {
    const end = draft.callEnd(row);
    if (end > 0 && end <= chunk.last) {
      const done = fixTraceEvent(draft, row, end) || fixMacroItem(draft, chunk, row, end);
      if (done) return draft.isGone(end) ? row + 1 : chunk.last + 1;
    }
  }
  if (table.isIn(row, ASMS)) return chunk.last + 1;
  if (chunk.body >= 0 && fixDefiner(draft, chunk)) return chunk.last + 1;
  const macro = storedMacro(draft, row);
  if (macro >= 0 && macro <= chunk.last) fixStoredMacro(draft, row, macro);
  else fixDeclaration(draft, chunk);
  return chunk.last + 1;
}

/** A word that stands alone on its line, before the beginning of a declaration. */
function isLoneWord(draft: Draft, row: number): boolean {
  const { table } = draft;
  const next = draft.next(row);
  if (next >= draft.count) return true;
  if (table.isDirective(next)) return true;
  if (table.isName(next) && table.lineStart[next] === 1) {
    return loneMacroEnd(draft, next) >= 0 || (isCapital(draft, row) && isCapital(draft, next));
  }
  const begins = table.isIn(next, SPECIFIERS) && !table.isIn(next, QUALIFIERS);
  return begins && (table.lineStart[next] === 1 || table.isIn(next, STORAGE) || table.isIn(next, AGGREGATES));
}

function isCapital(draft: Draft, row: number): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(draft.word(row));
}

/** Finds where the piece ends. */
function measure(draft: Draft, first: number): Chunk {
  const { table } = draft;
  const loneEnd = loneMacroEnd(draft, first);
  if (loneEnd >= 0) return { first, last: loneEnd, body: -1 };
  for (let row = first; row < draft.count; row = draft.next(row)) {
    if (table.isDirective(row) && row > first) return { first, last: draft.previous(row), body: -1 };
    if (draft.isPunct(row, SEMICOLON)) return { first, last: row, body: -1 };
    const closer = draft.skip(row);
    if (draft.isPunct(row, OPEN_BRACE)) {
      const role = draft.roleInside(row);
      if (role === FILE) return { first, last: row, body: -1 };
      if (role === BLOCK) return { first, last: closer > row ? closer : draft.count - 1, body: row };
    }
    row = closer;
  }
  return { first, last: draft.count - 1, body: -1 };
}

/** How many macros on one line are looked at to tell whether they stand alone. */
const LONGEST_CHAIN = 8;

/** The end of `NAME(...)` that no semicolon follows, -1 where the text is something else. */
function loneMacroEnd(draft: Draft, first: number, chain = 0): number {
  const { table } = draft;
  if (table.isIn(first, STORAGE)) return storedMacroEnd(draft, first);
  if (!table.isName(first) && !table.isIn(first, ASMS)) return -1;
  const end = draft.callEnd(first);
  if (end < 0) return -1;
  const after = draft.next(end);
  if (after >= draft.count || table.isDirective(after) || draft.isPunct(after, CLOSE_BRACE)) return end;
  if (!table.isIdent(after)) return -1;
  if (table.lineStart[after] === 1) return end;
  if (table.isIn(after, STORAGE) || table.isIn(after, AGGREGATES)) return end;
  return chain < LONGEST_CHAIN && loneMacroEnd(draft, after, chain + 1) >= 0 ? end : -1;
}

/** The end of `static NAME(...)` before another declaration on the next line, -1 where the text is something else. */
function storedMacroEnd(draft: Draft, first: number): number {
  const { table } = draft;
  let row = first;
  while (table.isIn(row, STORAGE)) row = draft.next(row);
  const end = table.isName(row) ? draft.callEnd(row) : -1;
  const after = draft.next(end);
  if (end < 0 || draft.isPunct(draft.next(draft.next(row)), STAR)) return -1;
  const begins = after >= draft.count || table.isDirective(after);
  return begins || (table.lineStart[after] === 1 && table.isIdent(after) && beginsDeclaration(draft, after)) ? end : -1;
}

/** `NAME(...)` alone, with or without a semicolon, or with a body or a value. */
function fixMacroItem(draft: Draft, chunk: Chunk, row: number, end: number): boolean {
  const after = draft.next(end);
  if (chunk.last === end) {
    if (holdsFunction(draft, draft.next(row), end)) {
      draft.unwrap(draft.next(row));
      draft.drop(row);
    } else draft.remove(row, end);
    return true;
  }
  if (draft.isPunct(after, SEMICOLON)) {
    const open = draft.next(row);
    fixArguments(draft, open);
    draft.makeArguments(open);
    return true;
  }
  if (draft.isPunct(after, EQUALS)) {
    fixStoredMacro(draft, row, row);
    return true;
  }
  return draft.isPunct(after, OPEN_BRACE) && chunk.body === after && fixDefiner(draft, chunk);
}

/** True for parentheses around a whole function. */
function holdsFunction(draft: Draft, open: number, end: number): boolean {
  const first = draft.next(open);
  const last = draft.previous(end);
  return (
    draft.table.isIn(first, SPECIFIERS) &&
    draft.isPunct(last, CLOSE_BRACE) &&
    draft.roleInside(draft.table.match[last] ?? 0) === BLOCK
  );
}

/** An ordinary function or declaration: attributes that no dictionary knows go. */
function fixDeclaration(draft: Draft, chunk: Chunk): void {
  let row = fixSpecifiers(draft, chunk.first);
  const head = chunk.body >= 0 ? chunk.body : chunk.last;
  let parameters = -1;
  for (; row < head && row < draft.count; row = draft.next(row)) {
    if (draft.isPunct(row, EQUALS)) return;
    const closer = draft.skip(row);
    if (draft.isPunct(row, OPEN_PAREN) && closer > row && isParameterList(draft, row)) {
      if (parameters >= 0 && !holdsParameters(draft, row)) break; // an attribute's arguments
      fixParameters(draft, row);
      parameters = closer;
    } else if (closer > row && !draft.isPunct(row, OPEN_PAREN)) dropAfterBracket(draft, closer, head);
    row = closer;
  }
  if (parameters >= 0 && isHeadEnd(draft, head)) dropAfterHead(draft, parameters, head);
  else if (parameters >= 0) dropAfterBracket(draft, parameters, head);
}

function isHeadEnd(draft: Draft, row: number): boolean {
  return draft.isPunct(row, OPEN_BRACE) || draft.isPunct(row, SEMICOLON);
}

/** True for a parenthesis after a declared name or another declarator's parenthesis. */
function isParameterList(draft: Draft, open: number): boolean {
  const before = draft.previous(open);
  const { table } = draft;
  if (before < 0) return false;
  if (draft.isPunct(before, CLOSE_PAREN)) return true;
  return table.isIdent(before) && !table.isIn(before, NO_CALLS) && !draft.isPunct(draft.next(open), STAR);
}
