/** The text that masking writes: as many characters as the source has, line ends where the source has them. */

const LF = 10;
const CR = 13;
const BLANK = 32;
const CHUNK = 1 << 13;

/** Holds the characters; every offset is a UTF-16 offset in the source. */
export class Canvas {
  private readonly source: string;
  private codes: Uint16Array | undefined;

  constructor(source: string) {
    this.source = source;
  }

  /** Writes blanks over a range, line ends excepted. */
  blank(start: number, end: number): void {
    const codes = this.characters();
    for (let at = start; at < end; at++) {
      if (codes[at] !== LF && codes[at] !== CR) codes[at] = BLANK;
    }
  }

  /** Writes characters from an offset on; what would fall on a line end is left out. */
  write(at: number, characters: string): void {
    const codes = this.characters();
    for (let i = 0; i < characters.length; i++) {
      if (codes[at + i] !== LF && codes[at + i] !== CR) codes[at + i] = characters.charCodeAt(i);
    }
  }

  /** Writes a word over a range and blanks over the rest of it. */
  replace(start: number, end: number, word: string): void {
    this.blank(start, end);
    this.write(start, word.slice(0, end - start));
  }

  codeAt(at: number): number {
    return this.codes === undefined ? this.source.charCodeAt(at) : (this.codes[at] ?? 0);
  }

  toString(): string {
    if (this.codes === undefined) return this.source;
    const { codes } = this;
    let text = '';
    for (let at = 0; at < codes.length; at += CHUNK) {
      text += String.fromCharCode(...codes.subarray(at, at + CHUNK));
    }
    return text;
  }

  private characters(): Uint16Array {
    if (this.codes === undefined) {
      const { source } = this;
      this.codes = new Uint16Array(source.length);
      for (let at = 0; at < source.length; at++) this.codes[at] = source.charCodeAt(at);
    }
    return this.codes;
  }
}
