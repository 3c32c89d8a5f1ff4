/** Declarations whose initialisers have to run later are split into declarations and assignments. */
import { anyAssertionOf } from '../kernel/assertions.ts';
import type { Placement } from '../model/site.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';
import { isContinued } from './placement.ts';

export interface SplitDeclaration {
  readonly name: string;
  /** Takes the initialiser away. */
  readonly edit: TextEdit;
  /** Gives the variable its value, `inode = page->mapping->host;`. */
  readonly assignment: string;
  /** Where the initialiser stands. */
  readonly init: Span;
}

/**
 * Splits a declaration, and those behind it up to an offset whose initialisers need its value; in the order of the code.
 * Undefined where one of them cannot be split, or where something else there needs the value.
 */
export function splitWithDependents(
  place: Placement,
  until: number,
  view: CodeView,
): readonly SplitDeclaration[] | undefined {
  const first = place.isDeclaration ? splitDeclaration(place, view) : undefined;
  if (!first) return undefined;
  const splits = [first];
  for (let start = view.after(place.end); start < until; ) {
    const end = statementEnd(view, start);
    if (end === undefined || end > until) return undefined;
    const statement = { start, end };
    if (splits.some(({ name }) => view.mentions(statement, name))) {
      const split = splitDeclaration(statement, view);
      const outside = split && { start, end: split.init.start };
      if (!outside || splits.some(({ name }) => view.mentions(outside, name))) return undefined;
      splits.push(split);
    }
    start = view.after(end);
  }
  return splits;
}

/**
 * Where code begins behind macros that declare, such as `XA_STATE(...)`: a call in capitals that is no assertion and
 * stands where the declarations end.
 */
export function behindDeclaringMacros(codeStart: number, view: CodeView): number {
  let start = codeStart;
  for (;;) {
    const [, name] = /^([A-Z][A-Z0-9_]*)\s*\(/.exec(view.code.slice(start, start + 80)) ?? [];
    const end = name === undefined || anyAssertionOf(name) ? undefined : statementEnd(view, start);
    if (end === undefined) return start;
    start = view.after(end);
  }
}

const DECLARATOR = /\w[\s*]+([A-Za-z_]\w*)\s*=$/;
const FUNCTION_POINTER = /\(\s*\*\s*([A-Za-z_]\w*)\s*\)\s*\([^()]*\)\s*=$/;

/** Splits a declaration of one plain local with an initialiser; undefined for any other. */
export function splitDeclaration(place: Span, view: CodeView): SplitDeclaration | undefined {
  if (isContinued(view.text, place)) return undefined;
  const code = view.code.slice(place.start, place.end);
  if (!/^(?!(?:static|register|__auto_type|return)\b)[A-Za-z_]/.test(code) || !code.endsWith(';')) return undefined;
  const equals = topLevel(code, '=');
  if (equals === undefined || topLevel(code, ',') !== undefined) return undefined;
  const head = code.slice(0, equals + 1);
  const name = (FUNCTION_POINTER.exec(head) ?? DECLARATOR.exec(head))?.[1];
  if (name === undefined || isConstant(head)) return undefined;
  const init = { start: view.after(place.start + equals + 1), end: view.before(place.end - 1) + 1 };
  if (view.code.charAt(init.start) === '{' || init.end <= init.start) return undefined;
  const start = view.before(place.start + equals) + 1;
  return {
    name,
    init,
    edit: { span: { start, end: place.end - 1 }, newText: '' },
    assignment: `${name} = ${view.textOf(init)};`,
  };
}

/** The offset of a character outside of brackets, of `=` only where it assigns. */
function topLevel(code: string, wanted: '=' | ','): number | undefined {
  let depth = 0;
  for (let at = 0; at < code.length; at += 1) {
    const character = code.charAt(at);
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (depth === 0 && character === wanted && (wanted === ',' || assigns(code, at))) return at;
  }
  return undefined;
}

function assigns(code: string, at: number): boolean {
  return code.charAt(at + 1) !== '=' && !'=!<>'.includes(code.charAt(at - 1) || ' ');
}

/** Whether the variable itself is constant and needs its value where it is declared. */
function isConstant(head: string): boolean {
  return /\*\s*const\b[^*]*$/.test(head) || (/\bconst\b/.test(head) && !head.includes('*'));
}

/** The offset behind the `;` that ends the statement at an offset. */
function statementEnd({ code }: CodeView, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < code.length; at += 1) {
    const character = code.charAt(at);
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (depth < 0) return undefined;
    if (depth === 0 && character === ';') return at + 1;
  }
  return undefined;
}
