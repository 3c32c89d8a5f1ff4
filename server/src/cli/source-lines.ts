/** Lines of the files of a tree, for reports that show the code. */
import { join } from 'node:path';
import { ByteReader, decode } from '../store/bytes.ts';

/** A line that is longer is no line that a person wrote. */
const LONGEST = 400;

/** Reads each file once, when its first line is asked for. */
export class SourceLines {
  private readonly bytes = new ByteReader();
  private readonly files = new Map<string, readonly string[]>();
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** The text of a 1-based line without its line break; undefined where there is none. */
  line(path: string, line: number): string | undefined {
    return this.lines(path)[line - 1]?.slice(0, LONGEST);
  }

  /** Some lines around a 1-based one, and the number of the first of them; undefined where there is no such line. */
  around(path: string, line: number, most: number): { first: number; lines: readonly string[] } | undefined {
    const all = this.lines(path);
    if (line < 1 || line > all.length) return undefined;
    const first = Math.max(1, line - most);
    return { first, lines: all.slice(first - 1, line + most).map((text) => text.slice(0, LONGEST)) };
  }

  private lines(path: string): readonly string[] {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const result = this.bytes.read(join(this.root, path));
    const lines = result.status === 'read' ? decode(result.bytes).split(/\r?\n/) : [];
    this.files.set(path, lines);
    return lines;
  }
}
