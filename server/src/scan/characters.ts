/** Character codes that C gives a meaning, and what each code below 256 may begin. */

export const TAB_CODE = 9;
export const SPACE_CODE = 32;
export const LF = 10;
export const CR = 13;
export const QUOTE = 34;
export const HASH = 35;
export const APOSTROPHE = 39;
export const OPEN_PAREN = 40;
export const CLOSE_PAREN = 41;
export const STAR = 42;
export const PLUS = 43;
export const MINUS = 45;
export const DOT = 46;
export const SLASH = 47;
export const LESS = 60;
export const EQUALS = 61;
export const GREATER = 62;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;
export const NO_BREAK_SPACE = 0xa0;
export const BYTE_ORDER_MARK = 0xfeff;

/** Anything else. */
export const OTHER = 0;
/** The code begins or continues a word. */
export const WORD = 1;
/** A decimal digit. */
export const DIGIT = 2;
/** White space other than a line feed; control characters count as white space. */
export const SPACE = 3;
/** A line feed. */
export const NEWLINE = 4;

/** The class of each character code below 256; codes above are letters. */
export const CLASS = characterClasses();

/** 1 for the codes that make a two-character operator with a following `=`. */
export const TAKES_EQUALS = flags('=!<>+-*/%&|^');

/** 1 for the codes that make a two-character operator when doubled. */
export const DOUBLES = flags('&|+-<>#');

function characterClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (let code = 0; code < 256; code++) {
    if (code >= 48 && code <= 57) classes[code] = DIGIT;
    else if (code >= 128 || code === 36 || code === 95 || isLetter(code)) classes[code] = WORD;
    else classes[code] = code <= 32 || code === 127 ? SPACE : OTHER;
  }
  classes[NO_BREAK_SPACE] = SPACE;
  classes[LF] = NEWLINE;
  return classes;
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

function flags(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
