/** The calls in a stretch of a text, by its tokens alone: fast enough for every scroll of an editor. */
import { DIRECTIVE, IDENT, PUNCT, tokenize } from '../scan/tokenizer.ts';
import type { Span } from '../text/span.ts';

/** A name before a list in parentheses, within a function. */
export interface WrittenCall {
  readonly name: string;
  /** Where each argument begins, without the white space before it. */
  readonly args: readonly number[];
}

const OPEN = 0x28;
const COMMA = 0x2c;
const BRACE = 0x7b;
const BRACE_END = 0x7d;

/** The calls of which an argument begins in the span, of names that pass. */
export function callsIn(text: string, span: Span, isWanted: (name: string) => boolean): readonly WrittenCall[] {
  const { count, kind, char, start, end, match } = tokenize(text);
  const calls: WrittenCall[] = [];
  let depth = 0;
  for (let row = 0; row < count && (start[row] ?? 0) < span.end; row += 1) {
    if (kind[row] === PUNCT && char[row] === BRACE) depth += 1;
    if (kind[row] === PUNCT && char[row] === BRACE_END) depth = Math.max(0, depth - 1);
    const open = row + 1;
    const close = match[open] ?? -1;
    // At the top level a name before a list is a declaration.
    if (depth === 0 || kind[row] !== IDENT || kind[open] !== PUNCT || char[open] !== OPEN || close < 0) continue;
    if ((start[close] ?? 0) < span.start) continue;
    const name = text.slice(start[row], end[row]);
    if (!isWanted(name)) continue;
    const args: number[] = [];
    for (let at = open + 1; at < close; at += 1) {
      const before = at - 1;
      if (kind[at] === DIRECTIVE) continue;
      if (before === open || (kind[before] === PUNCT && char[before] === COMMA)) args.push(start[at] ?? 0);
      const partner = match[at] ?? -1;
      if (partner > at) at = partner;
    }
    calls.push({ name, args });
  }
  return calls;
}
