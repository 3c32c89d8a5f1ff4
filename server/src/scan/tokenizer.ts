/** The tokenizer turns C text into columns of tokens in one linear pass and never fails. */

import { matchBrackets } from './bracket-pairs.ts';
import {
  QUOTE,
  HASH,
  APOSTROPHE,
  STAR,
  DOT,
  SLASH,
  BACKSLASH,
  BYTE_ORDER_MARK,
  WORD,
  DIGIT,
  SPACE,
  NEWLINE,
  CLASS,
} from './characters.ts';
import {
  endOfBlockComment,
  endOfLine,
  endOfSplice,
  endOfLiteral,
  literalAfterPrefix,
  endOfNumber,
  endOfOperator,
  endOfDirective,
  startsLine,
  isSpliced,
} from './lexemes.ts';
import {
  copyTokens,
  createTokenBuffer,
  DIRECTIVE,
  growBuffer,
  IDENT,
  NUMBER,
  PUNCT,
  STRING,
  type TokenBuffer,
  type Tokens,
} from './tokens.ts';

export {
  copyTokens,
  createTokenBuffer,
  DIRECTIVE,
  IDENT,
  NUMBER,
  PUNCT,
  STRING,
  type TokenBuffer,
  type TokenKind,
  type Tokens,
} from './tokens.ts';

/** Tokens of the text between two UTF-16 offsets (the whole text by default), in columns of their own. */
export function tokenize(text: string, from = 0, to: number = text.length): Tokens {
  return copyTokens(tokenizeInto(scratch, text, from, to));
}

/** The same tokens, for whoever pairs the brackets of a part of them at a time: `match` is not filled. */
export function tokenizeUnpaired(text: string, from = 0, to: number = text.length): Tokens {
  return copyTokens(readTokens(scratch, text, from, to));
}

const scratch = createTokenBuffer();

/** The value of the `hash` column for this word; equal words have equal hashes, and a collision is possible. */
export function hashWord(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, 31) + word.charCodeAt(i)) | 0;
  return hash;
}

/**
 * Fills the buffer with the tokens of the text between two UTF-16 offsets and returns it.
 *
 * This is the allocation-free form of `tokenize` for hot loops: what it returns is overwritten by the next call with the
 * same buffer. Unterminated comments and directives end at `to`, unterminated literals at the end of their line.
 */
export function tokenizeInto(buffer: TokenBuffer, text: string, from = 0, to: number = text.length): Tokens {
  const tokens = readTokens(buffer, text, from, to);
  matchBrackets(tokens, text);
  return tokens;
}

function readTokens(buffer: TokenBuffer, text: string, from: number, to: number): Tokens {
  const limit = Math.min(to, text.length);
  let { kind, start, end, char, width, hash, lineStart } = buffer;
  let rows = kind.length;
  let count = 0;
  let at = Math.max(0, from);
  let freshLine = startsLine(text, at) ? 1 : 0;
  let directiveMayStart = freshLine === 1 && !isSpliced(text, at);

  while (at < limit) {
    const code = text.charCodeAt(at);
    const cls = code < 256 ? CLASS[code] : code === BYTE_ORDER_MARK ? SPACE : WORD;
    if (cls === SPACE) {
      at++;
      continue;
    }
    if (cls === NEWLINE) {
      at++;
      freshLine = 1;
      directiveMayStart = true;
      continue;
    }
    if (code === SLASH) {
      const next = at + 1 < limit ? text.charCodeAt(at + 1) : 0;
      if (next === STAR || next === SLASH) {
        const past = next === STAR ? endOfBlockComment(text, at, limit) : endOfLine(text, at, limit);
        if (past < 0) freshLine = 1;
        at = past < 0 ? -past : past;
        continue;
      }
    } else if (code === BACKSLASH) {
      const past = endOfSplice(text, at, limit);
      if (past > at + 1) freshLine = 1;
      at = past;
      continue;
    }

    if (count === rows) {
      growBuffer(buffer, rows * 2);
      ({ kind, start, end, char, width, hash, lineStart } = buffer);
      rows = kind.length;
    }
    let past = at + 1;
    let value = 0;
    if (cls === WORD) {
      value = code;
      for (; past < limit; past++) {
        const next = text.charCodeAt(past);
        if (next < 256) {
          const nextClass = CLASS[next];
          if (nextClass !== WORD && nextClass !== DIGIT) break;
        } else if (next === BYTE_ORDER_MARK) break;
        value = (Math.imul(value, 31) + next) | 0;
      }
      const quote = past - at <= 2 && past < limit ? literalAfterPrefix(text, at, past) : 0;
      kind[count] = quote === 0 ? IDENT : STRING;
      char[count] = quote;
      width[count] = 0;
      if (quote !== 0) {
        value = 0;
        past = endOfLiteral(text, past, limit);
      }
    } else if (code === HASH && directiveMayStart) {
      past = endOfDirective(text, at, limit);
      kind[count] = DIRECTIVE;
      char[count] = HASH;
      width[count] = 0;
    } else if (code === QUOTE || code === APOSTROPHE) {
      past = endOfLiteral(text, at, limit);
      kind[count] = STRING;
      char[count] = code;
      width[count] = 0;
    } else if (cls === DIGIT || (code === DOT && at + 1 < limit && CLASS[text.charCodeAt(at + 1)] === DIGIT)) {
      past = endOfNumber(text, at, limit);
      kind[count] = NUMBER;
      char[count] = 0;
      width[count] = 0;
    } else {
      past = endOfOperator(text, at, limit, code);
      kind[count] = PUNCT;
      char[count] = code;
      width[count] = past - at;
    }
    start[count] = at;
    end[count] = past;
    hash[count] = value;
    lineStart[count] = freshLine;
    count++;
    at = past;
    freshLine = 0;
    directiveMayStart = false;
  }
  buffer.count = count;
  return buffer;
}
