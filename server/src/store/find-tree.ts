/**
 * A kernel tree is recognised by its own files: a Makefile that numbers the release, and the header of `struct page`. A
 * tree that has lost its headers still has the top Kbuild, and its Makefile then has to number a release with DAX.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { eraOfRelease, parseRelease } from '../kernel/eras.ts';

/**
 * Walks up from a file or folder to the root of the kernel tree around it. The path is followed as it is written, so
 * that a tree reached over a symbolic link keeps the name its user knows. Returns an absolute path, or undefined.
 */
export function findTree(from: string): string | undefined {
  for (let folder = startFolder(resolve(from)); ; folder = dirname(folder)) {
    if (isTreeRoot(folder)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Finds the trees of many folders; what it found for a folder it remembers. */
export class TreeFinder {
  private readonly known = new Map<string, string | undefined>();

  /** The root of the kernel tree around an absolute folder, or undefined. */
  treeOf(folder: string): string | undefined {
    if (this.known.has(folder)) return this.known.get(folder);
    const parent = dirname(folder);
    const root = isTreeRoot(folder) ? folder : parent === folder ? undefined : this.treeOf(parent);
    this.known.set(folder, root);
    return root;
  }

  /** Forgets everything, for instance because a folder was renamed. */
  forget(): void {
    this.known.clear();
  }
}

/** Tells whether a folder is the root of a kernel tree. */
export function isTreeRoot(folder: string): boolean {
  if (isFile(join(folder, 'include/linux/mm_types.h'))) return makefileNumbers(folder) !== undefined;
  if (!isFile(join(folder, 'Kbuild'))) return false;
  const release = parseRelease(makefileNumbers(folder) ?? '');
  return release !== undefined && eraOfRelease(release) !== undefined;
}

// The two lines stand at the top of the file; 4 KiB hold them with any licence text.
function makefileNumbers(folder: string): string | undefined {
  try {
    const head = readFileSync(join(folder, 'Makefile'), 'latin1').slice(0, 4096);
    const version = /^VERSION\s*=(.*)/m.exec(head);
    const level = /^PATCHLEVEL\s*=(.*)/m.exec(head);
    return version === null || level === null ? undefined : `${version[1]?.trim()}.${level[1]?.trim()}`;
  } catch {
    return undefined;
  }
}

function startFolder(path: string): string {
  try {
    return statSync(path).isDirectory() ? path : dirname(path);
  } catch {
    return dirname(path);
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
