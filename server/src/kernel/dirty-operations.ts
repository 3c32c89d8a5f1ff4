/** The operation that a table of a DAX inode has for dirty pages: one that does nothing, under the name of its time. */
import { helper } from './helper-table.ts';
import type { Helper } from './helper-types.ts';

/** A function of the kernel, and the member of `struct address_space_operations` that it is for. */
export interface DirtyOperation {
  readonly row: Helper;
  readonly member: string;
}

/** Newest first; which a tree has is for its headers to say (6.1 and 6.12: fs/ext4/inode.c, fs/xfs/xfs_aops.c, fs/ext2/inode.c). */
export const NO_DIRTY_OPERATIONS: readonly DirtyOperation[] = [
  { name: 'noop_dirty_folio', member: 'dirty_folio' },
  { name: 'noop_set_page_dirty', member: 'set_page_dirty' },
].flatMap(({ name, member }) => {
  const row = helper(name);
  return row === undefined ? [] : [{ row, member }];
});
