/** Where each sort of C lexeme ends; every scan is linear and stops at the limit it is given. */

import {
  TAB_CODE,
  SPACE_CODE,
  LF,
  CR,
  QUOTE,
  APOSTROPHE,
  STAR,
  PLUS,
  MINUS,
  DOT,
  SLASH,
  LESS,
  EQUALS,
  GREATER,
  BACKSLASH,
  WORD,
  DIGIT,
  CLASS,
  TAKES_EQUALS,
  DOUBLES,
} from './characters.ts';

/** Past the end of the comment that begins here; negative when a line end lies inside it. */
export function endOfBlockComment(text: string, at: number, limit: number): number {
  let multiline = false;
  for (let i = at + 2; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === LF) multiline = true;
    else if (code === STAR && i + 1 < limit && text.charCodeAt(i + 1) === SLASH) return multiline ? -(i + 2) : i + 2;
  }
  return multiline ? -limit : limit;
}

/** Offset of the line feed that ends this line, continuations included. */
export function endOfLine(text: string, at: number, limit: number): number {
  for (let i = at; i < limit; i++) {
    if (text.charCodeAt(i) === LF && !endsWithBackslash(text, at, i)) return i;
  }
  return limit;
}

/** True when the line that ends at `lineFeed` and reaches back to `floor` continues on the next one. */
function endsWithBackslash(text: string, floor: number, lineFeed: number): boolean {
  const last = text.charCodeAt(lineFeed - 1) === CR ? lineFeed - 2 : lineFeed - 1;
  return last >= floor && text.charCodeAt(last) === BACKSLASH;
}

/** Past a backslash and the line end right after it, or past the backslash alone. */
export function endOfSplice(text: string, at: number, limit: number): number {
  const next = at + 1 < limit && text.charCodeAt(at + 1) === CR ? at + 2 : at + 1;
  return next < limit && text.charCodeAt(next) === LF ? next + 1 : at + 1;
}

/** Past the closing quote, or the end of the line when there is none. */
export function endOfLiteral(text: string, at: number, limit: number): number {
  const quote = text.charCodeAt(at);
  for (let i = at + 1; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i + 1;
    if (code === LF) return i;
    if (code === BACKSLASH) {
      i++;
      if (i < limit && text.charCodeAt(i) === CR && text.charCodeAt(i + 1) === LF) i++;
    }
  }
  return limit;
}

/** The quote when the word between two offsets is a literal's prefix and a literal follows, else 0. */
export function literalAfterPrefix(text: string, at: number, past: number): number {
  const quote = text.charCodeAt(past);
  if (quote !== QUOTE && quote !== APOSTROPHE) return 0;
  const word = text.slice(at, past);
  return word === 'L' || word === 'u' || word === 'U' || word === 'u8' ? quote : 0;
}

export function endOfNumber(text: string, at: number, limit: number): number {
  const hex = text.charCodeAt(at) === 48 && at + 1 < limit && (text.charCodeAt(at + 1) | 32) === 120;
  let i = at + 1;
  for (; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (i + 1 < limit && text.charCodeAt(i + 1) === DOT) break;
    } else if (code === PLUS || code === MINUS) {
      const exponent = text.charCodeAt(i - 1) | 32;
      if (exponent !== (hex ? 112 : 101)) break;
    } else if (code >= 256 || (CLASS[code] !== WORD && CLASS[code] !== DIGIT)) break;
  }
  return i;
}

export function endOfOperator(text: string, at: number, limit: number, code: number): number {
  const next = at + 1 < limit ? text.charCodeAt(at + 1) : 0;
  if (next === EQUALS) return TAKES_EQUALS[code] === 1 ? at + 2 : at + 1;
  if (next === GREATER && code === MINUS) return at + 2;
  const third = at + 2 < limit ? text.charCodeAt(at + 2) : 0;
  if (next === code && code === DOT && third === DOT) return at + 3;
  if (next !== code || DOUBLES[code] !== 1) return at + 1;
  return third === EQUALS && (code === LESS || code === GREATER) ? at + 3 : at + 2;
}

/** Past the last character of a preprocessor line; comments and continuations inside it do not end it. */
export function endOfDirective(text: string, at: number, limit: number): number {
  let quote = 0;
  let i = at + 1;
  for (; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === LF) {
      quote = 0; // an apostrophe in prose opens no literal on the next line
      if (!endsWithBackslash(text, at, i)) break;
    } else if (quote !== 0) {
      if (code === quote) quote = 0;
      else if (code === BACKSLASH && text.charCodeAt(i + 1) > CR) i++;
    } else if (code === QUOTE || code === APOSTROPHE) {
      quote = code;
    } else if (code === SLASH && i + 1 < limit) {
      const next = text.charCodeAt(i + 1);
      if (next === STAR) i = Math.abs(endOfBlockComment(text, i, limit)) - 1;
      else if (next === SLASH) i = endOfLine(text, i, limit) - 1;
    }
  }
  return text.charCodeAt(i - 1) === CR ? i - 1 : Math.min(i, limit);
}

/** True when nothing but blanks lies between the offset and the beginning of its line. */
export function startsLine(text: string, at: number): boolean {
  const before = lastNonBlank(text, at);
  return before < 0 || text.charCodeAt(before) === LF;
}

/** True when the line of the offset continues the line before it. */
export function isSpliced(text: string, at: number): boolean {
  const before = lastNonBlank(text, at);
  return before >= 0 && text.charCodeAt(before) === LF && endsWithBackslash(text, 0, before);
}

function lastNonBlank(text: string, at: number): number {
  let i = at - 1;
  while (i >= 0 && (text.charCodeAt(i) === SPACE_CODE || text.charCodeAt(i) === TAB_CODE)) i--;
  return i;
}
