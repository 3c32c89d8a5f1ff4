/** The reader of a tree gives the engine the text of the tree's files, and of no others. */
import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { FileReader } from '../model/ports.ts';
import { isBinary } from './binary.ts';
import { ByteReader, decode } from './bytes.ts';

/** What a reader may be told beside its root. */
export interface ReaderOptions {
  /** Absolute folders outside the root whose files may be read too, by paths that begin with `../`. */
  readonly also?: readonly string[];
}

/**
 * Makes a reader for a tree's root. Paths are relative to the root with `/`; a path that leaves the root, over `..` or
 * over a symbolic link, is as if it did not exist.
 */
export function createFileReader(root: string, options: ReaderOptions = {}): FileReader {
  const bytes = new ByteReader();
  const allowed = [root, ...(options.also ?? [])].map((folder) => realPath(folder) ?? folder);

  const locate = (path: string): string | undefined => {
    if (path === '' || isAbsolute(path) || path.includes('\0')) return undefined;
    const real = realPath(join(root, path));
    return real !== undefined && allowed.some((folder) => isInside(folder, real)) ? real : undefined;
  };

  return {
    read: (path) => {
      const real = locate(path);
      if (real === undefined) return undefined;
      const result = bytes.read(real);
      return result.status === 'read' && !isBinary(result.bytes) ? decode(result.bytes) : undefined;
    },
    exists: (path) => locate(path) !== undefined,
  };
}

/** Tells whether an absolute path is a folder or lies inside it, by names alone. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
