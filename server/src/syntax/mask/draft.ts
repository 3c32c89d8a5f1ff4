/** The text while rules rewrite it: the tokens that are left, what surrounds each of them, and the canvas. */

import { STRING } from '../../scan/tokenizer.ts';
import { BLOCK, braceRole, FILE, PAREN, type Role } from './brace-roles.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  QUESTION,
  SEMICOLON,
} from './brackets.ts';
import type { Canvas } from './canvas.ts';
import { GONE, MARGIN, type TokenTable } from './token-table.ts';
import { HEADED, keyword } from './words.ts';

const ELSE_WORD = keyword('else');
const DO_WORD = keyword('do');

/** Rows are rows of the table; a row that is gone is skipped by `next` and `previous`. */
export class Draft {
  readonly table: TokenTable;
  readonly canvas: Canvas;
  /** The bracket around each token, -1 at the file's level; for a closing bracket, what is around the pair. */
  outer = new Int32Array(0);
  /** Rows of macros that were made heads of a statement. */
  readonly heading = new Set<number>();
  private roles = new Uint8Array(0);
  /** 1 for the tokens of parentheses and brackets at the file's level, which hold declarations rather than calls. */
  private heads = new Uint8Array(0);
  /** Where to go on from a row that is gone, so that long gaps are crossed once. */
  private ahead = new Int32Array(0);
  private behind = new Int32Array(0);

  constructor(table: TokenTable, canvas: Canvas) {
    this.table = table;
    this.canvas = canvas;
  }

  /** Finds what surrounds each token that the table now holds. */
  begin(): void {
    const { table } = this;
    if (this.outer.length < table.kind.length) {
      this.outer = new Int32Array(table.kind.length);
      this.roles = new Uint8Array(table.kind.length);
      this.heads = new Uint8Array(table.kind.length);
      this.ahead = new Int32Array(table.kind.length);
      this.behind = new Int32Array(table.kind.length);
    }
    this.heading.clear();
    let open = -1;
    for (let row = 0; row < table.count; row++) {
      const partner = table.match[row] ?? -1;
      if (partner >= 0 && partner < row) open = this.outer[partner] ?? -1;
      this.outer[row] = open;
      this.heads[row] = this.isHead(open) ? 1 : 0;
      this.roles[row] = FILE;
      this.ahead[row] = row + 1;
      this.behind[row] = row - 1;
      if (partner <= row) continue;
      this.roles[row] = table.isPunct(row, OPEN_BRACE) ? braceRole(table, row, row - 1, this.roleAt(row)) : PAREN;
      open = row;
    }
    this.outer.fill(-1, table.count, table.count + MARGIN);
  }

  /** True for parentheses at the file's level, and for those inside them. */
  private isHead(opener: number): boolean {
    if (opener < 0 || this.table.isPunct(opener, OPEN_BRACE)) return false;
    const around = this.outer[opener] ?? -1;
    return around < 0 || this.heads[opener] === 1 || this.roles[around] === FILE;
  }

  get count(): number {
    return this.table.count;
  }

  /** What surrounds the token. */
  roleAt(row: number): Role {
    const open = this.outer[row] ?? -1;
    return open < 0 ? FILE : this.roleInside(open);
  }

  /** What the text inside a pair of brackets is. */
  roleInside(opener: number): Role {
    const role = this.roles[opener];
    return role === 1 || role === 2 || role === 3 || role === 4 || role === 5 ? role : FILE;
  }

  /** Makes two tokens the braces of a block, and what is directly between them its statements. */
  makeBlock(opener: number, closer: number): void {
    const { table } = this;
    const around = this.outer[opener] ?? -1;
    const inside = table.match[opener] === -1 ? around : opener;
    table.char[opener] = OPEN_BRACE;
    table.char[closer] = CLOSE_BRACE;
    table.match[opener] = closer;
    table.match[closer] = opener;
    this.roles[opener] = BLOCK;
    for (let row = opener + 1; row < closer; row++) {
      this.heads[row] = 0;
      if (this.outer[row] === inside) this.outer[row] = opener;
    }
  }

  /** Makes a pair of braces parentheses. */
  makeParentheses(opener: number, closer: number): void {
    this.write(opener, '(');
    this.write(closer, ')');
    this.table.char[opener] = OPEN_PAREN;
    this.table.char[closer] = CLOSE_PAREN;
    this.roles[opener] = PAREN;
  }

  /** Takes a pair of parentheses away from around what is between them. */
  unwrap(opener: number): void {
    const closer = this.closer(opener);
    const around = this.outer[opener] ?? -1;
    for (let row = opener + 1; row < closer; row++) {
      if (this.outer[row] !== opener) continue;
      this.outer[row] = around;
      this.heads[row] = 0;
    }
    this.drop(opener);
    this.drop(closer);
  }

  /** Makes the text between parentheses at the file's level the arguments of a call. */
  makeArguments(opener: number): void {
    for (let row = opener + 1; row < this.closer(opener); row++) this.heads[row] = 0;
  }

