/** Files get a new content whole or not at all, and only as long as they are what they were when they were read. */
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { whyUnreadable } from './bytes.ts';
import { remove, unfinishedPath } from './unfinished.ts';

/** A file and its new content. */
export interface Replacement {
  /** As the user knows it. */
  readonly name: string;
  /** Absolute; a symbolic link stays, and what it leads to is replaced. */
  readonly path: string;
  /** What was read. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** A file that could not be replaced. */
export interface NotReplaced {
  readonly name: string;
  /** The end of a sentence that begins with the name. */
  readonly why: string;
}

interface Prepared extends Replacement {
  readonly real: string;
  readonly unfinished: string;
}

/**
 * Replaces files, each by one step that readers see whole; mode and owner stay. Where one of them has changed since it
 * was read, or cannot be written, none is replaced and that one is returned.
 */
export function replaceFiles(replacements: readonly Replacement[]): NotReplaced | undefined {
  const prepared: Prepared[] = [];
  try {
    const seen = new Set<string>();
    for (const replacement of replacements) {
      const made = prepare(replacement, seen);
      if (made === undefined) continue;
      if ('why' in made) return made;
      prepared.push(made);
    }
    for (const each of prepared) if (!isAsRead(each.real, each.before)) return changed(each);
    for (const each of prepared) {
      try {
        renameSync(each.unfinished, each.real);
      } catch (error) {
        return { name: each.name, why: whyNotWritten(error) };
      }
    }
    return undefined;
  } finally {
    for (const { unfinished } of prepared) remove(unfinished);
  }
}

/** Writes the new content beside the file; undefined where another name of the same file was met before. */
function prepare(replacement: Replacement, seen: Set<string>): Prepared | NotReplaced | undefined {
  const { name, path, before, after } = replacement;
  let unfinished: string | undefined;
  try {
    const real = realpathSync(path);
    if (seen.has(real)) return undefined;
    seen.add(real);
    if (!isAsRead(real, before)) return changed(replacement);
    unfinished = unfinishedPath(real);
    writeLike(real, unfinished, after);
    return { ...replacement, real, unfinished };
  } catch (error) {
    if (unfinished !== undefined) remove(unfinished);
    return { name, why: whyNotWritten(error) };
  }
}

function writeLike(real: string, unfinished: string, content: Uint8Array): void {
  const { mode, uid, gid } = statSync(real);
  // Where the file itself may not be written, its folder alone does not make it right.
  closeSync(openSync(real, 'r+'));
  const fd = openSync(unfinished, 'wx', 0o600);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  const own = statSync(unfinished);
  if (own.uid !== uid || own.gid !== gid) chownSync(unfinished, uid, gid);
  chmodSync(unfinished, mode & 0o7777);
}

function isAsRead(real: string, before: Uint8Array): boolean {
  return readFileSync(real).equals(before);
}

function changed({ name }: Replacement): NotReplaced {
  return { name, why: 'has changed since it was read: run the command again' };
}

function whyNotWritten(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `may not be written (${code})`;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'cannot be written: the disk is full';
  return whyUnreadable(error);
}
