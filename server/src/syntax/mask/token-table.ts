/** The tokens of a text that masking still has to look at: columns with keywords numbered, from which rows are dropped. */

import { DIRECTIVE, IDENT, PUNCT, type Tokens } from '../../scan/tokenizer.ts';
import { keywordAt } from './words.ts';

/** The kind of a row whose text has been blanked. */
export const GONE = 0;

const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** One row a token; the columns are those of `Tokens`, and `word` is the number of a keyword or 0. */
export class TokenTable {
  readonly text: string;
  readonly count: number;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly char: Uint8Array;
  readonly width: Uint8Array;
  readonly hash: Int32Array;
  readonly word: Uint8Array;
  readonly lineStart: Uint8Array;
  /** Row of the partner of a bracket, -1 where there is none. */
  readonly match: Int32Array;

  constructor(text: string, count: number) {
    this.text = text;
    this.count = count;
    this.kind = new Uint8Array(count);
    this.start = new Int32Array(count);
    this.end = new Int32Array(count);
    this.char = new Uint8Array(count);
    this.width = new Uint8Array(count);
    this.hash = new Int32Array(count);
    this.word = new Uint8Array(count);
    this.lineStart = new Uint8Array(count);
    this.match = new Int32Array(count).fill(-1);
  }

  static of(text: string, tokens: Tokens): TokenTable {
    const table = new TokenTable(text, tokens.count);
    table.match.set(tokens.match);
    for (let row = 0; row < tokens.count; row++) {
      table.copyRow(row, tokens, row);
      if (tokens.kind[row] !== IDENT) continue;
      table.word[row] = keywordAt(text, table.start[row] ?? 0, table.end[row] ?? 0, table.hash[row] ?? 0);
    }
    return table;
  }

  /** The rows that are not gone, in a table of their own. */
  compact(): TokenTable {
    const places = new Int32Array(this.count);
    let count = 0;
    for (let row = 0; row < this.count; row++) {
      places[row] = this.kind[row] === GONE ? -1 : count;
      if (this.kind[row] !== GONE) count++;
    }
    const table = new TokenTable(this.text, count);
    for (let row = 0; row < this.count; row++) {
      const to = places[row] ?? -1;
      if (to < 0) continue;
      table.copyRow(to, this, row);
      table.word[to] = this.word[row] ?? 0;
      const partner = this.match[row] ?? -1;
      table.match[to] = partner < 0 ? -1 : (places[partner] ?? -1);
    }
    return table;
  }

  private copyRow(to: number, from: Tokens, row: number): void {
    this.kind[to] = from.kind[row] ?? 0;
    this.start[to] = from.start[row] ?? 0;
    this.end[to] = from.end[row] ?? 0;
    this.char[to] = from.char[row] ?? 0;
    this.width[to] = from.width[row] ?? 0;
    this.hash[to] = from.hash[row] ?? 0;
    this.lineStart[to] = from.lineStart[row] ?? 0;
  }

  /** Pairs brackets as they stand: a `}` closes the innermost `{`, another closer only the innermost opener. */
  pair(): void {
    this.match.fill(-1);
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
