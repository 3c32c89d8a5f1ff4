/** Calls that put no page into what they are given: predicates, counts, references, and what empties a container. */
import { helper } from './helper-table.ts';
import type { HelperRole } from './helper-types.ts';

const QUIET_ROLES: ReadonlySet<HelperRole> = new Set([
  'guard',
  'refcount',
  'dirty',
  'locks',
  'lru',
  'needs-page-cache',
]);

/** Read in 6.1 and 6.12: include/linux/pagevec.h, include/linux/mm.h, mm/gup.c. */
const QUIET: ReadonlySet<string> = new Set([
  'pagevec_init',
  'pagevec_reinit',
  'pagevec_count',
  'pagevec_space',
  'pagevec_release',
  'folio_batch_init',
  'folio_batch_reinit',
  'folio_batch_count',
  'folio_batch_space',
  'folio_batch_release',
  'folio_batch_remove_exceptionals',
  'pagevec_remove_exceptionals',
  'unpin_user_pages',
  'unpin_user_pages_dirty_lock',
  'unpin_user_page_range_dirty_lock',
  'release_pages',
  'put_user_pages',
  'kfree',
  'kvfree',
]);

/** Whether a call of this name leaves arrays, containers and members of structs with the pages that they had. */
export function onlyReads(name: string): boolean {
  if (QUIET.has(name)) return true;
  const row = helper(name);
  return row !== undefined && row.yields === undefined && QUIET_ROLES.has(row.role);
}
