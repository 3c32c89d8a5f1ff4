/** A declaration whose initialiser has to run later is split into a declaration and an assignment. */
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

const DECLARATOR = /(?:^|[\s*])([A-Za-z_]\w*)\s*=$/;
const FUNCTION_POINTER = /\(\s*\*\s*([A-Za-z_]\w*)\s*\)\s*\([^()]*\)\s*=$/;

/** Splits a declaration of one plain local with an initialiser; undefined for any other. */
export function splitDeclaration(place: Placement, view: CodeView): SplitDeclaration | undefined {
  if (!place.isDeclaration || isContinued(view.text, place)) return undefined;
  const code = view.code.slice(place.start, place.end);
  if (/^(?:static|const\s+\w+\s+\w+\s*=|register|__auto_type|typeof)\b/.test(code) || !code.endsWith(';')) return undefined;
  const equals = topLevel(code, '=');
  if (equals === undefined || topLevel(code, ',') !== undefined) return undefined;
  const head = code.slice(0, equals + 1);
  const name = (FUNCTION_POINTER.exec(head) ?? DECLARATOR.exec(head))?.[1];
  if (name === undefined || /\*\s*const\s/.test(head)) return undefined;
  const init = { start: view.after(place.start + equals + 1), end: view.before(place.end - 1) + 1 };
  if (view.code.charAt(init.start) === '{' || init.end <= init.start) return undefined;
  const start = view.before(place.start + equals) + 1;
  return { name, init, edit: { span: { start, end: place.end - 1 }, newText: '' }, assignment: `${name} = ${view.textOf(init)};` };
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
