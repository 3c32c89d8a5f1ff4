/** A suppression is a comment that names the rule and says why the code is right; it stands above the line of a finding. */
import type { FixEdit } from '../model/finding.ts';
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../text/edit.ts';
import { LineIndex } from '../text/line-index.ts';

/** What stands in the comment until a person has written the reason. */
export const NO_REASON_YET = 'why a DAX page is no trouble here';

/** A comment alone on its line, which is about the next line. */
const SUPPRESSION_LINE = /^\s*(\/\*+|\/\/)\s*daxlint-ok\b/;

/**
 * Makes the edit that suppresses a rule for the line of an offset: a comment on a line of its own, indented like that
 * line. Where such a comment stands there already, the new one goes to the end of the line, so that both stay next to
 * their code. Inside a macro the continuation is kept.
 */
export function suppressEdit(text: string, at: number, rule: string, reason: string): FixEdit {
  const lines = new LineIndex(text);
  const { line } = lines.position(at);
  const code = lines.lineSpan(line);
  const comment = `/* daxlint-ok: ${rule}: ${reason} */`;
  const above = line === 0 ? '' : lineText(text, lines.lineSpan(line - 1));
  if (SUPPRESSION_LINE.test(above)) {
    const end = code.start + lineText(text, code).replace(/[ \t]*\\?$/, '').length;
    return withReason({ span: { start: end, end }, newText: ` ${comment}` }, reason);
  }
  const indent = /^[ \t]*/.exec(lineText(text, code))?.[0] ?? '';
  const continuation = above.endsWith('\\') ? ' \\' : '';
  const carriage = text.slice(code.start, code.end).endsWith('\r') ? '\r' : '';
  const newText = `${indent}${comment}${continuation}${carriage}\n`;
  return withReason({ span: { start: code.start, end: code.start }, newText }, reason);
}

/** The reason is what a person has to write. */
function withReason(edit: TextEdit, reason: string): FixEdit {
  const start = edit.newText.indexOf(`: ${reason} *`) + 2;
  return { ...edit, decide: { start, end: start + reason.length } };
}

function lineText(text: string, span: Span): string {
  return text.slice(span.start, span.end).replace(/\r$/, '');
}
