/** Macros that define a function: the name and the parameters among their arguments become those of a definition. */

import type { Draft } from './draft.ts';
import type { Chunk } from './file-level.ts';
import { QUALIFIERS, STORAGE, TYPE_STARTS } from './words.ts';

/** Rewrites `[storage] NAME(args) { ... }`; false where the function has a type and so is an ordinary one. */
export function fixDefiner(draft: Draft, chunk: Chunk): boolean {
  const { table } = draft;
  let name = chunk.first;
  while (table.isIn(name, STORAGE) || table.isIn(name, QUALIFIERS)) name = draft.next(name);
  const end = table.isName(name) ? draft.callEnd(name) : -1;
  if (end < 0 || draft.next(end) !== chunk.body) return false;
  const open = draft.next(name);
  const commas = draft.commas(open);
  const [comma] = commas;
  if (comma === undefined || !isLoneName(draft, open, comma)) {
    fixWithoutName(draft, chunk.first, name, commas.length);
    return true;
  }
  // NAME(f, int, a, long, b) and NAME(f, int a, long b) become NAME f(int a, long b)
  draft.canvas.blank(draft.start(open), draft.end(open));
  draft.write(comma, '(');
  const pairs = isPaired(draft, draft.word(name), commas, end);
  const rest = commas.slice(1);
  if (pairs) for (let at = 0; at < rest.length; at += 2) draft.drop(rest[at] ?? 0);
  else dropUntyped(draft, [comma, ...rest, end]);
  return true;
}

/** True when one name is all that stands between two tokens. */
function isLoneName(draft: Draft, from: number, to: number): boolean {
  const name = draft.next(from);
  return draft.table.isName(name) && draft.next(name) === to;
}

/** True when type and name of each parameter are arguments of their own: as many pairs as the macro's name says. */
function isPaired(draft: Draft, macro: string, commas: readonly number[], end: number): boolean {
  const digits = /\d+$/.exec(macro)?.[0];
  if (commas.length % 2 !== 0) return false;
  if (digits !== undefined) return commas.length === 2 * Number(digits);
  const edges = [...commas, end];
  return (
    commas.length > 0 && commas.every((comma, at) => at % 2 === 0 || isLoneName(draft, comma, edges[at + 1] ?? end))
  );
}

/** Arguments that are no parameters go, each with the comma before it. */
function dropUntyped(draft: Draft, edges: readonly number[]): void {
  let kept = 0;
  for (let at = 0; at + 1 < edges.length; at++) {
    const from = edges[at] ?? 0;
    const to = edges[at + 1] ?? 0;
    const first = draft.next(from);
    const typed =
      first < to &&
      (draft.table.isIn(first, TYPE_STARTS) || (draft.table.isName(first) && isNameOrStar(draft, first, to)));
    if (typed) kept++;
    else if (first < to) draft.remove(at === 0 ? first : from, draft.previous(to));
    if (typed && kept === 1 && at > 0) draft.drop(from);
  }
}

function isNameOrStar(draft: Draft, first: number, to: number): boolean {
  const next = draft.next(first);
  return next < to && (draft.table.isIdent(next) || draft.word(next) === '*');
}

/**
 * Without a comma the grammar reads `NAME(f) { ... }` as a function `f`; after storage words or without a name the last
 * storage word, or the beginning of the macro's name, becomes a type.
 */
function fixWithoutName(draft: Draft, first: number, name: number, commas: number): void {
  const { table } = draft;
  const open = draft.next(name);
  const end = draft.callEnd(name);
  const inner = draft.next(open);
  const isTyped = table.isIn(inner, TYPE_STARTS) || (table.isName(inner) && draft.next(inner) < end);
  if (commas === 0 && !isTyped && inner !== end) return;
  const before = draft.previous(name);
  if (name > first && draft.length(before) >= 3) draft.write(before, 'int');
  else if (draft.length(name) > 4) draft.canvas.write(draft.start(name), 'int ');
  if (commas > 0 && !isTyped) draft.remove(inner, draft.previous(end));
}
