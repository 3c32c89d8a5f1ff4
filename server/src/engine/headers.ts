/** The headers of a tree: found the way the kernel's build finds them, read once, asked in the order of inclusion. */
import type { FileDeclarations } from '../model/declarations.ts';
import type { FileReader } from '../model/ports.ts';
import type { HeaderRead } from './api.ts';
import { readDeclarations } from '../scan/declarations.ts';
import { splitItems } from '../scan/items.ts';
import { tokenizeUnpaired } from '../scan/tokenizer.ts';

/** More headers than any file of the kernel includes; a bound for trees that are not kernels. */
const MAX_HEADERS = 6000;

/** More includes than all headers have that a file of the kernel reaches; a bound for trees that are not kernels. */
const MAX_QUEUED = 100_000;

/** Reads the declarations of a text. */
export function declarationsOf(text: string): FileDeclarations {
  const tokens = tokenizeUnpaired(text);
  return readDeclarations(text, tokens, splitItems(text, tokens));
}

/** More macros than a header has that a person wrote: the registers of a chip. */
const MANY_MACROS = 3000;

/** Whether a header declares so much that it is not worth remembering by name. */
function isBig(file: FileDeclarations): boolean {
  return file.macros.size > MANY_MACROS;
}

export class Headers {
  private readonly reader: FileReader;
  private readonly declarations = new Map<string, FileDeclarations | undefined>();
  private readonly byName = new Map<string, FileDeclarations[]>();
  /** What each header includes itself, by architecture and path. */
  private readonly included = new Map<string, readonly string[]>();
  /** The numbers of the headers that can be read, by path; a header that is read anew keeps its number. */
  private readonly numbers = new Map<string, number>();
  private readonly numberByFile = new Map<FileDeclarations, number>();
  /** Headers that are not found by name. */
  readonly big: FileDeclarations[] = [];
  /** For each header and architecture, the numbers of those that it reaches, itself among them: a bit each. */
  private readonly reached = new Map<string, Uint32Array>();
  private readonly present = new Map<string, boolean>();
  private readonly resolved = new Map<string, string | undefined>();

  constructor(reader: FileReader) {
    this.reader = reader;
  }

  /** Forgets a header after it changed. */
  invalidate(path: string): void {
    const old = this.declarations.get(path);
    if (old !== undefined) this.numberByFile.delete(old);
    this.declarations.delete(path);
    this.present.clear();
    this.resolved.clear();
    this.included.clear();
    this.reached.clear();
  }

  /** The declarations of a header, or undefined where it cannot be read. */
  read(path: string): FileDeclarations | undefined {
    if (this.declarations.has(path)) return this.declarations.get(path);
    const text = this.reader.read(path);
    const declarations = text === undefined ? undefined : declarationsOf(text);
    this.declarations.set(path, declarations);
    if (declarations) {
      const number = this.numbers.get(path) ?? this.numbers.size;
      this.numbers.set(path, number);
      this.numberByFile.set(declarations, number);
      if (isBig(declarations)) this.big.push(declarations);
      else this.index(declarations);
    }
    return declarations;
  }

  /** The headers that were read so far, in the order of their numbers. */
  all(): readonly HeaderRead[] {
    return [...this.numbers.keys()].map((path) => ({ path, declarations: this.read(path) }));
  }

  /** The number of a header that was read; -1 for what was read of it before it changed. */
  numberOf(file: FileDeclarations): number {
    return this.numberByFile.get(file) ?? -1;
  }

  /** The numbers of the headers that a file includes, directly or through others, without itself: a bit each. All are read. */
  reachedFrom(path: string, includes: readonly string[]): Uint32Array {
    const architecture = architectureOf(path);
    const all = new Bits();
    for (const header of this.targets(path, includes, architecture)) all.addAll(this.reachedBy(header, architecture));
    all.remove(this.numbers.get(path) ?? -1);
    return all.words;
  }

  private reachedBy(header: string, architecture: string): Uint32Array {
    const key = `${architecture} ${header}`;
    const known = this.reached.get(key);
    if (known) return known;
    const all = new Bits();
    const queue = [header];
    for (const next of queue) {
      const declarations = this.read(next);
      if (!declarations || !all.add(this.numberOf(declarations))) continue;
      for (const target of this.targetsOf(next, declarations, architecture)) {
        const beyond = this.reached.get(`${architecture} ${target}`);
        if (beyond) all.addAll(beyond);
        else queue.push(target);
      }
      if (queue.length > MAX_QUEUED) break;
    }
    this.reached.set(key, all.words);
    return all.words;
  }

  /** The headers that declare a name, of those that were read and are not big. */
  declaring(name: string): readonly FileDeclarations[] {
    return this.byName.get(name) ?? [];
  }

