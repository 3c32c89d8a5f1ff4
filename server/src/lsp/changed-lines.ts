/** The difference of two texts as edits of whole lines, so that an editor moves no more than what has changed. */
import { diffLines } from 'diff';
import type { TextEdit } from '../text/edit.ts';

/** The edits that make one text the other. */
export function changedLines(before: string, after: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  for (const { added, removed, value } of diffLines(before, after)) {
    const last = edits.at(-1);
    const isNext = last !== undefined && last.span.end === at;
    if (removed) edits.push({ span: { start: at, end: at + value.length }, newText: '' });
    else if (added && isNext) edits[edits.length - 1] = { span: last.span, newText: last.newText + value };
    else if (added) edits.push({ span: { start: at, end: at }, newText: value });
    if (!added) at += value.length;
  }
  return edits;
}
