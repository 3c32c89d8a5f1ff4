/**
 * What walks or looks into the array of a file's cache. Its entries are folios, or values that are no pointers: a DAX
 * page is never found there as a page (6.1: include/linux/xarray.h:1329 to :1800, 6.12: include/linux/xarray.h:1360 to
 * :1870; include/linux/fs.h has the array as a member of `struct address_space`).
 */
import { type KindSet, kindSet } from './kinds.ts';

/** The kinds of page that stand in the array of a mapping: those of files, and in the mappings of swap those of swap. */
export const ENTRY_KINDS: KindSet = kindSet('cache', 'swapcache');

/** The member of `struct address_space`; its name was `page_tree` up to 4.16. */
export const CACHE_ARRAYS: readonly string[] = ['i_pages', 'page_tree'];

const ARRAYS: ReadonlySet<string> = new Set(CACHE_ARRAYS);

/** The type of a cursor over an array. */
export const CURSOR_TYPE = 'struct xa_state';

/** Macros that declare a cursor, named by the first argument, over the array at the second. */
const DECLARE: ReadonlySet<string> = new Set(['XA_STATE', 'XA_STATE_ORDER']);

/** Functions and iterators that answer an entry, by the place of the cursor, the array or a slot of it. */
const LOOKUPS: ReadonlySet<string> = new Set([
  'xas_load',
  'xas_reload',
  'xas_find',
  'xas_find_marked',
  'xas_find_conflict',
  'xas_next',
  'xas_prev',
  'xas_next_entry',
  'xas_next_marked',
  'xas_for_each',
  'xas_for_each_marked',
  'xas_for_each_conflict',
  'xa_load',
  'xa_find',
  'xa_find_after',
  'xa_for_each',
  'xa_for_each_range',
  'xa_for_each_marked',
  'radix_tree_lookup',
  'radix_tree_lookup_slot',
  '__radix_tree_lookup',
  'radix_tree_deref_slot',
  'radix_tree_deref_slot_protected',
  'radix_tree_for_each_slot',
  'radix_tree_for_each_tagged',
]);

/** Whether a member of a mapping is the array of its cache. */
export function isCacheArray(member: string): boolean {
  return ARRAYS.has(member);
}

/** Whether a macro declares a cursor. */
export function declaresCursor(macro: string): boolean {
  return DECLARE.has(macro);
}

/** Whether a call or an iterator answers what is found in the array that its arguments lead to. */
export function looksUpEntry(name: string): boolean {
  return LOOKUPS.has(name);
}
