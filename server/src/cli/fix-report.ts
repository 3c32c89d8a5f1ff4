/** The outcome of mending as plain data, and the words and patches that it is shown by. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { FileJob } from '../store/analyse-file.ts';
import type { LocatedFix, TextChange } from '../store/mended-file.ts';
import type { Analysis } from '../store/pool.ts';
import { failure } from './check-report.ts';
import type { NotRead } from './file-jobs.ts';
import { printablePath } from './printable.ts';

/** The lines of context that a kernel patch has. */
const CONTEXT = 3;

export interface ChangedFile {
  readonly job: FileJob;
  readonly change: TextChange;
}

export interface FixReport {
  /** In the order of the files that were named. */
  readonly changed: readonly ChangedFile[];
  /** In that order, then in that of the text. */
  readonly applied: readonly LocatedFix[];
  /** The number of findings that the mended files have. */
  readonly left: number;
  /** The number of those that a fix would mend, if somebody looked at it. */
  readonly fixable: number;
  /** Sorted by name. */
  readonly notRead: readonly NotRead[];
}

/** Sums up an analysis. */
export function fixReport(analysis: Analysis, walkTrouble: readonly NotRead[]): FixReport {
  const changed: ChangedFile[] = [];
  const applied: LocatedFix[] = [];
  const notRead: NotRead[] = [...walkTrouble];
  let left = 0;
  let fixable = 0;
  for (const { job, report } of analysis.reports) {
    if (report.status === 'unreadable') notRead.push({ file: job.name, why: report.why });
    if (report.status === 'failed') notRead.push({ file: job.name, why: failure(report.why) });
    if (report.status !== 'mended') continue;
    if (report.change !== undefined) changed.push({ job, change: report.change });
    applied.push(...report.applied);
    left += report.left.length;
    fixable += report.fixable;
  }
  notRead.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  return { changed, applied, left, fixable, notRead };
}

/** The bytes that the file was read from. */
export function bytesBefore({ before, isUtf8 }: TextChange): Uint8Array {
  return Buffer.from(before, isUtf8 ? 'utf8' : 'latin1');
}

/** The bytes that it is mended to. */
export function bytesAfter({ after, isUtf8 }: TextChange): Uint8Array {
  return Buffer.from(after, isUtf8 ? 'utf8' : 'latin1');
}

/** A unified diff of one file, named from the root of its tree as patches of the kernel are. */
export function patchOf({ job, change }: ChangedFile): Uint8Array {
  const { before, after, isUtf8 } = change;
  const path = job.path.replace(/^\//, '');
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: CONTEXT,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return Buffer.from(patch, isUtf8 ? 'utf8' : 'latin1');
}

/** One line that says what was done, and what somebody has to decide about it. */
export function appliedLine({ file, line, rule, title, eye }: LocatedFix): string {
  const look = eye === undefined ? '' : `; look it over: ${eye}`;
  return `${printablePath(file)}:${line}: ${title}  [${rule}]${look}`;
}

/** How much was mended and how much is left. */
export function countsLine(
  { applied, changed, left, fixable }: FixReport,
  { write, all }: { readonly write: boolean; readonly all: boolean },
): string {
  const done =
    applied.length === 0
      ? `nothing ${all ? '' : 'safe '}to mend`
      : `${counted(applied.length, 'fix', 'fixes')} in ${counted(changed.length, 'file', 'files')}`;
  const rest = left === 0 ? '' : `, ${counted(left, 'finding is', 'findings are')} left`;
  const more = fixable === 0 ? '' : `, ${fixable} of them with a fix to look over (--all takes it)`;
  const how = applied.length === 0 || write ? '' : '; --write changes the files';
  return `${done}${rest}${more}${how}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
