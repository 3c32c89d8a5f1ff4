/** What the indentation of the source says about statements. */

import type { Draft } from './draft.ts';

const TAB = 9;
const BLANK = 32;
const LF = 10;
const TAB_STOP = 8;

/** True when the line of the second token is indented more deeply than the line of the first. */
export function isIndentedUnder(draft: Draft, row: number, below: number): boolean {
  return indentation(draft, below) > indentation(draft, row);
}

/** Display column of the first character of the token's line that is not blank. */
function indentation(draft: Draft, row: number): number {
  const { text } = draft.table;
  let at = text.lastIndexOf('\n', draft.start(row) - 1) + 1;
  let column = 0;
  for (; at < text.length && text.charCodeAt(at) !== LF; at++) {
    const code = text.charCodeAt(at);
    if (code === TAB) column += TAB_STOP - (column % TAB_STOP);
    else if (code === BLANK) column++;
    else break;
  }
  return column;
}
