/**
 * A second count of the sites, by other means than the product's: the text without comments and literals, and the
 * nearest declaration above of the name before `->mapping`. It knows no scopes, no headers and no macros.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the plain reading takes the base of an access for. */
export type Guess = 'page' | 'other' | 'unknown';

export interface PlainAccess {
  /** `fs/dax.c:439:12`, 1-based, at the `->` or `.`; a tab is one column. */
  readonly at: string;
  readonly base: string;
  readonly guess: Guess;
}

const BLANKED = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/g;
const ACCESS = /(?:->|\.)\s*mapping\b(?!\s*\()/g;
const PAGES = new Set(['page', 'folio']);

/** Functions and members whose names say what they give. */
const GIVES_PAGE = /(?:^|_)(?:page|folio)$|^compound_head$/;

/** Yields every `->mapping` and `.mapping` in the C files and headers of a tree. */
export function* plainAccesses(root: string, folder = ''): Generator<PlainAccess> {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* plainAccesses(root, path);
    else if (entry.isFile() && /\.[ch]$/.test(entry.name)) yield* inFile(root, path);
  }
}

function* inFile(root: string, path: string): Generator<PlainAccess> {
  const bytes = readFileSync(join(root, path));
  if (!bytes.includes('mapping')) return;
  const text = bytes.toString('utf8').replace(BLANKED, (part) => part.replace(/[^\n]/g, ' '));
  for (const { index, 0: access } of text.matchAll(ACCESS)) {
    const before = text.slice(0, index);
    const line = before.split('\n').length;
    const column = index - before.lastIndexOf('\n');
    const base = baseBefore(before);
    // A page is hardly ever a variable itself; its pointer is followed.
    const guess = access.startsWith('.') ? 'unknown' : guessOf(base, before);
    yield { at: `${path}:${line}:${column}`, base, guess };
  }
}

/** The last name before an access, with what leads to it: `bh->b_page`, `page_folio()`, `pages[]`. */
function baseBefore(before: string): string {
  let text = before.slice(-400).trimEnd();
  let end = '';
  for (let last = text.at(-1); last === ')' || last === ']'; last = text.at(-1)) {
    const open = openOf(text);
    if (open < 0) return '';
    end = last === ')' ? '()' : '[]';
    text = text.slice(0, open).trimEnd();
  }
  const [, lead = '', name = ''] = /((?:->|\.)\s*)?([A-Za-z_]\w*)$/.exec(text) ?? [];
  return name === '' ? '' : `${lead.trim()}${name}${end}`;
}

function openOf(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const character = text.charAt(at);
    if (character === ')' || character === ']') depth += 1;
    else if ((character === '(' || character === '[') && --depth === 0) return at;
  }
  return -1;
}

function guessOf(base: string, before: string): Guess {
  const name = /[A-Za-z_]\w*/.exec(base)?.[0] ?? '';
  if (base === '' || base.endsWith('()') || base.startsWith('->') || base.startsWith('.'))
    return GIVES_PAGE.test(name) ? 'page' : 'unknown';
  // The parameters of the function, and what it declares itself, stand behind the last line that begins a definition.
  const body = before.slice(Math.max(0, before.lastIndexOf('\n}\n')));
  // Several names can follow one type, `struct folio *src, *dst = page_folio(page);`, but no second type comes between.
  const declaration = `\\bstruct\\s+(\\w+)\\s*(?:\\bconst\\s*)?\\*+(?:(?!\\bstruct\\b)[^;{}()])*?(?<![>.])\\b${name}\\b\\s*(?=[,;=)[])`;
  const declared = [...body.matchAll(new RegExp(declaration, 'g'))];
  const type = declared.at(-1)?.[1];
  if (type === undefined) return 'unknown';
  return PAGES.has(type) ? 'page' : 'other';
}
