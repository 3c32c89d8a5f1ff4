/** The fields of a page or folio whose use makes a site: members that are named, and states that a function is asked for. */
import { has as isFlagged, HELPERS } from './helper-table.ts';
import { DEVICE_KINDS, has, overlaps } from './kinds.ts';
import { QUESTIONS, RELEASES } from './questions.ts';
import type { AskedField } from './word-types.ts';

/** The members of `struct page` and `struct folio`. */
export const MEMBER_FIELDS = ['mapping', 'inode', 'index', 'share', 'lru', 'pgmap', 'private'] as const;

export type MemberField = (typeof MEMBER_FIELDS)[number];

export type SiteField = MemberField | AskedField;

/** Every field, members first. */
export const SITE_FIELDS: readonly SiteField[] = [
  ...new Set<SiteField>([...MEMBER_FIELDS, ...QUESTIONS.map((question) => question.field)]),
];

/** The fields that lead to a file: what the ledger lists unless it is asked for others. */
export const FILE_FIELDS: readonly SiteField[] = ['mapping', 'inode'];

const SPELLINGS: readonly string[] = ['page', 'Page', 'folio'];

/**
 * Text without any of these uses no page or folio of a known origin: what holds one says so, in the type of a declaration
 * or cast, or in the name of the member or function that it is read from; the few sources, and the few questions, that do not are named.
 */
export const PAGE_WORDS: readonly string[] = [
  ...SPELLINGS,
  ...[...HELPERS.filter((row) => row.yields !== undefined), ...QUESTIONS]
    .map(({ name }) => name)
    .filter((name) => !SPELLINGS.some((word) => name.includes(word))),
];

/** The functions that drop a reference and wake nobody. */
export const SILENT_RELEASES: readonly string[] = RELEASES.filter((release) => !release.wakes).map(({ name }) => name);

/** The functions that are known to yield pages which can be FS-DAX, and not just any page or what somebody put there. */
export const DAX_SOURCES: readonly string[] = HELPERS.filter(
  (row) =>
    !isFlagged(row, 'held') && row.yields?.some(({ kinds }) => overlaps(kinds, DEVICE_KINDS) && !has(kinds, 'slab')),
).map((row) => row.name);

/** Tells whether a word names a member that can be a site. */
export function isMemberField(word: string): word is MemberField {
  return MEMBER_FIELDS.some((field) => field === word);
}

/** Tells whether a word names a field. */
export function isSiteField(word: string): word is SiteField {
  return SITE_FIELDS.some((field) => field === word);
}

/** Returns the functions that ask one of the fields. */
export function questionsAbout(fields: Iterable<SiteField>): readonly string[] {
  const wanted = new Set(fields);
  return QUESTIONS.filter((question) => wanted.has(question.field)).map((question) => question.name);
}
