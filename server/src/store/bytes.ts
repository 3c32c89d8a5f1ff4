/** The bytes of a file become text whose UTF-16 offsets are those an editor shows. */
import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** A file above this many bytes is not read: no hand-written C comes near it. */
export const MAX_BYTES = 64 * 1024 * 1024;

/** What opening a file gave: its bytes, valid until the next read into the same buffer, or why there are none. */
export type ReadResult =
  | { readonly status: 'read'; readonly bytes: Buffer }
  | { readonly status: 'unreadable'; readonly why: string };

/** Reads files one after the other into one growing buffer, which spares an allocation a file. */
export class ByteReader {
  private buffer = Buffer.allocUnsafe(1 << 20);

  /** Reads a whole file; never throws. Devices, pipes and sockets are refused without waiting for their data. */
  read(path: string): ReadResult {
    let fd: number;
    try {
      fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      return { status: 'unreadable', why: whyUnreadable(error) };
    }
    try {
      return this.readOpen(fd);
    } catch (error) {
      return { status: 'unreadable', why: whyUnreadable(error) };
    } finally {
      closeSync(fd);
    }
  }

  private readOpen(fd: number): ReadResult {
    const stat = fstatSync(fd);
    if (stat.isDirectory()) return { status: 'unreadable', why: 'is a folder' };
    if (!stat.isFile()) return { status: 'unreadable', why: 'is not a regular file' };
    if (stat.size > MAX_BYTES) {
      return { status: 'unreadable', why: `is larger than ${MAX_BYTES / (1024 * 1024)} MiB` };
    }
    if (stat.size > this.buffer.length) this.buffer = Buffer.allocUnsafe(stat.size + (1 << 16));
    let length = 0;
    while (length < stat.size) {
      const got = readSync(fd, this.buffer, length, stat.size - length, null);
      if (got === 0) break;
      length += got;
    }
    return { status: 'read', bytes: this.buffer.subarray(0, length) };
  }
}

/** Decodes UTF-8, or latin1 where the bytes are no UTF-8: then each byte is one unit and no offset moves. */
export function decode(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read (permission denied)',
  EPERM: 'may not be read (permission denied)',
  ELOOP: 'is a symbolic link that leads to itself',
  ENOTDIR: 'does not exist (a part of the path is a file)',
  EISDIR: 'is a folder',
  ENXIO: 'is not a regular file',
  ENAMETOOLONG: 'has a name that is too long',
};

/** Words an error of the file system as the end of a sentence that begins with the file's name. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return WHY[code] ?? `cannot be read (${code || String(error)})`;
}
