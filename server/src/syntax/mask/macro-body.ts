/** The body of a `#define` becomes the body of a function, or an initialiser, so that it can be parsed and looked into. */

import { endOfDirective } from '../../scan/lexemes.ts';
import type { AttributeWords } from './attribute-words.ts';
import { Canvas } from './canvas.ts';
import { blankComments } from './directives.ts';
import { maskItem } from './mask-text.ts';

/** A macro's definition as text that parses; offsets are UTF-16 offsets in the directive. */
export interface MaskedMacro {
  readonly name: string;
  readonly nameSpan: { readonly start: number; readonly end: number };
  /** Undefined for a macro without a list of parameters. */
  readonly parameters: readonly string[] | undefined;
  readonly body: { readonly start: number; readonly end: number };
  /** `initialiser` where the body is what stands between the braces of one, or the braces with it. */
  readonly form: 'block' | 'initialiser';
  /**
   * The text to parse: the body at its own offsets, a function's or a variable's head in place of what stands before it,
   * and a few characters after the directive's end to close it.
   */
  readonly text: string;
}

/** The heads have the length of `#define `, which every definition begins with. */
const BLOCK_HEAD = 'int f(){';
const LIST_HEAD = 'int f[]=';
const DEFINE = /^#\s*define\s+(\w+)(\([^()]*\))?/;

/** The masked body of a `#define`, given from its `#`; undefined for any other text and for a macro without a body. */
export function maskMacroBody(directive: string, words: AttributeWords): MaskedMacro | undefined {
  const head = DEFINE.exec(directive);
  if (head === null) return undefined;
  const [, name = '', list] = head;
  const end = endOfDirective(directive, 0, directive.length);
  const canvas = new Canvas();
  canvas.begin(directive);
  blankComments(canvas, 0, directive.slice(0, end));
  const plain = canvas.toString();
  const start = head[0].length + (/^(?:\s|\\\r?\n)*/.exec(plain.slice(head[0].length, end))?.[0].length ?? 0);
  if (start >= end || plain.slice(start, end).trim() === '') return undefined;
  const nameStart = head[0].indexOf(name, head[0].indexOf('define') + 'define'.length);
  const form = formOf(plain.slice(start, end));
  const text = withHead(plain, start, end, form);
  return {
    name,
    nameSpan: { start: nameStart, end: nameStart + name.length },
    parameters: list === undefined ? undefined : parametersOf(list),
    body: { start, end },
    form,
    text: maskItem(text, words).text,
  };
}

/** Writes the head over `#define`, blanks the rest up to the body and the continuations in it, and closes it. */
function withHead(plain: string, start: number, end: number, form: MaskedMacro['form']): string {
  const canvas = new Canvas();
  canvas.begin(plain);
  canvas.blank(0, start);
  unspell(canvas, plain, start, end);
  const body = plain.slice(start, end);
  if (form === 'block') {
    canvas.write(0, BLOCK_HEAD);
    return `${canvas.toString().slice(0, end)};}`;
  }
  canvas.write(0, LIST_HEAD);
  if (body.startsWith('{')) return `${canvas.toString().slice(0, end)};`;
  canvas.write(BLOCK_HEAD.length, '{');
  return `${canvas.toString().slice(0, end)}};`;
}

/** Blanks continuations, makes `a##b` one name and `#a` a plain one. */
function unspell(canvas: Canvas, plain: string, start: number, end: number): void {
  const pieces = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|\\\r?\n|[ \t]*##[ \t]*|#/g;
  pieces.lastIndex = start;
  for (let match = pieces.exec(plain); match !== null && match.index < end; match = pieces.exec(plain)) {
    const [piece] = match;
    const at = match.index;
    if (piece.startsWith('\\')) canvas.blank(at, at + 1);
    else if (piece === '#') canvas.blank(at, at + 1);
    else if (piece.includes('##')) paste(canvas, plain, at, at + piece.length);
  }
}

/** Between two words `##` makes one word of them; beside a comma or bracket it is blank. */
function paste(canvas: Canvas, plain: string, start: number, end: number): void {
  const joins = /\w/.test(plain[start - 1] ?? '') && /\w/.test(plain[end] ?? '');
  if (joins) canvas.write(start, '_'.repeat(end - start));
  else canvas.blank(start, end);
}

/** A body that begins with a designator, or with a brace and one, is that of an initialiser. */
function formOf(body: string): MaskedMacro['form'] {
  return /^\{?(?:\s|\\)*(?:\.\s*\w+(?:\s|\\)*=|\[[^\]]*\](?:\s|\\)*=)/.test(body) || /^\{(?:\s|\\)*\{/.test(body)
    ? 'initialiser'
    : 'block';
}

function parametersOf(list: string): readonly string[] {
  const names = list
    .slice(1, -1)
    .split(',')
    .map((part) => part.replaceAll(/[\s\\]|\.\.\.$/g, ''));
  return names
    .map((name) => (name === '' ? '__VA_ARGS__' : name))
    .filter((name, at) => names[at] !== '' || /\.\.\./.test(list));
}
