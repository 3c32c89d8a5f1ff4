import { matchBrackets } from './bracket-pairs.ts';
import { DIRECTIVE, IDENT, PUNCT, STRING, type Tokens } from './tokenizer.ts';

/** A token cursor walks the tokens of a range; directives are invisible to it. */
export class TokenCursor {
  readonly text: string;
  private readonly tokens: Tokens;
  /** Row of the current token. */
  at = 0;
  /** Row behind the last token of the range. */
  limit = 0;

  constructor(text: string, tokens: Tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /**
   * Sets the range to the tokens between two offsets, and pairs their brackets: what an item says does not hang on those
   * before it. Ranges are visited in text order.
   */
  seek(start: number, end: number): void {
    const { tokens } = this;
    let at = Math.min(this.at, tokens.count);
    while (at > 0 && (tokens.start[at - 1] ?? 0) >= start) at -= 1;
    while (at < tokens.count && (tokens.start[at] ?? 0) < start) at += 1;
    let limit = at;
    while (limit < tokens.count && (tokens.start[limit] ?? 0) < end) limit += 1;
    this.at = at;
    this.limit = limit;
    matchBrackets(tokens, this.text, at, limit);
    this.skipDirectives();
  }

  get done(): boolean {
    return this.at >= this.limit;
  }

  /** File offset of the current token. */
  get offset(): number {
    return this.tokens.start[this.at] ?? 0;
  }

  next(): void {
    this.at += 1;
    this.skipDirectives();
  }

  jump(at: number): void {
    this.at = at;
    this.skipDirectives();
  }

  finish(): void {
    this.at = this.limit;
  }

  isIdent(): boolean {
    return !this.done && this.tokens.kind[this.at] === IDENT;
  }

  isString(): boolean {
    return !this.done && this.tokens.kind[this.at] === STRING;
  }

  /** Whether the current token is a punctuator of one character. */
  is(punctuator: string): boolean {
    const { kind, width, char } = this.tokens;
    return !this.done && kind[this.at] === PUNCT && width[this.at] === 1 && char[this.at] === punctuator.charCodeAt(0);
  }

  word(): string {
    return this.text.slice(this.tokens.start[this.at], this.tokens.end[this.at]);
  }

  /** Row of the partner of the current bracket, -1 where there is none inside the range. */
  matching(): number {
    const match = this.tokens.match[this.at] ?? -1;
    return match < this.limit ? match : -1;
  }

  /** Moves behind the bracket group that begins here, or to the end of the range. */
  skipGroup(): void {
    const match = this.matching();
    if (match < 0) this.finish();
    else this.jump(match + 1);
  }

  /** Moves behind the next `,` of this level and answers true, or stops at a `;`, a `{` or the end and answers false. */
  skipToSeparator(): boolean {
    while (!this.done) {
      if (this.is(',')) {
        this.next();
        return true;
      }
      if (this.is(';')) return false;
      if (this.is('(') || this.is('[') || this.is('{')) this.skipGroup();
      else this.next();
    }
    return false;
  }

  /** Moves behind the next given punctuator of this level, or to the end of the range. */
  skipPast(punctuator: string): void {
    while (!this.done && !this.is(punctuator)) {
      if (this.is('(') || this.is('[') || this.is('{')) this.skipGroup();
      else this.next();
    }
    if (!this.done) this.next();
  }

  /** The directives inside the range that `seek` has just set. */
  *directives(from: number): Generator<string> {
    const { kind, start, end } = this.tokens;
    let at = this.at;
    while (at > 0 && (start[at - 1] ?? 0) >= from) at -= 1;
    for (; at < this.limit; at += 1) if (kind[at] === DIRECTIVE) yield this.text.slice(start[at], end[at]);
  }

  private skipDirectives(): void {
    while (this.at < this.limit && this.tokens.kind[this.at] === DIRECTIVE) this.at += 1;
  }
}
