/** Takes a suppression comment out that says nothing. */
import type { Fix } from '../model/finding.ts';
import type { Span } from '../text/span.ts';
import { isContinued, lineStart, nextLine } from './placement.ts';
import type { Problem } from './problem.ts';

/** Removes the comment under the finding, with its lines where it stands alone on them. */
export function removeSuppression({ finding, view }: Problem): Fix | undefined {
  if (isContinued(view.text, finding)) return undefined;
  const span = withSpace(finding, view.text);
  return {
    title: 'take the comment out',
    safe: false,
    eye: 'what it was written for is reported again where it is still there',
    edits: [{ span, newText: '' }],
  };
}

function withSpace({ start, end }: Span, text: string): Span {
  const before = text.slice(lineStart(text, start), start);
  const behind = text.slice(end, nextLine(text, end));
  if (behind.trim() !== '') return { start, end: end + (/^[ \t]*/.exec(behind)?.[0].length ?? 0) };
  if (before.trim() === '') return { start: start - before.length, end: end + behind.length };
  return { start: start - (/[ \t]*$/.exec(before)?.[0].length ?? 0), end };
}