  /** True inside parentheses that belong to a declaration at the file's level, such as a list of parameters. */
  isInHead(row: number): boolean {
    return this.heads[row] === 1;
  }

  isGone(row: number): boolean {
    return this.table.kind[row] === GONE;
  }

  /** The next row that is not gone, `count` at the end. */
  next(row: number): number {
    const { count } = this.table;
    let at = row + 1;
    if (at >= count || !this.isGone(at)) return at;
    while (at < count && this.isGone(at)) at = this.ahead[at] ?? count;
    this.ahead[row + 1] = at;
    return at;
  }

  /** The row before that is not gone, -1 at the beginning. */
  previous(row: number): number {
    let at = row - 1;
    if (at < 0 || !this.isGone(at)) return at;
    while (at >= 0 && this.isGone(at)) at = this.behind[at] ?? -1;
    this.behind[row - 1] = at;
    return at;
  }

  start(row: number): number {
    return this.table.start[row] ?? this.table.text.length;
  }

  end(row: number): number {
    return this.table.end[row] ?? this.table.text.length;
  }

  length(row: number): number {
    return this.end(row) - this.start(row);
  }

  word(row: number): string {
    return this.table.textOf(row);
  }

  /** The row that closes the bracket, -1 where nothing does. */
  closer(opener: number): number {
    const partner = this.table.match[opener] ?? -1;
    return partner > opener ? partner : -1;
  }

  /** The closer of the parenthesis after a word, -1 where the word is not followed by a closed one. */
  callEnd(name: number): number {
    const open = this.next(name);
    return this.table.isPunct(open, OPEN_PAREN) ? this.closer(open) : -1;
  }

  isPunct(row: number, code: number): boolean {
    return this.table.isPunct(row, code);
  }

  /** Blanks the tokens from one row to another, both included, and all that is between them. */
  remove(first: number, last: number): void {
    if (last < first) return;
    this.canvas.blank(this.start(first), this.end(last));
    for (let row = first; row <= last; row++) this.table.kind[row] = GONE;
  }

  /** Blanks one token. */
  drop(row: number): void {
    this.remove(row, row);
  }

  /** Writes a word over a token, which must be long enough for it. */
  write(row: number, word: string): void {
    this.canvas.replace(this.start(row), this.end(row), word);
  }

  /** True where the token is the first of a statement. */
  startsStatement(row: number): boolean {
    const { table } = this;
    const before = this.previous(row);
    if (before < 0 || table.isDirective(before)) return true;
    if (table.isIdent(before)) return table.word[before] === ELSE_WORD || table.word[before] === DO_WORD;
    if (table.width[before] !== 1 || table.kind[before] === STRING) return false;
    switch (table.char[before]) {
      case SEMICOLON:
      case OPEN_BRACE:
      case CLOSE_BRACE:
        return true;
      case COLON:
        return !this.followsQuestion(before);
      case CLOSE_PAREN:
        return this.closesHead(before);
      default:
        return (this.outer[row] ?? -1) === before; // what a parenthesis became that now opens a block
    }
  }

  /** True for the parenthesis after `if`, `while`, `for` or `switch`, or after a macro that stands in their place. */
  private closesHead(closer: number): boolean {
    const open = this.table.match[closer] ?? -1;
    const head = this.previous(open);
    return open >= 0 && head >= 0 && (this.table.isIn(head, HEADED) || this.heading.has(head));
  }

  private followsQuestion(colon: number): boolean {
    const { table } = this;
    for (let row = colon - 1; row >= 0 && row > colon - 200; row--) {
      const partner = table.match[row] ?? -1;
      if (partner >= 0 && partner < row) {
        row = partner;
        continue;
      }
      if (table.isPunct(row, QUESTION)) return true;
      const isEdge = table.isPunct(row, SEMICOLON) || table.isPunct(row, OPEN_BRACE) || table.isPunct(row, CLOSE_BRACE);
      if (isEdge || table.isDirective(row)) return false;
      if (table.isPunct(row, OPEN_PAREN) || table.isPunct(row, OPEN_BRACKET)) return false;
    }
    return false;
  }

  /** The rows of the commas directly between a pair of brackets. */
  commas(opener: number): readonly number[] {
    const end = this.closer(opener);
    const rows: number[] = [];
    for (let row = opener + 1; row < end; row++) {
      if (this.isPunct(row, COMMA)) rows.push(row);
      row = this.skip(row);
    }
    return rows;
  }

  /** The closer where the row opens a closed bracket, else the row itself. */
  skip(row: number): number {
    const { table } = this;
    const opens = table.isPunct(row, OPEN_PAREN) || table.isPunct(row, OPEN_BRACKET) || table.isPunct(row, OPEN_BRACE);
    return opens ? Math.max(row, this.closer(row)) : row;
  }

  /** True for a closing bracket of any sort. */
  isCloser(row: number): boolean {
    return this.isPunct(row, CLOSE_PAREN) || this.isPunct(row, CLOSE_BRACKET) || this.isPunct(row, CLOSE_BRACE);
  }
}
