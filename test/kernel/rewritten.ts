/** Real files written otherwise: without an entry of a table, or with another name for a function. */
import type { TableEntry } from '../../server/src/model/facts.ts';
import { IDENT, tokenize } from '../../server/src/scan/tokenizer.ts';
import { applyEdits, type TextEdit } from '../../server/src/text/edit.ts';
import type { MutableTree, Texts } from './mutable-tree.ts';

/** The text without one entry of a table of operations; no line moves. */
export function withoutEntry(text: string, { member, function: name }: TableEntry): string {
  const tokens = tokenize(text);
  const word = (row: number): string => text.slice(tokens.start[row], tokens.end[row]);
  const edits: TextEdit[] = [];
  for (let row = 0; row + 3 < tokens.count; row += 1) {
    const isEntry = word(row) === '.' && word(row + 1) === member && word(row + 2) === '=' && word(row + 3) === name;
    if (!isEntry) continue;
    const last = word(row + 4) === ',' ? row + 4 : row + 3;
    const span = { start: tokens.start[row] ?? 0, end: tokens.end[last] ?? 0 };
    edits.push({ span, newText: text.slice(span.start, span.end).replace(/[^\n]/g, ' ') });
  }
  return applyEdits(text, edits);
}

/** The text with another name for a function, wherever it is called, defined or given away. */
export function withOtherName(text: string, name: string, other: string): string {
  const tokens = tokenize(text);
  const edits: TextEdit[] = [];
  for (let row = 0; row < tokens.count; row += 1) {
    const span = { start: tokens.start[row] ?? 0, end: tokens.end[row] ?? 0 };
    if (tokens.kind[row] === IDENT && text.slice(span.start, span.end) === name) edits.push({ span, newText: other });
  }
  return applyEdits(text, edits);
}

/** All files of the tree that name a function, with another name for it. */
export function renamedEverywhere(tree: MutableTree, name: string, other: string): Texts {
  const texts = new Map<string, string>();
  for (const { path } of tree.base.facts) {
    const text = tree.read(path);
    if (!text.includes(name)) continue;
    const renamed = withOtherName(text, name, other);
    if (renamed !== text) texts.set(path, renamed);
  }
  return texts;
}
