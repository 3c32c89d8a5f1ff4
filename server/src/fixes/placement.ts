/** Where code can be put: lines, indentation and line breaks around a statement. */
import type { FixEdit } from '../model/finding.ts';
import type { Placement } from '../model/site.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';

/** The columns that a tab goes to. */
export const TAB_STOP = 8;

/** The offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset behind the line break of the line of an offset; the text's length for the last line. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** The line break in use around an offset. */
export function lineBreak(text: string, offset: number): string {
  const end = nextLine(text, offset);
  const own = text.slice(Math.max(0, end - 2), end);
  return own === '\r\n' || (!own.endsWith('\n') && text.includes('\r\n')) ? '\r\n' : '\n';
}

/** The white space before the statement that begins at an offset; undefined where other text stands before it on its line. */
export function indentAt(text: string, offset: number): string | undefined {
  const indent = text.slice(lineStart(text, offset), offset);
  return /^[ \t]*$/.test(indent) ? indent : undefined;
}

/** One level more: a tab, or four spaces where spaces indent. */
export function deeper(indent: string): string {
  return `${indent}${/^ +$/.test(indent) ? '    ' : '\t'}`;
}

/** White space that reaches some columns behind the display column of an offset: tabs as far as they go, then spaces. */
export function padTo(text: string, offset: number, columns = 0): string {
  const column = widthOf(text.slice(lineStart(text, offset), offset)) + columns;
  return '\t'.repeat(Math.floor(column / TAB_STOP)) + ' '.repeat(column % TAB_STOP);
}

/** The display width of one line. */
export function widthOf(line: string): number {
  let column = 0;
  for (const character of line) column = advance(column, character);
  return column;
}

/** Whether a statement stands alone at the start of its lines, in a block and in no macro, so that lines can be put before it. */
export function canPrecede(place: Placement, view: CodeView): boolean {
  if (!place.inBlock || indentAt(view.text, place.start) === undefined) return false;
  if (isContinued(view.text, place)) return false;
  const character = view.code.charAt(view.before(place.start));
  return character === '{' || character === '}' || character === ';' || character === ':';
}

/** The start of the line before which code is put that shall stand before a statement: above the comment that belongs to it. */
export function lineAbove(view: CodeView, start: number): number {
  let line = lineStart(view.text, start);
  while (line > 0) {
    const previous = lineStart(view.text, line - 1);
    const text = view.text.slice(previous, line);
    const isComment = /\S/.test(text) && !/^[ \t]*#/.test(text) && !/\S/.test(view.code.slice(previous, line));
    if (!isComment) break;
    line = previous;
  }
  return line;
}

/** The offset behind the lines of a statement; undefined where more code stands on its last line. */
export function lineBelow(view: CodeView, end: number): number | undefined {
  const below = nextLine(view.text, end);
  return /\S/.test(view.code.slice(end, below)) || /\/\*(?:(?!\*\/)[\s\S])*$/.test(view.text.slice(end, below))
    ? undefined
    : below;
}

/** Puts whole lines, given without line breaks, at the start of a line. */
export function insertLines(text: string, at: number, lines: readonly string[]): TextEdit {
  const end = lineBreak(text, Math.max(0, at - 1));
  return { span: { start: at, end: at }, newText: lines.map((line) => `${line}${end}`).join('') };
}

/** Whether the lines of a span are those of a macro or are cut by directives. */
export function isContinued(text: string, span: Span): boolean {
  const lines = text.slice(lineStart(text, span.start), nextLine(text, span.end));
  return /\\\r?$/m.test(lines) || /^[ \t]*#/m.test(lines);
}

/** Whether the line above a line start is empty, or opens a block. */
export function isAfterGap(text: string, line: number): boolean {
  const previous = text.slice(lineStart(text, line - 1), line).trim();
  return previous === '' || previous === '{';
}

/** Edits in which the last of some new statements is marked, for a person to decide about. */
export function deciding(edits: readonly TextEdit[], statements: readonly string[]): readonly FixEdit[] {
  const text = statements.at(-1) ?? '';
  const at = edits.findIndex(({ newText }) => newText.includes(text));
  return edits.map((edit, index) => {
    const start = edit.newText.indexOf(text);
    return index === at ? { ...edit, decide: { start, end: start + text.length } } : edit;
  });
}

function advance(column: number, character: string): number {
  return character === '\t' ? column + TAB_STOP - (column % TAB_STOP) : column + 1;
}
