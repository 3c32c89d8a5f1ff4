/** Mends a suppression comment that says nothing. */
import type { Fix } from '../model/finding.ts';
import type { Span } from '../text/span.ts';
import { isContinued, lineStart, nextLine } from './placement.ts';
import type { Problem } from './problem.ts';
import { NO_REASON_YET } from './suppress.ts';

/** Removes the comment under the finding, with its lines where it stands alone on them. */
export function removeSuppression({ finding, view }: Problem): Fix | undefined {
  if (isContinued(view.text, finding)) return undefined;
  const fix = { title: 'take the comment out', edits: [{ span: withSpace(finding, view.text), newText: '' }] };
  // A comment does nothing, and this one silences nothing.
  if (finding.suppression?.fault === 'stale') return { ...fix, safe: true };
  return {
    ...fix,
    safe: false,
    byHand: true,
    eye: 'what it was written for is reported again where it is still there',
  };
}

/** Writes a place for the reason into a comment that has none. */
export function giveReason({ finding, view }: Problem): Fix | undefined {
  if (finding.suppression?.fault !== 'no-reason') return undefined;
  const [, comment = '', close = ''] = /^([\s\S]*?)[\s:]*(\s*\*\/)?$/.exec(view.textOf(finding)) ?? [];
  const start = finding.start + comment.length;
  const newText = `: ${NO_REASON_YET}${close === '' ? '' : ' */'}`;
  const decide = { start: 2, end: 2 + NO_REASON_YET.length };
  const eye = 'write why, for the reader who comes after you';
  return {
    title: 'give a reason',
    safe: false,
    byHand: true,
    eye,
    edits: [{ span: { start, end: finding.end }, newText, decide }],
  };
}

/** Writes the rule that was meant, where one is called nearly so. */
export function nameRule({ finding, view }: Problem): Fix | undefined {
  const [, before = '', rule] = /^([\s\S]*?daxlint-ok\s*:\s*)([\w-]+)/.exec(view.textOf(finding)) ?? [];
  const near = finding.suppression?.meant;
  if (rule === undefined || near === undefined) return undefined;
  const start = finding.start + before.length;
  return {
    title: `write \`${near}\``,
    safe: false,
    byHand: true,
    eye: 'it may have been meant for another rule',
    edits: [{ span: { start, end: start + rule.length }, newText: near }],
  };
}

function withSpace({ start, end }: Span, text: string): Span {
  const before = text.slice(lineStart(text, start), start);
  const behind = text.slice(end, nextLine(text, end));
  if (behind.trim() !== '') return { start, end: end + (/^[ \t]*/.exec(behind)?.[0].length ?? 0) };
  if (before.trim() === '') return { start: start - before.length, end: end + behind.length };
  return { start: start - (/[ \t]*$/.exec(before)?.[0].length ?? 0), end };
}
