/** What a diff does to each file: by jsdiff, under paths of the tree. */
import { parsePatch, type StructuredPatch, type StructuredPatchHunk } from 'diff';
import { Refused } from './refused.ts';

/** The change of one file; paths are relative to the tree with `/`. */
export interface FilePatch {
  /** Undefined for a new file. */
  readonly before: string | undefined;
  /** Undefined for a file that goes. */
  readonly after: string | undefined;
  /** The file of the old name stays. */
  readonly isCopy: boolean;
  readonly hunks: readonly StructuredPatchHunk[];
}

/** Where a diff begins: with a line of git, or with the names of the files. */
const BEGINNING = /^(?:diff --git |Index: |--- [^\n]*\n\+\+\+ )/m;

/** The signature that git puts below a patch, which looks like a line that goes. */
const SIGNATURE = /\n-- ?\n[^]*$/;

/** Where the text of a mail ends and its diff begins; -1 where it has none. */
export function diffStart(text: string): number {
  return text.search(BEGINNING);
}

/**
 * Reads a diff, whatever stands before it; binary files have no hunks. `exists` tells which files the tree has: a diff
 * can name them with one folder more in front, or without. Throws `Refused`.
 */
export function filePatches(text: string, exists: (path: string) => boolean): readonly FilePatch[] {
  const start = diffStart(text);
  if (start < 0) return [];
  let parsed: readonly StructuredPatch[];
  try {
    parsed = parsePatch(text.slice(start).replace(SIGNATURE, '\n'));
  } catch (error) {
    throw new Refused(`cannot be read as a diff: ${inOneLine(error)}`);
  }
  const created = new Set<string>();
  return parsed.flatMap((each) => {
    const { oldFileName, newFileName } = each;
    if (oldFileName === undefined || newFileName === undefined) {
      if (each.hunks.length === 0) return [];
      throw new Refused('has lines of a diff that name no file');
    }
    const isThere = (path: string): boolean => created.has(path) || exists(path);
    const old = pathOf(oldFileName, each.isGit === true, isThere);
    const now = pathOf(newFileName, each.isGit === true, isThere, old);
    const before = each.isCreate === true ? undefined : old;
    const after = each.isDelete === true ? undefined : now;
    if (after !== undefined) created.add(after);
    return [{ before, after, isCopy: each.isCopy === true, hunks: each.hunks }];
  });
}

/** The path in the tree that a diff means; undefined for `/dev/null`. Throws `Refused` for one that leaves the tree. */
function pathOf(name: string, isGit: boolean, exists: (path: string) => boolean, beside?: string): string | undefined {
  if (name === '/dev/null') return undefined;
  // A slash too many would make what is behind the first folder a path from the root of the disk.
  const plain = name.replace(/^(?:\.\/+)+/, '').replace(/\/(?:\.?\/)+/g, '/');
  const parts = plain.split('/');
  if (plain.startsWith('/') || parts.includes('..') || parts.includes('.git') || /[\0\\]/.test(plain))
    throw new Refused(`names ${JSON.stringify(name)}, which is no file of the tree`);
  const shorter = parts.slice(1).join('/');
  if (isGit && /^[abciow12]\//.test(plain)) return shorter;
  if (beside !== undefined && (plain === beside || shorter === beside)) return beside;
  // As `patch -p1` does, unless only the whole name is a file.
  return shorter === '' || (!exists(shorter) && exists(plain)) ? plain : shorter;
}

function inOneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();
}
