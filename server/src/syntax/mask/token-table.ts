/** The tokens of a text that masking still has to look at: columns with keywords numbered, from which rows are dropped. */

import { createTokenBuffer, DIRECTIVE, IDENT, PUNCT, tokenizeInto } from '../../scan/tokenizer.ts';
import { growBuffer } from '../../scan/tokens.ts';
import { keywordAt } from './words.ts';

/** The kind of a row whose text has been blanked. */
export const GONE = 0;

const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Rows after the last one that can be asked about and hold nothing. */
export const MARGIN = 16;

/**
 * One row a token; the columns are those of `Tokens`, and `word` is the number of a keyword or 0.
 *
 * A table is used again for text after text, because most texts are so short that making the columns would take longer
 * than filling them.
 */
export class TokenTable {
  text = '';
  count = 0;
  kind = new Uint8Array(0);
  start = new Int32Array(0);
  end = new Int32Array(0);
  char = new Uint8Array(0);
  width = new Uint8Array(0);
  hash = new Int32Array(0);
  word = new Uint8Array(0);
  lineStart = new Uint8Array(0);
  /** Row of the partner of a bracket, -1 where there is none. */
  match = new Int32Array(0);
  private places = new Int32Array(0);
  private readonly buffer = createTokenBuffer();

  /** Fills the table with the tokens of a text. */
  read(text: string): void {
    const { buffer } = this;
    const { count } = tokenizeInto(buffer, text);
    const rows = count + MARGIN;
    if (rows > buffer.kind.length) growBuffer(buffer, rows * 2);
    if (this.word.length < buffer.kind.length) {
      this.word = new Uint8Array(buffer.kind.length);
      this.places = new Int32Array(buffer.kind.length);
    }
    const { kind, start, end, char, width, hash, lineStart, match } = buffer;
    Object.assign(this, { text, kind, start, end, char, width, hash, lineStart, match });
    for (let row = 0; row < count; row++) {
      const isWord = kind[row] === IDENT;
      this.word[row] = isWord ? keywordAt(text, start[row] ?? 0, end[row] ?? 0, hash[row] ?? 0) : 0;
    }
    this.finish(count);
  }

  /** Closes the gaps that rows which are gone have left; the partners of brackets stay partners. */
  compact(): void {
    const { places, kind, match } = this;
    let count = 0;
    for (let row = 0; row < this.count; row++) {
      places[row] = kind[row] === GONE ? -1 : count;
      if (kind[row] !== GONE) count++;
    }
    if (count === this.count) return;
    for (let row = 0; row < this.count; row++) {
      const to = places[row] ?? -1;
      if (to < 0) continue;
      if (to !== row) this.moveRow(row, to);
      const partner = match[row] ?? -1;
      match[to] = partner < 0 ? -1 : (places[partner] ?? -1);
    }
    this.finish(count);
  }

  private moveRow(row: number, to: number): void {
    this.kind[to] = this.kind[row] ?? 0;
    this.start[to] = this.start[row] ?? 0;
    this.end[to] = this.end[row] ?? 0;
    this.char[to] = this.char[row] ?? 0;
    this.width[to] = this.width[row] ?? 0;
    this.hash[to] = this.hash[row] ?? 0;
    this.word[to] = this.word[row] ?? 0;
    this.lineStart[to] = this.lineStart[row] ?? 0;
  }

  /** Ends the table after a number of rows, with rows that hold nothing behind them. */
  private finish(count: number): void {
    this.count = count;
    const past = count + MARGIN;
    for (const column of [this.kind, this.char, this.width, this.hash, this.word, this.lineStart]) {
      column.fill(0, count, past);
    }
    this.start.fill(this.text.length, count, past);
    this.end.fill(this.text.length, count, past);
    this.match.fill(-1, count, past);
  }

  /** Pairs brackets as they stand: a `}` closes the innermost `{`, another closer only the innermost opener. */
  pair(): void {
    this.match.fill(-1, 0, this.count);
    const open: number[] = [];
    let braces = 0;
    for (let row = 0; row < this.count; row++) {
      if (this.kind[row] !== PUNCT || this.width[row] !== 1) continue;
      const code = this.char[row];
      if (code === OPEN_PAREN || code === OPEN_BRACKET || code === OPEN_BRACE) {
        open.push(row);
        if (code === OPEN_BRACE) braces++;
        continue;
      }
      const wanted = openerOf(code);
      if (wanted === 0 || (wanted === OPEN_BRACE && braces === 0)) continue;
      if (wanted === OPEN_BRACE) while (this.char[open.at(-1) ?? -1] !== OPEN_BRACE) open.pop();
      const opener = open.at(-1);
      if (opener === undefined || this.char[opener] !== wanted) continue;
      open.pop();
      if (wanted === OPEN_BRACE) braces--;
      this.match[row] = opener;
      this.match[opener] = row;
    }
  }

  hasDirectives(): boolean {
    for (let row = 0; row < this.count; row++) if (this.kind[row] === DIRECTIVE) return true;
    return false;
  }

  /** True for the one-character operator or separator of this code. */
  isPunct(row: number, code: number): boolean {
    return this.kind[row] === PUNCT && this.char[row] === code && this.width[row] === 1;
  }

  isIdent(row: number): boolean {
    return this.kind[row] === IDENT;
  }

  isDirective(row: number): boolean {
    return this.kind[row] === DIRECTIVE;
  }

  /** True for a word whose entry in a set of keywords is 1. */
  isIn(row: number, set: Uint8Array): boolean {
    return row >= 0 && set[this.word[row] ?? 0] === 1;
  }

  /** True for a name: a word that is no keyword. */
  isName(row: number): boolean {
    return this.kind[row] === IDENT && this.word[row] === 0;
  }

  textOf(row: number): string {
    return this.text.slice(this.start[row], this.end[row]);
  }
}

function openerOf(closer: number | undefined): number {
  if (closer === CLOSE_BRACE) return OPEN_BRACE;
  if (closer === CLOSE_PAREN) return OPEN_PAREN;
  return closer === CLOSE_BRACKET ? OPEN_BRACKET : 0;
}
