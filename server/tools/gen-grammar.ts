/** The grammar that colours C in a kernel tree is a rendering of the helper table: it knows the helpers of DAX by name. */
import { readFileSync, writeFileSync } from 'node:fs';

/** What the grammar asks of a row of the helper table. */
export interface HelperName {
  readonly name: string;
  readonly role: string;
  /** A `field` is no call and keeps the colour of a member. */
  readonly form: 'function' | 'macro' | 'field';
}

/** The fields of `struct page` and `struct folio` that mean something else on a DAX page. */
export const PAGE_FIELDS = ['mapping', 'index', '__folio_index', 'lru', 'pgmap', 'share', 'private', 'inode'] as const;

const ABOUT_DAX = /dax|zone_device|device_(private|coherent|public)|p2pdma|devmap|pgmap/i;
const IDENTIFIER = '[A-Za-z_]\\w*';
const ACCESS = '(->|\\.)';
const PAGE_LIKE = '\\w*(?:page|folio)\\d*';

/** Renders the grammar; helpers that have nothing to do with device memory are left to the colours of C. */
export function renderGrammar(helpers: readonly HelperName[]): object {
  const field = `(${PAGE_FIELDS.join('|')})\\b(?!\\s*\\()`;
  // What follows the field: further members, and perhaps a call through the last one.
  const rest = `((?:\\s*(?:->|\\.)\\s*${IDENTIFIER}\\b(?!\\s*\\())*)(?:\\s*${ACCESS}\\s*(${IDENTIFIER})(?=\\s*\\())?`;
  return {
    name: 'DAX in Linux C',
    scopeName: 'dax.injection',
    injectionSelector: 'L:source.c -comment -string, L:source.cpp -comment -string',
    patterns: [{ include: '#helper' }, { include: '#field' }],
    repository: {
      helper: { patterns: helperPatterns(helpers) },
      field: {
        patterns: [
          // `page->mapping`, `vmf->page->index`: the whole chain, as C takes it whole as well.
          {
            match: `\\b((?:${IDENTIFIER}\\s*(?:->|\\.)\\s*)*)(${PAGE_LIKE})\\s*${ACCESS}\\s*${field}${rest}`,
            captures: {
              1: { patterns: [{ include: '#chain' }] },
              2: { name: 'variable.other.object.access.c' },
              3: { name: 'punctuation.separator.pointer-access.c' },
              4: { name: 'variable.other.member.c variable.other.constant.page-field.dax' },
              5: { patterns: [{ include: '#chain' }] },
              6: { name: 'punctuation.separator.pointer-access.c' },
              7: { name: 'entity.name.function.member.c' },
            },
          },
          // `page_folio(page)->mapping`, `(*page)->lru`, `pages[i]->mapping`: only the end of the base is in sight.
          {
            match: `(?<=(?:page|folio)\\)|(?:page|folio)s?\\[\\w\\])\\s*${ACCESS}\\s*${field}${rest}`,
            captures: {
              1: { name: 'punctuation.separator.pointer-access.c' },
              2: { name: 'variable.other.member.c variable.other.constant.page-field.dax' },
              3: { patterns: [{ include: '#chain' }] },
              4: { name: 'punctuation.separator.pointer-access.c' },
              5: { name: 'entity.name.function.member.c' },
            },
          },
        ],
      },
      chain: {
        patterns: [
          { match: '->', name: 'punctuation.separator.pointer-access.c' },
          { match: '\\.', name: 'punctuation.separator.dot-access.c' },
          { match: `${IDENTIFIER}(?=\\s*(?:->|\\.))`, name: 'variable.other.object.access.c' },
          { match: IDENTIFIER, name: 'variable.other.member.c' },
        ],
      },
    },
  };
}

/** Compares a grammar file with its rendering, or with `write` brings it up to date; returns whether it was. */
export function syncGrammar(path: string, mode: 'write' | 'check', helpers: readonly HelperName[]): boolean {
  const text = `${JSON.stringify(renderGrammar(helpers), null, 2)}\n`;
  let old: string | undefined;
  try {
    old = readFileSync(path, 'utf8');
  } catch {
    old = undefined;
  }
  if (old !== text && mode === 'write') writeFileSync(path, text);
  return old === text;
}

function helperPatterns(helpers: readonly HelperName[]): object[] {
  const named = helpers.filter(({ name, form }) => form !== 'field' && ABOUT_DAX.test(name) && /^\w+$/.test(name));
  const words = (guards: boolean) => {
    const names = named.filter(({ role }) => (role === 'guard') === guards).map(({ name }) => name);
    return [...new Set(names)].sort().join('|');
  };
  return [
    { match: `\\b(?:${words(true)})\\b`, name: 'support.function.guard.dax' },
    { match: `\\b(?:${words(false)})\\b`, name: 'support.function.dax' },
  ];
}
