/** What one file includes, directly or through others: which of the headers it reaches declares a name, and which is nearest. */
import type { FileDeclarations } from '../model/declarations.ts';
import type { Headers } from './headers.ts';

export class Inclusions {
  private readonly headers: Headers;
  private readonly path: string;
  private readonly includes: readonly string[];
  /** The numbers of the headers that the file reaches; told when a name is first looked up. */
  private reached: Uint32Array | undefined;
  /** How near the headers met so far are, 0 the nearest; asked only where several declare a name. */
  private readonly order = new Map<FileDeclarations, number>();
  private rest: Iterator<FileDeclarations> | undefined;

  constructor(headers: Headers, path: string, includes: readonly string[]) {
    this.headers = headers;
    this.path = path;
    this.includes = includes;
  }

  /** What the nearest of the headers declares under a name. */
  find<T>(name: string, get: (file: FileDeclarations) => T | undefined): T | undefined {
    const { headers } = this;
    this.reached ??= headers.reachedFrom(this.path, this.includes);
    const found = new Map<FileDeclarations, T>();
    for (const files of [headers.declaring(name), headers.big]) {
      for (const file of files) {
        if (!isIn(this.reached, headers.numberOf(file))) continue;
        const declared = get(file);
        if (declared !== undefined) found.set(file, declared);
      }
    }
    const [only] = found.values();
    return found.size > 1 ? this.nearest(found) : only;
  }

  private nearest<T>(found: ReadonlyMap<FileDeclarations, T>): T | undefined {
    let nearest: FileDeclarations | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const file of found.keys()) {
      const place = this.order.get(file) ?? Number.POSITIVE_INFINITY;
      if (place < least) [nearest, least] = [file, place];
    }
    while (nearest === undefined) {
      const file = this.more();
      if (file === undefined) break;
      if (found.has(file)) nearest = file;
    }
    return nearest && found.get(nearest);
  }

  private more(): FileDeclarations | undefined {
    this.rest ??= this.headers.inclusions(this.path, this.includes);
    const next = this.rest.next();
    if (next.done) return undefined;
    this.order.set(next.value, this.order.size);
    return next.value;
  }
}

function isIn(numbers: Uint32Array, number: number): boolean {
  return (((numbers[number >> 5] ?? 0) >>> (number & 31)) & 1) === 1;
}
