/** Text from files and file names is printed so that it cannot steer the terminal, and with its real width. */

// C0 and C1 controls, the bidirectional overrides, and the separators that would break a line.
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Replaces characters that a terminal would act on; a tab stays. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd');
}

/** The same for file names, where each such character is shown as an escape, so that the name can be told. */
export function printablePath(path: string): string {
  return path
    .replace(/\t/g, '\\t')
    .replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Tab stops of kernel source. */
const TAB = 8;

/** Replaces tabs by spaces up to the next stop of eight; `column` is where the text begins, 0-based display columns. */
export function expandTabs(text: string, column = 0): string {
  let result = '';
  let at = column;
  for (const char of text) {
    const width = char === '\t' ? TAB - (at % TAB) : charWidth(char);
    result += char === '\t' ? ' '.repeat(width) : char;
    at += width;
  }
  return result;
}

/** The number of terminal columns that a text without tabs takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]|[\u{20000}-\u{3fffd}]/u;
const ZERO_WIDTH = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;

function charWidth(char: string): number {
  if (char <= '\u02ff') return 1;
  if (ZERO_WIDTH.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}
