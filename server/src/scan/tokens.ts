/** Tokens are kept as columns of typed arrays, one row a token. */

export type TokenKind = 1 | 2 | 3 | 4 | 5;

/** A name or a keyword. */
export const IDENT = 1;
/** A preprocessing number. */
export const NUMBER = 2;
/** A string or a character literal, its `L`, `u`, `U` or `u8` prefix included. */
export const STRING = 3;
/** An operator or a separator. */
export const PUNCT = 4;
/** A whole preprocessor line with its continuations and the comments inside it, without the line end. */
export const DIRECTIVE = 5;

/**
 * The tokens of a text, one row a token; comments and white space have no row.
 *
 * Only the first `count` rows hold tokens. Offsets are UTF-16 offsets into the whole text.
 */
export interface Tokens {
  readonly count: number;
  /** A `TokenKind`. */
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** First character code of a PUNCT or a DIRECTIVE, the quote of a STRING, else 0. */
  readonly char: Uint8Array;
  /** Length of a PUNCT (`->` is 45/2, `==` 61/2, `...` 46/3, `<<=` 60/3), else 0. */
  readonly width: Uint8Array;
  /** `hashWord` of an IDENT, else 0. */
  readonly hash: Int32Array;
  /** Row of the partner of `( [ { ) ] }`; -1 for any other token and where there is no partner. */
  readonly match: Int32Array;
  /** 1 when the token is the first on its line. */
  readonly lineStart: Uint8Array;
}

/** Columns that `tokenizeInto` fills again and again without allocating. */
export interface TokenBuffer extends Tokens {
  count: number;
  kind: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  char: Uint8Array;
  width: Uint8Array;
  hash: Int32Array;
  match: Int32Array;
  lineStart: Uint8Array;
}

/** An empty buffer for `tokenizeInto`. */
export function createTokenBuffer(rows = 1 << 12): TokenBuffer {
  return {
    count: 0,
    kind: new Uint8Array(rows),
    start: new Int32Array(rows),
    end: new Int32Array(rows),
    char: new Uint8Array(rows),
    width: new Uint8Array(rows),
    hash: new Int32Array(rows),
    match: new Int32Array(rows),
    lineStart: new Uint8Array(rows),
  };
}

/** The same tokens in columns of exactly `count` rows, which nothing overwrites. */
export function copyTokens(tokens: Tokens): Tokens {
  const { count } = tokens;
  return {
    count,
    kind: tokens.kind.slice(0, count),
    start: tokens.start.slice(0, count),
    end: tokens.end.slice(0, count),
    char: tokens.char.slice(0, count),
    width: tokens.width.slice(0, count),
    hash: tokens.hash.slice(0, count),
    match: tokens.match.slice(0, count),
    lineStart: tokens.lineStart.slice(0, count),
  };
}

/** Makes room for more rows and keeps those that are filled. */
export function growBuffer(buffer: TokenBuffer, rows: number): void {
  const old = { ...buffer };
  Object.assign(buffer, createTokenBuffer(rows));
  buffer.kind.set(old.kind);
  buffer.start.set(old.start);
  buffer.end.set(old.end);
  buffer.char.set(old.char);
  buffer.width.set(old.width);
  buffer.hash.set(old.hash);
  buffer.lineStart.set(old.lineStart);
}
