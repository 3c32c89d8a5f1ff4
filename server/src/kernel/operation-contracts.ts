/** What the operations tables of the kernel promise about the pages that they are called with. */
import { type KindSet, kindSet } from './kinds.ts';

/** One operation: in every release that has it, its page or folio is of these kinds only. */
export interface OperationContract {
  readonly table: string;
  readonly member: string;
  readonly kinds: KindSet;
  readonly evidence: string;
}

const CACHE = kindSet('cache');

/**
 * A file without page cache never gets here: a lookup in `i_pages` of a DAX file finds entries and not folios
 * (6.12: include/linux/pagemap.h:775), and these operations are called with what such a lookup found or inserted.
 * `set_page_dirty` and `dirty_folio` are not in the list: they are called for a page that a user mapped.
 */
export const OPERATION_CONTRACTS: readonly OperationContract[] = [
  row('readpage', '5.9: mm/filemap.c'),
  row('read_folio', '6.12: mm/filemap.c'),
  row('readpages', '5.9: mm/readahead.c'),
  row('writepage', '6.1: mm/page-writeback.c'),
  row('write_begin', '6.12: mm/filemap.c'),
  row('write_end', '6.12: mm/filemap.c'),
  row('releasepage', '5.9: mm/filemap.c'),
  row('release_folio', '6.12: mm/filemap.c'),
  row('launder_page', '5.9: mm/truncate.c'),
  row('launder_folio', '6.12: mm/truncate.c'),
  row('is_partially_uptodate', '6.12: mm/filemap.c'),
  row('invalidatepage', '5.9: mm/truncate.c'),
  row('invalidate_folio', '6.12: mm/truncate.c'),
  row('is_dirty_writeback', '6.1: mm/vmscan.c'),
  row('migrate_folio', '6.12: mm/migrate.c'),
  row('error_remove_page', '6.1: mm/truncate.c'),
  row('error_remove_folio', '6.12: mm/truncate.c'),
];

function row(member: string, evidence: string): OperationContract {
  return { table: 'struct address_space_operations', member, kinds: CACHE, evidence };
}

/** The kinds that a member of an operations table is called with; undefined where nothing is promised. */
export function contractOf(table: string, member: string): KindSet | undefined {
  return OPERATION_CONTRACTS.find((each) => each.table === table && each.member === member)?.kinds;
}
