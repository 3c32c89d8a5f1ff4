/** What a finding is about in words that outlive edits: lines that move, files that get other names, pages that become folios. */
import type { Finding } from '../model/finding.ts';
import type { Site } from '../model/site.ts';
import type { Span } from '../text/span.ts';
import type { Entry } from './item-list.ts';

/** The function and the expression that a finding is about. */
export interface Subject {
  /** The function, macro or variable around it as it is written; empty where nothing with a name is. */
  readonly function: string;
  /** The same in words that do not tell a page from a folio. */
  readonly functionKey: string;
  /** The expression in such words, `@->mapping`; without spaces. */
  readonly expression: string;
  /** The item of the file that it stands in, from its first character to its last. */
  readonly item: Span;
}

/** Stands for a page or a folio. */
const PAGE = '@';

/** An expression is cut here: what comes later in a long condition does not tell it from others. */
const LONGEST = 200;

/** A page as it is handed from one to the other type, `page_folio(x)` or `&x->page`. */
const HANDED_OVER = /^(?:@|@_@|compound_head|head_@)\((.*)\)$/;

/** Says what a finding is about, of the sites and items of its file. */
export function subjectOf(
  finding: Pick<Finding, 'start' | 'end' | 'siteAt'>,
  file: { readonly text: string; readonly sites: readonly Site[]; readonly entries: readonly Entry[] },
): Subject {
  const site = finding.siteAt === undefined ? undefined : file.sites.find(({ at }) => at === finding.siteAt);
  const entry = file.entries.find(({ start, end }) => start <= finding.start && finding.start < end);
  const name = site?.functionName ?? nameIn(entry);
  const expression =
    site === undefined
      ? keyOf(file.text.slice(finding.start, finding.end)).slice(0, LONGEST)
      : `${baseKey(site.base)}->${site.field}`;
  const { start, end } = entry ?? finding;
  return { function: name, functionKey: keyOf(name), expression, item: { start, end } };
}

/** The name of what an item defines. */
function nameIn(entry: Entry | undefined): string {
  if (entry === undefined) return '';
  const { functions, macros, tables, variables, structs } = entry.declared;
  for (const declared of [functions, macros, tables, variables, structs]) {
    for (const name of declared.keys()) return name;
  }
  return '';
}

/** A variable has any name; what is read from somewhere keeps its words. */
function baseKey(base: string): string {
  let key = keyOf(base);
  for (;;) {
    const inner =
      HANDED_OVER.exec(key)?.[1] ?? /^\((.*)\)$/.exec(key)?.[1] ?? /^&?\(?(.*?)\)?->@$/.exec(key)?.[1] ?? key;
    if (inner === key || !isBalanced(inner)) break;
    key = inner;
  }
  return /^\w+$/.test(key) ? PAGE : key;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '(' || char === '[') depth += 1;
    if (char === ')' || char === ']') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** C text without comments and spaces, in words that do not tell a page from a folio. */
function keyOf(text: string): string {
  return text
    .replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, ' ')
    .replace(/\bPage([A-Z]\w*)/g, (_, word: string) => `folio_test${snake(word)}`)
    .replace(/\w+/g, wordKey)
    .replace(/\s+(?=\W)|(?<=\W)\s+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function wordKey(word: string): string {
  if (!/page|folio/i.test(word)) return word;
  return word
    .split('_')
    .map((part) => (/^(?:page|folio)s?$/i.test(part) ? PAGE : part))
    .join('_')
    .replace(/@(?:_@)+/g, PAGE);
}

function snake(word: string): string {
  return word.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
}
