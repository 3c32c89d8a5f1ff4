/** The text that masking writes: as many characters as the source has, line ends where the source has them. */

const LF = 10;
const CR = 13;
const BLANK = 32;

/** Four times as fast as `String.fromCharCode`; half of a surrogate pair comes out as one other character. */
const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Holds the characters of one text after another; every offset is a UTF-16 offset in the source. */
export class Canvas {
  private source = '';
  private codes = new Uint16Array(0);
  /** False until the first character is written. */
  private changed = false;

  /** Begins a text. */
  begin(source: string): void {
    this.source = source;
    this.changed = false;
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
    const end = Math.min(characters.length, this.source.length - at);
    for (let i = 0; i < end; i++) {
      if (codes[at + i] !== LF && codes[at + i] !== CR) codes[at + i] = characters.charCodeAt(i);
    }
  }

  /** Writes a word over a range and blanks over the rest of it. */
  replace(start: number, end: number, word: string): void {
    this.blank(start, end);
    this.write(start, word.slice(0, end - start));
  }

  codeAt(at: number): number {
    return this.changed ? (this.codes[at] ?? 0) : this.source.charCodeAt(at);
  }

  toString(): string {
    if (!this.changed) return this.source;
    return decoder.decode(this.codes.subarray(0, this.source.length));
  }

  private characters(): Uint16Array {
    if (this.changed) return this.codes;
    const { source } = this;
    if (this.codes.length < source.length) this.codes = new Uint16Array(source.length * 2);
    const { codes } = this;
    for (let at = 0; at < source.length; at++) codes[at] = source.charCodeAt(at);
    this.changed = true;
    return codes;
  }
}
