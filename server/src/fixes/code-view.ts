/** A code view is a file's text in which comments, the insides of literals and directives are blank, so that code can be read by offset. */
import type { Span } from '../text/span.ts';

const COMMENT_OR_LITERAL =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g;
const DIRECTIVE = /^[ \t]*#(?:\\\r?\n|[^\n])*/gm;

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** All offsets are UTF-16 offsets in the file. */
export class CodeView {
  /** The text as it is. */
  readonly text: string;
  /** The text of the same length that holds code only. */
  readonly code: string;

  constructor(text: string) {
    this.text = text;
    this.code = text.replace(COMMENT_OR_LITERAL, blankLiteral).replace(DIRECTIVE, blank);
  }

  /** The code of a span without white space at its ends. */
  codeOf(span: Span): string {
    return this.code.slice(span.start, span.end).trim();
  }

  /** The code of a span but for some spans in it. */
  codeWithout({ start, end }: Span, holes: readonly Span[]): string {
    const isOutside = (at: number): boolean => holes.every((hole) => at < hole.start || hole.end <= at);
    return this.code
      .slice(start, end)
      .split('')
      .filter((_, at) => isOutside(start + at))
      .join('');
  }

  /** The text of a span as it is. */
  textOf(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  /** Whether a span holds code; a span in a comment or a directive holds none. */
  isCode(span: Span): boolean {
    return this.codeOf(span) === this.textOf(span).trim();
  }

  /** The offset of the nearest code before an offset, -1 where there is none. */
  before(offset: number): number {
    let at = offset - 1;
    while (at >= 0 && isSpace(this.code, at)) at -= 1;
    return at;
  }

  /** The offset of the nearest code at or behind an offset, the text's length where there is none. */
  after(offset: number): number {
    let at = offset;
    while (at < this.code.length && isSpace(this.code, at)) at += 1;
    return at;
  }

  /** The offset of the bracket that closes the one at an offset; undefined where it is not closed. */
  closing(open: number): number | undefined {
    let depth = 0;
    for (let at = open; at < this.code.length; at += 1) {
      const character = this.code.charAt(at);
      if (OPENING.has(character)) depth += 1;
      else if (CLOSING.has(character) && --depth === 0) return at;
    }
    return undefined;
  }

  /** The offset of the innermost bracket that is open at an offset, looked for back to another one; undefined where none is. */
  enclosing(offset: number, from = 0): number | undefined {
    let depth = 0;
    for (let at = offset - 1; at >= from; at -= 1) {
      const character = this.code.charAt(at);
      if (CLOSING.has(character)) depth += 1;
      else if (OPENING.has(character) && --depth < 0) return at;
    }
    return undefined;
  }

  /** The word that ends just before an offset; empty where there is none. */
  wordBefore(offset: number): string {
    const end = this.before(offset) + 1;
    return /[A-Za-z_]\w*$/.exec(this.code.slice(Math.max(0, end - 80), end))?.[0] ?? '';
  }

  /** Whether the address of what begins at an offset is taken. */
  isAddressed(offset: number): boolean {
    const at = this.before(offset);
    return this.code.charAt(at) === '&' && this.code.charAt(at - 1) !== '&';
  }

  /** Whether a name appears in the code of a span. */
  mentions(span: Span, name: string): boolean {
    return new RegExp(`(?<!(?:->|\\.)\\s*)\\b${name}\\b`).test(this.code.slice(span.start, span.end));
  }

  /** Whether the code of a span gives a name a new value, or hands its address out. */
  assigns(span: Span, name: string): boolean {
    const code = this.code.slice(span.start, span.end);
    const target = `(?<!(?:->|\\.)\\s*)\\b${name}\\b`;
    const forms = [
      `${target}\\s*(?:[-+*/%&|^]|<<|>>)?=(?!=)`,
      `(?<!&)&\\s*${target}`,
      `${target}\\s*(?:\\+\\+|--)`,
      `(?:\\+\\+|--)\\s*${target}`,
    ];
    return new RegExp(forms.join('|')).test(code);
  }

  /** Whether both ends of a span stand in the same block: no bracket is left open, none closed that was not opened in it. */
  isBalanced(span: Span): boolean {
    return this.depths(span).every((depth) => depth >= 0) && (this.depths(span).at(-1) ?? 0) === 0;
  }

  /** Whether a span leaves no block that it did not enter, so that what is declared before it can be seen behind it. */
  staysInside(span: Span): boolean {
    return this.depths(span).every((depth) => depth >= 0);
  }

  private depths(span: Span): readonly number[] {
    const depths: number[] = [];
    let depth = 0;
    for (let at = span.start; at < span.end; at += 1) {
      const character = this.code.charAt(at);
      if (OPENING.has(character)) depths.push((depth += 1));
      else if (CLOSING.has(character)) depths.push((depth -= 1));
    }
    return depths;
  }
}

let last: CodeView | undefined;

/** The view of a text; that of the text asked for last is kept. */
export function codeView(text: string): CodeView {
  if (last?.text !== text) last = new CodeView(text);
  return last;
}

function isSpace(code: string, at: number): boolean {
  return /\s/.test(code.charAt(at));
}

function blank(text: string): string {
  if (!text.includes('\n')) return ' '.repeat(text.length);
  return text.replace(/[^\r\n]+/g, (run) => ' '.repeat(run.length));
}

function blankLiteral(text: string): string {
  if (text.startsWith('/')) return blank(text);
  return `${text.charAt(0)}${blank(text.slice(1, -1))}${text.charAt(0)}`;
}
