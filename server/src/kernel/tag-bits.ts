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

/** The mapping words in which a test of the named mask is true; undefined for a name that is no mask of tag bits. */
export function tagMaskOf(name: string): readonly MappingWord[] | undefined {
  return MASKS.get(name);
}
