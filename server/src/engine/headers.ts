/** The headers of a tree: found the way the kernel's build finds them, read once, asked in the order of inclusion. */
import type { FileDeclarations } from '../model/declarations.ts';
import type { FileReader } from '../model/ports.ts';
import { readDeclarations } from '../scan/declarations.ts';
import { splitItems } from '../scan/items.ts';
import { tokenize } from '../scan/tokenizer.ts';

/** More headers than any file of the kernel includes; a bound for trees that are not kernels. */
const MAX_HEADERS = 6000;

/** Reads the declarations of a text. */
export function declarationsOf(text: string): FileDeclarations {
  const tokens = tokenize(text);
  return readDeclarations(text, tokens, splitItems(text, tokens));
}

export class Headers {
  private readonly reader: FileReader;
  private readonly declarations = new Map<string, FileDeclarations | undefined>();
  private readonly present = new Map<string, boolean>();
  private readonly resolved = new Map<string, string | undefined>();

  constructor(reader: FileReader) {
    this.reader = reader;
  }

  /** Forgets a header after it changed. */
  invalidate(path: string): void {
    this.declarations.delete(path);
    this.present.clear();
    this.resolved.clear();
  }

  /** The declarations of a header, or undefined where it cannot be read. */
  read(path: string): FileDeclarations | undefined {
    if (this.declarations.has(path)) return this.declarations.get(path);
    const text = this.reader.read(path);
    const declarations = text === undefined ? undefined : declarationsOf(text);
    this.declarations.set(path, declarations);
    return declarations;
  }

  /** The headers that a file includes, directly or through others, nearest first; each is read when it is asked for. */
  *inclusions(path: string, includes: readonly string[]): Generator<FileDeclarations> {
    const seen = new Set([path]);
    const queue: { readonly from: string; readonly includes: readonly string[] }[] = [{ from: path, includes }];
    const architecture = architectureOf(path);
    for (const next of queue) {
      for (const operand of next.includes) {
        const header = this.resolve(operand, next.from, architecture);
        if (header === undefined || seen.has(header)) continue;
        seen.add(header);
        const declarations = this.read(header);
        if (!declarations) continue;
        yield declarations;
        queue.push({ from: header, includes: declarations.includes });
      }
      if (seen.size > MAX_HEADERS) return;
    }
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