  private index(file: FileDeclarations): void {
    const { structs, typedefs, functions, variables, macros, questions } = file;
    for (const declared of [structs, typedefs, functions, variables, macros, questions]) {
      for (const name of declared.keys()) {
        const known = this.byName.get(name);
        if (!known) this.byName.set(name, [file]);
        else if (known.at(-1) !== file) known.push(file);
      }
    }
  }

  /** The headers that a file includes, directly or through others, nearest first; each is read when it is asked for. */
  *inclusions(path: string, includes: readonly string[]): Generator<FileDeclarations> {
    const seen = new Set([path]);
    const architecture = architectureOf(path);
    const queue: (readonly string[])[] = [this.targets(path, includes, architecture)];
    for (const next of queue) {
      for (const header of next) {
        if (seen.has(header)) continue;
        seen.add(header);
        const declarations = this.read(header);
        if (!declarations) continue;
        yield declarations;
        queue.push(this.targetsOf(header, declarations, architecture));
      }
      if (seen.size > MAX_HEADERS) return;
    }
  }

  /** The headers that a header includes itself, for files of an architecture. */
  private targetsOf(header: string, { includes }: FileDeclarations, architecture: string): readonly string[] {
    const key = `${architecture} ${header}`;
    let known = this.included.get(key);
    if (!known) {
      known = this.targets(header, includes, architecture);
      this.included.set(key, known);
    }
    return known;
  }

  private targets(from: string, includes: readonly string[], architecture: string): readonly string[] {
    return includes.flatMap((operand) => this.resolve(operand, from, architecture) ?? []);
  }

  /** The path of an `#include` operand, quotes or brackets kept; undefined where no such file is in the tree. */
  private resolve(operand: string, from: string, architecture: string): string | undefined {
    const folder = folderOf(from);
    const name = operand.slice(1, -1);
    const key = operand.startsWith('"') || !name.includes('/') ? `${folder} ${operand}` : `${architecture} ${operand}`;
    if (this.resolved.has(key)) return this.resolved.get(key);
    const path = this.candidates(operand, name, folder, architecture).find((candidate) => this.exists(candidate));
    this.resolved.set(key, path);
    return path;
  }

  private candidates(operand: string, name: string, folder: string, architecture: string): readonly string[] {
    const candidates: string[] = [];
    const add = (path: string): void => {
      const plain = normalise(path);
      if (plain !== undefined) candidates.push(plain);
    };
    if (operand.startsWith('"')) add(`${folder}/${name}`);
    add(`arch/${architecture}/include/${name}`);
    add(`include/${name}`);
    add(`arch/${architecture}/include/uapi/${name}`);
    add(`include/uapi/${name}`);
    if (name.startsWith('asm/')) {
      add(`include/asm-generic/${name.slice('asm/'.length)}`);
      add(`include/uapi/asm-generic/${name.slice('asm/'.length)}`);
    }
    // Subsystems add folders of their own to the search path; these stand above the file.
    for (let above = folder; above !== ''; above = folderOf(above)) {
      add(`${above}/${name}`);
      add(`${above}/include/${name}`);
    }
    return candidates;
  }

  private exists(path: string): boolean {
    let known = this.present.get(path);
    if (known === undefined) {
      known = this.reader.exists(path);
      this.present.set(path, known);
    }
    return known;
  }
}

/** The architecture that a file is compiled for, as far as its path tells. */
function architectureOf(path: string): string {
  return /^arch\/(\w+)\//.exec(path)?.[1] ?? 'x86';
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** A path without `.` and `..`; undefined where it leaves the tree. */
function normalise(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else parts.push(part);
  }
  return parts.join('/');
}

/** A set of small numbers. */
class Bits {
  words = new Uint32Array(64);

  /** Adds a number; tells whether it is new. */
  add(number: number): boolean {
    this.grow((number >> 5) + 1);
    const bit = 1 << (number & 31);
    const word = this.words[number >> 5] ?? 0;
    this.words[number >> 5] = word | bit;
    return (word & bit) === 0;
  }

  remove(number: number): void {
    const word = this.words[number >> 5];
    if (word !== undefined) this.words[number >> 5] = word & ~(1 << (number & 31));
  }

  addAll(others: Uint32Array): void {
    this.grow(others.length);
    for (let at = 0; at < others.length; at += 1) this.words[at] = (this.words[at] ?? 0) | (others[at] ?? 0);
  }

  private grow(length: number): void {
    if (length <= this.words.length) return;
    const words = new Uint32Array(Math.max(length, this.words.length * 2));
    words.set(this.words);
    this.words = words;
  }
}
