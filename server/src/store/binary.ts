/** A file with a NUL byte is no C source. */

/** Tells whether bytes hold a NUL; all of them are looked at, an offset in a file that lies is worth nothing. */
export function isBinary(bytes: Buffer): boolean {
  return bytes.includes(0);
}
