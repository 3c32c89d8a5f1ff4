/** The fields of the matrix by the names under which a person meets them in code. */

import { type Era, eraIndex } from './eras.ts';
import type { Field } from './matrix-types.ts';

/** How a field is written and what it is. */
export interface FieldName {
  readonly field: Field;
  /** How a heading writes it, for a page; `folio->mapping` and the like follow from it. */
  readonly title: string;
  /** The words that mean it, beside its title: members, flags, and what people say. */
  readonly words: readonly string[];
  /** The helpers whose answer is the cell. */
  readonly helpers: readonly string[];
  /** What it is, in one sentence without a full stop. */
  readonly meaning: string;
  /** The head of the column of its cells. */
  readonly column: string;
}

/** Every field, in the order of `FIELDS`; the ones that are members of `struct page` or `struct folio` come as `page->x`. */
export const FIELD_NAMES: readonly FieldName[] = [
  named('mapping', 'page->mapping', 'the way from a page to its file, unless its low bits are a tag or it is NULL'),
  answered(
    'mappingHelper',
    'page_mapping()',
    ['page_mapping', 'folio_mapping'],
    'the word `->mapping` without its tag, or the address_space of swap',
  ),
  answered('anonBit', 'PageAnon()', ['PageAnon', 'folio_test_anon'], 'whether bit 0 of `->mapping` is set'),
  {
    ...named('host', 'page->mapping->host', 'the inode behind `->mapping`, where the word may be followed at all'),
    words: ['host', 'mapping->host'],
    column: 'is',
  },
  named('inode', 'page->inode', 'the member that was proposed in 2017 for DAX pages; no release has it'),
  named('index', 'page->index', 'the place of the page in its file, for a shared DAX page from 6.0 on a count instead'),
  named(
    'share',
    'page->share',
    'another name for the word of `->index`, from 6.2 on, for the count of a shared DAX page',
  ),
  named('private', 'page->private', 'a word for the owner of the page: buffers, a slot in swap'),
  named('lru', 'page->lru', 'the links of an LRU list; in device memory the two words hold something else'),
  {
    ...answered('onLru', 'PG_lru', ['PageLRU', 'folio_test_lru'], 'whether such a page can be on an LRU list'),
    column: 'can be',
  },
  named('pgmap', 'page->pgmap', 'the device that the page belongs to; in ordinary memory the word is a link of a list'),
  {
    ...answered(
      'refcount',
      'page_ref_count()',
      ['page_ref_count', 'page_count', 'folio_ref_count'],
      'the references to the page, and what their number is while nobody uses it',
    ),
    words: ['refcount', '_refcount'],
    column: 'is',
  },
  {
    ...answered('dirty', 'PG_dirty', ['PageDirty', 'folio_test_dirty'], 'what the flag says of the data'),
    column: 'says',
  },
  {
    ...answered('uptodate', 'PG_uptodate', ['PageUptodate', 'folio_test_uptodate'], 'what the flag says of the data'),
    column: 'says',
  },
  {
    ...named('inPages', 'i_pages', 'the form in which the file of a page holds it in its `i_pages`'),
    words: ['mapping->i_pages'],
    column: 'is held',
  },
  {
    ...named('stability', 'stability', 'what keeps a page and its file together while they are looked at'),
    words: ['locking'],
    column: 'is kept by',
  },
];

/** Returns the name of a field. */
export function fieldName(field: Field): FieldName {
  const found = FIELD_NAMES.find((name) => name.field === field);
  if (found === undefined) throw new Error(`the field ${field} has no name`);
  return found;
}

/** A field as somebody wrote it: in a page, in a folio, or without saying of what. */
export interface NamedField {
  readonly name: FieldName;
  readonly owner: 'page' | 'folio';
}

/**
 * Reads `page->mapping`, `folio.mapping`, `struct page::mapping`, `->mapping`, `mapping` or `PG_dirty`; undefined for
 * anything else, members of other structs and the names of helpers among it.
 */
export function parseField(text: string): NamedField | undefined {
  const match = /^(?:(?:struct\s+)?(?:(page|folio)\s*)?(?:->|\.|::)\s*)?(\w[\w>.-]*)$/.exec(text.trim());
  if (match === null) return undefined;
  const [, owner, member = ''] = match;
  const word = member.replace(/\.|::/g, '->');
  const name = FIELD_NAMES.find(({ title, words }) => title === word || words.includes(word));
  return name === undefined ? undefined : { name, owner: owner === 'folio' ? 'folio' : 'page' };
}

/** Writes a field as its owner has it: `folio->mapping`. */
export function titleOf({ name, owner }: NamedField): string {
  return name.title.replace(/^page->/, `${owner}->`);
}

/** Returns the field whose cells a helper answers with. */
export function fieldOfHelper(helper: string): FieldName | undefined {
  return FIELD_NAMES.find(({ helpers }) => helpers.includes(helper));
}

/** Tells whether an era has `struct folio`. */
export function hasFolio(era: Era): boolean {
  return eraIndex(era.id) >= eraIndex('5.16');
}

function named(field: Field, title: string, meaning: string): FieldName {
  return { field, title, words: [title.replace('page->', '')], helpers: [], meaning, column: 'holds' };
}

function answered(field: Field, title: string, helpers: readonly string[], meaning: string): FieldName {
  return { field, title, words: [], helpers, meaning, column: 'answers' };
}
