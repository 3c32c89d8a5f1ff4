/** The helpers that answer for `->mapping` with an address_space or NULL, never with a tagged word. */
import { type Helper, rowsOf } from './helper-table.ts';

/**
 * In the order of preference for a value that is followed to its host. For a page in the swap cache `page_mapping()` and
 * `folio_mapping()` answer with the address_space of swap, whose `host` is NULL; `page_mapping_file()` answers NULL
 * (6.1: mm/util.c:767, mm/swap_state.c:670, include/linux/pagemap.h:443).
 */
const NAMES: readonly string[] = ['page_mapping_file', 'page_mapping', 'folio_mapping'];

const ANSWERS_NULL_FOR_SWAP: ReadonlySet<string> = new Set(['page_mapping_file']);

/** The rows of these helpers, best first. */
export const UNTAGGED_MAPPING: readonly Helper[] = NAMES.flatMap((name) =>
  rowsOf(name).filter((row) => row.role === 'passthrough'),
);

/** Whether a helper answers NULL for a page in the swap cache. */
export function answersNullForSwap(row: Helper): boolean {
  return ANSWERS_NULL_FOR_SWAP.has(row.name);
}
