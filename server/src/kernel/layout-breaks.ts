/**
 * What drops the pages of a file without a look at who has them pinned, what waits for the pins of a DAX file, and from
 * which operations a file that is in use is truncated.
 */
import type { EraId } from './eras.ts';
import { availability, has, HELPERS, helpersOf, rowsOf } from './helper-table.ts';
import { has as isInSet } from './kinds.ts';

/** The functions that drop the pages of a file: of the first argument, from the offset on that is the second. */
export const TRUNCATIONS: readonly string[] = HELPERS.filter((row) => has(row, 'from-offset')).map(({ name }) => name);

const TRUNCATING: ReadonlySet<string> = new Set(TRUNCATIONS);

/** Tells whether a function drops the pages of a file. */
export function isTruncation(name: string): boolean {
  return TRUNCATING.has(name);
}

/** Tells whether a function waits until nobody has a page of a DAX file pinned, or is the one by which others do. */
export function waitsForPins(name: string): boolean {
  return WAITS.has(name);
}

const WAITS: ReadonlySet<string> = new Set(helpersOf('layout-break').map(({ name }) => name));

/** Tells whether an era has what a filesystem needs to find out that a page of a DAX file is pinned. */
export function canWait(era: EraId): boolean {
  return helpersOf('layout-break').some((row) => row.config !== undefined && availability(row, era) !== 'none');
}

/** Tells whether a function answers whether a file is DAX, by its inode, mapping, area or open file. */
export function asksForDax(name: string): boolean {
  return rowsOf(name).some((row) => row.role === 'guard' && ASKED.has(row.subject) && row.config !== undefined);
}

const ASKED: ReadonlySet<string> = new Set(['inode', 'address_space', 'vma', 'file']);

/** The functions that answer whether a file is DAX: what is no DAX file for them has no DAX page. */
export const DAX_FILE_QUESTIONS: readonly string[] = HELPERS.filter(
  ({ role, subject, excludesWhenFalse }) =>
    role === 'guard' &&
    (subject === 'inode' || subject === 'address_space' || subject === 'file') &&
    excludesWhenFalse?.some(({ kinds }) => isInSet(kinds, 'fsdax')),
).map(({ name }) => name);

const DAX_FILE_QUESTION: ReadonlySet<string> = new Set(DAX_FILE_QUESTIONS);

/** Tells whether a function is one of them. */
export function asksFileForDax(name: string): boolean {
  return DAX_FILE_QUESTION.has(name);
}

/** What the size of a file is read by (6.1: include/linux/fs.h:853, 6.12: include/linux/fs.h:949). */
const SIZE = 'i_size';
const READS_SIZE = 'i_size_read';

/** The members of an inode that are, or point to, its mapping (6.1: include/linux/fs.h:615 and 668, 6.12: include/linux/fs.h:679 and 731). */
const MAPPINGS: ReadonlySet<string> = new Set(['i_mapping', 'i_data']);

/** Tells whether a member of an inode is its mapping. */
export function isMappingOfInode(member: string): boolean {
  return MAPPINGS.has(member);
}

/** What it is written by (6.1: include/linux/fs.h:881, 6.12: include/linux/fs.h:978). */
const WRITES_SIZE = 'i_size_write';

/** Tells whether a member of an inode, or a function that is asked, is the size of the file. */
export function isFileSize(name: string): boolean {
  return name === SIZE || name === READS_SIZE;
}

/** Tells whether a function gives a file another size. */
export function setsFileSize(name: string): boolean {
  return name === WRITES_SIZE;
}

/** An operation that is called for a regular file which others can have mapped and pinned. */
interface FileOperation {
  readonly table: string;
  readonly member: string;
  /** Blocks of the file are given up or exchanged here; `false` where the kernel only asks what has become of the file. */
  readonly changes: boolean;
  /** Where it is called. */
  readonly evidence: string;
}

const FILE_OPERATIONS: readonly FileOperation[] = [
  row('struct inode_operations', 'setattr', true, '6.1: fs/attr.c:499, 6.12: fs/attr.c:513'),
  row('struct file_operations', 'fallocate', true, '6.1: fs/open.c:323, 6.12: fs/open.c:333'),
  row('struct file_operations', 'open', true, '6.1: fs/open.c:880, 6.12: fs/open.c:960'),
  row('struct file_operations', 'unlocked_ioctl', true, '6.1: fs/ioctl.c:51, 6.12: fs/ioctl.c:51'),
  row('struct file_operations', 'remap_file_range', true, '6.1: fs/remap_range.c:396, 6.12: fs/remap_range.c:403'),
  row('struct inode_operations', 'getattr', false, '6.1: fs/stat.c:124, 6.12: fs/stat.c:170'),
  row('struct inode_operations', 'permission', false, '6.1: fs/namei.c:461, 6.12: fs/namei.c:473'),
  row('struct inode_operations', 'lookup', false, '6.1: fs/namei.c:1698, 6.12: fs/namei.c:1745'),
  row('struct dentry_operations', 'd_revalidate', false, '6.1: fs/namei.c:859, 6.12: fs/namei.c:873'),
];

/** What an operation does with the blocks of the file; undefined for one of which that is not known. */
export function operationOn(table: string, member: string): 'changes' | 'asks' | undefined {
  const operation = FILE_OPERATIONS.find((each) => each.table === table && each.member === member);
  return operation && (operation.changes ? 'changes' : 'asks');
}

function row(table: string, member: string, changes: boolean, evidence: string): FileOperation {
  return { table, member, changes, evidence };
}
