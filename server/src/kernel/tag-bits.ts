/** The names of tag bits in `->mapping`, and the words of the matrix that have each of them set. */
import type { FieldValues } from './matrix-types.ts';

type MappingWord = FieldValues['mapping'];

const ANON: readonly MappingWord[] = ['anon-tagged', 'ksm-tagged', '0x1'];
const MOVABLE: readonly MappingWord[] = ['movable-tagged', 'ksm-tagged'];
const ANY: readonly MappingWord[] = ['anon-tagged', 'ksm-tagged', 'movable-tagged', '0x1'];

/**
 * 0x1 is bit 0, so a test of the anonymous bit is true for it (6.1: include/linux/page-flags.h:641 and :650,
 * 6.12: include/linux/page-flags.h:673 and :682, 7.1: include/linux/page-flags.h:711).
 */
const MASKS: ReadonlyMap<string, readonly MappingWord[]> = new Map([
  ['PAGE_MAPPING_ANON', ANON],
  ['FOLIO_MAPPING_ANON', ANON],
  ['PAGE_MAPPING_DAX_COW', ANON],
  ['PAGE_MAPPING_DAX_SHARED', ANON],
  ['PAGE_MAPPING_MOVABLE', MOVABLE],
  ['PAGE_MAPPING_KSM', ANY],
  ['FOLIO_MAPPING_KSM', ANY],
  ['PAGE_MAPPING_FLAGS', ANY],
  ['FOLIO_MAPPING_FLAGS', ANY],
]);

/** The mapping words in which a test of a mask, a name or a number, is true; undefined for what is no mask of tag bits. */
export function tagMaskOf(name: string): readonly MappingWord[] | undefined {
  return MASKS.get(name) ?? NUMBERS.get(name.replace(/[uUlL]+$/, '').toLowerCase());
}

/** Whether a mask, a name or a number, is the bit of anonymous memory and no other. */
export function isAnonBit(name: string): boolean {
  return tagMaskOf(name) === ANON;
}

/** The mapping words that equal a named constant; undefined for a name that is none. */
export function wordsEqualTo(name: string): readonly MappingWord[] | undefined {
  return MARKERS.has(name) ? ['0x1'] : undefined;
}

/** The marker of a FS-DAX page that files share, as the eras from 6.0 to 6.14 name it. */
const MARKERS: ReadonlySet<string> = new Set(['PAGE_MAPPING_DAX_COW', 'PAGE_MAPPING_DAX_SHARED']);

/** Masks written as numbers. */
const NUMBERS: ReadonlyMap<string, readonly MappingWord[]> = new Map([
  ['1', ANON],
  ['0x1', ANON],
  ['2', MOVABLE],
  ['0x2', MOVABLE],
  ['3', ANY],
  ['0x3', ANY],
]);

/** Predicates that are true exactly for some words of `->mapping`, whatever the page (6.1: include/linux/page-flags.h:657 to :693). */
const WORD_PREDICATES: ReadonlyMap<string, readonly MappingWord[]> = new Map([
  ['PageAnon', ANON],
  ['folio_test_anon', ANON],
  ['PageMappingFlags', ANY],
  ['folio_mapping_flags', ANY],
]);

/** The words for which a predicate about the tag bits is true; undefined for any other function. */
export function taggedWordsOf(predicate: string): readonly MappingWord[] | undefined {
  return WORD_PREDICATES.get(predicate);
}

/** The words that are tags: set, and not to be followed. */
export const TAGGED_WORDS: readonly MappingWord[] = ANY;

/** Every word that `->mapping` can hold and that is no tag. */
export const PLAIN_WORDS: readonly MappingWord[] = ['null', 'address_space', 'slab-word', 'undefined'];

export type { MappingWord };
