/**
 * The facts of a file hang on what the headers that it reaches declare. Each file has the numbers of these headers, a bit
 * each; a table says what the numbers mean, and what each header declares.
 */
import { createHash } from 'node:crypto';
import type { FileDeclarations } from '../model/declarations.ts';

/** A header that was read, and a digest of what it declares. */
export interface KnownHeader {
  readonly path: string;
  readonly declares: string;
}

/** A digest of what a header declares: comments, layout and most bodies of functions do not come into it. */
export function digestOfDeclarations(declarations: FileDeclarations): string {
  const text = JSON.stringify(declarations, (_, value: unknown) => (value instanceof Map ? [...value] : value));
  return createHash('sha256').update(text).digest('base64').slice(0, 22);
}

/** One table of several, sorted by path; what a later one says of a header counts. */
export function merged(...tables: readonly (readonly KnownHeader[])[]): readonly KnownHeader[] {
  const byPath = new Map(tables.flat().map((header) => [header.path, header]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** By number in one table, the number in another. */
export function numbersIn(to: readonly KnownHeader[], from: readonly KnownHeader[]): readonly number[] {
  const numbers = new Map(to.map(({ path }, number) => [path, number]));
  return from.map(({ path }) => numbers.get(path) ?? -1);
}

/** The same headers by their numbers in another table. */
export function renumbered(bits: Uint32Array, numbers: readonly number[]): Uint32Array {
  const words = new Uint32Array((Math.max(-1, ...numbersOf(bits, numbers)) >> 5) + 1);
  for (const number of numbersOf(bits, numbers)) words[number >> 5] = (words[number >> 5] ?? 0) | (1 << (number & 31));
  return words;
}

function* numbersOf(bits: Uint32Array, numbers: readonly number[]): Generator<number> {
  for (const [at, word] of bits.entries()) {
    for (let left = word; left !== 0; left &= left - 1) {
      const number = numbers[at * 32 + 31 - Math.clz32(left & -left)] ?? -1;
      if (number >= 0) yield number;
    }
  }
}

/** Whether two sets of headers of one table have one in common. */
export function haveCommon(a: Uint32Array, b: Uint32Array): boolean {
  return a.some((word, at) => (word & (b[at] ?? 0)) !== 0);
}

/** The headers of a table that are told, a bit each. */
export function bitsOf(table: readonly KnownHeader[], isMeant: (header: KnownHeader) => boolean): Uint32Array {
  const words = new Uint32Array((table.length >> 5) + 1);
  for (const [at, header] of table.entries())
    if (isMeant(header)) words[at >> 5] = (words[at >> 5] ?? 0) | (1 << (at & 31));
  return words;
}

/** Bits as text, for a file. */
export function toText(bits: Uint32Array): string {
  return Buffer.from(bits.buffer, bits.byteOffset, bits.byteLength).toString('base64');
}

/** The bits of a text. */
export function fromText(text: string): Uint32Array {
  const bytes = Buffer.from(text, 'base64');
  const bits = new Uint32Array(bytes.length >> 2);
  for (const at of bits.keys()) bits[at] = bytes.readUInt32LE(at * 4);
  return bits;
}
