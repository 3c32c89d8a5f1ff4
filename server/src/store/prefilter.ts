/** The prefilter tells from a file's bytes whether it can hold a site, without decoding or parsing it. */
import { CACHE_ARRAYS } from '../kernel/entry-lookups.ts';
import { helpersOf } from '../kernel/helper-table.ts';
import { DAX_FILE_QUESTIONS, TRUNCATIONS } from '../kernel/layout-breaks.ts';
import { PIN_CALLS } from '../kernel/pins.ts';
import {
  DAX_SOURCES,
  FILE_FIELDS,
  MEMBER_FIELDS,
  PAGE_WORDS,
  questionsAbout,
  SILENT_RELEASES,
  SITE_FIELDS,
  type SiteField,
} from '../kernel/site-fields.ts';

const WORD_BYTE = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$')
  WORD_BYTE[char.charCodeAt(0)] = 1;

const SPACE_BYTE = new Uint8Array(256);
for (const char of ' \t\n\v\f\r') SPACE_BYTE[char.charCodeAt(0)] = 1;

/** What may stand before a member's name: `->`, `.`, the end of a comment, a continued line, `##`. */
const BEFORE_MEMBER = new Set([...'>./\\#'].map((char) => char.charCodeAt(0)));

/**
 * Tells whether one of the words occurs as a member access. It may say yes for a file without a site (another struct
 * has the member), and never says no for one with a site, other than where a name is split by a line continuation.
 */
export function holdsMember(bytes: Buffer, words: readonly string[]): boolean {
  return words.some((word) => {
    for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1)) {
      if (isWhole(bytes, at, word.length) && followsAccess(bytes, at)) return true;
    }
    return false;
  });
}

// Bytes outside the buffer read as undefined, and index 0 (NUL) is neither a word nor a space.
function isWhole(bytes: Buffer, at: number, length: number): boolean {
  return WORD_BYTE[bytes[at - 1] ?? 0] === 0 && WORD_BYTE[bytes[at + length] ?? 0] === 0;
}

function followsAccess(bytes: Buffer, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && SPACE_BYTE[bytes[before] ?? 0] === 1) before -= 1;
  return BEFORE_MEMBER.has(bytes[before] ?? 0);
}

/** One pass over the text is several times faster than one search a name. */
const DAX_SOURCE = anyOf(DAX_SOURCES);
const OF_PAGE = new RegExp(PAGE_WORDS.join('|'));

function anyOf(names: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${names.join('|')})\\b`);
}

/**
 * Tells whether a file with these bytes can hold a site of one of the fields; with `sourceInItem`, beside `mapping` and
 * `inode`, one of a page that a function of the file gets and that can be DAX.
 */
export function canHoldSite(
  bytes: Buffer,
  fields: readonly SiteField[] = SITE_FIELDS,
  sourceInItem: boolean | undefined = false,
): boolean {
  if (holdsMember(bytes, FILE_FIELDS)) return true;
  const others = MEMBER_FIELDS.filter((field) => fields.includes(field) && !FILE_FIELDS.includes(field));
  const calls = [...questionsAbout(fields), ...(fields.includes('refcount') ? SILENT_RELEASES : [])];
  if (others.length === 0 && calls.length === 0) return false;
  if (sourceInItem && !bytes.includes('page') && !bytes.includes('folio')) return holdsMember(bytes, ['pgmap']);
  const text = bytes.toString('latin1');
  if (sourceInItem ? !DAX_SOURCE.test(text) : !OF_PAGE.test(text)) return holdsMember(bytes, ['pgmap']);
  return holdsMember(bytes, others) || (calls.length > 0 && anyOf(calls).test(text));
}

/** A file that has none of these words has no page in it to hand on, and installs no operations that get one. */
const CARRIERS = ['struct page', 'struct folio', 'b_page', 'bv_page', 'a_ops', 'address_space_operations', 'S_DAX'];

/** Tells whether a file with these bytes can contribute to where pages go in the whole tree. */
export function canHandOnPages(bytes: Buffer): boolean {
  return CARRIERS.some((word) => bytes.includes(word));
}

/** A finding without a site is about a suppression, or about a predicate: a function of one of these that asks a guard. */
const SUPPRESSION = 'daxlint-ok';
const PREDICATE_SUBJECTS = [
  'struct page',
  'struct folio',
  'struct inode',
  'struct address_space',
  'struct vm_area_struct',
];
const GUARD_CALL = anyOf(helpersOf('guard').map(({ name }) => name));

/** What a finding without a site is about beside these; a name that has another one in it is found with that. */
const NAMED = [...TRUNCATIONS, ...CACHE_ARRAYS, ...PIN_CALLS, ...DAX_FILE_QUESTIONS].filter(
  (name, _, all) => !all.some((other) => other !== name && name.includes(other)),
);

/** Tells whether a file with these bytes can hold a finding, where the rules look at the fields. */
export function canHoldFinding(bytes: Buffer, fields?: readonly SiteField[], sourceInItem?: boolean): boolean {
  if (canHoldSite(bytes, fields, sourceInItem) || bytes.includes(SUPPRESSION)) return true;
  if (NAMED.some((name) => bytes.includes(name))) return true;
  return PREDICATE_SUBJECTS.some((subject) => bytes.includes(subject)) && GUARD_CALL.test(bytes.toString('latin1'));
}
