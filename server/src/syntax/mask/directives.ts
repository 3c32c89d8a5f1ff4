/** Makes preprocessor lines parse: comments inside macro bodies, GNU variadic parameters, conditions. */

import { DIRECTIVE } from '../../scan/tokenizer.ts';
import type { Canvas } from './canvas.ts';
import type { TokenTable } from './token-table.ts';

const LF = 10;
const CR = 13;

/** How far before its `...` a variadic parameter's name may begin. */
const LONGEST_NAME = 80;

/** Rewrites the directives that are left in the text. */
export function fixDirectives(table: TokenTable, canvas: Canvas): void {
  for (let row = 0; row < table.count; row++) {
    if (table.kind[row] !== DIRECTIVE) continue;
    const start = table.start[row] ?? 0;
    const directive = table.textOf(row);
    if (/^#\s*define\b/.test(directive)) fixDefine(canvas, start, directive);
    else if (/^#\s*(?:el)?if\s/.test(directive)) fixCondition(canvas, start, directive);
    else if (/^#\s*(?:else|endif)\s*[^\s/]/.test(directive)) blankAfterWord(canvas, start, directive);
  }
}

/** Blanks comments, whose end would end the body, and the name of a GNU variadic parameter. */
function fixDefine(canvas: Canvas, start: number, directive: string): void {
  const parameters = /^#\s*define\s+\w+\([^()]*\)/.exec(directive)?.[0] ?? '';
  if (parameters.endsWith('...)')) {
    const name = /\w+(?=\s*\.\.\.\)$)/.exec(parameters.slice(-LONGEST_NAME));
    if (name !== null) {
      const at = start + Math.max(0, parameters.length - LONGEST_NAME) + name.index;
      canvas.blank(at, at + name[0].length);
    }
  }
  blankComments(canvas, start, directive);
}

/** Blanks the comments of a directive; a line end inside one becomes a continuation. */
export function blankComments(canvas: Canvas, start: number, directive: string): void {
  if (!directive.includes('/')) return;
  const pieces = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*/g;
  for (const match of directive.matchAll(pieces)) {
    const [piece] = match;
    if (!piece.startsWith('/')) continue;
    const from = start + match.index;
    canvas.blank(from, from + piece.length);
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) {
      const before = piece.charCodeAt(at - 1) === CR ? at - 2 : at - 1;
      if (before >= 0 && piece.charCodeAt(at) === LF) canvas.write(from + before, '\\');
    }
  }
}

/** The grammar reads simple conditions; any other becomes a name, for the lowering reads it from the source. */
function fixCondition(canvas: Canvas, start: number, directive: string): void {
  const head = /^#\s*(?:el)?if\s+/.exec(directive)?.[0].length ?? 0;
  const condition = directive.slice(head);
  if (/^[\w!&|()<>= \t]+$/.test(condition) && !/\)[ \t]*\w|\w[ \t]+[\w(]|[<>](?!=)|[^<>=]=[^=]/.test(condition)) return;
  canvas.blank(start + head, start + directive.length);
  canvas.write(start + head, '1');
}

/** Text after `#else` or `#endif` that is no comment. */
function blankAfterWord(canvas: Canvas, start: number, directive: string): void {
  const head = /^#\s*\w+/.exec(directive)?.[0].length ?? 0;
  canvas.blank(start + head, start + directive.length);
}
