/** A suppression is a comment that names the rule and says why the code is right; it stands above the line of a finding. */
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../text/edit.ts';
import { LineIndex } from '../text/line-index.ts';

/** A comment alone on its line, which is about the next line. */
const SUPPRESSION_LINE = /^\s*(\/\*+|\/\/)\s*daxlint-ok\b/;

/**
 * Makes the edit that suppresses a rule for the line of an offset: a comment on a line of its own, indented like that
 * line. Where such a comment stands there already, the new one goes to the end of the line, so that both stay next to
 * their code. Inside a macro the continuation is kept.
 */
export function suppressEdit(text: string, at: number, rule: string, reason: string): TextEdit {
  const lines = new LineIndex(text);
  const { line } = lines.position(at);
  const code = lines.lineSpan(line);
  const comment = `/* daxlint-ok: ${rule}: ${reason} */`;
  const above = line === 0 ? '' : lineText(text, lines.lineSpan(line - 1));
  if (SUPPRESSION_LINE.test(above)) {
    const end = code.start + lineText(text, code).replace(/[ \t]*\\?$/, '').length;
    return { span: { start: end, end }, newText: ` ${comment}` };
  }
  const indent = /^[ \t]*/.exec(lineText(text, code))?.[0] ?? '';
  const continuation = above.endsWith('\\') ? ' \\' : '';
  const carriage = text.slice(code.start, code.end).endsWith('\r') ? '\r' : '';
  return { span: { start: code.start, end: code.start }, newText: `${indent}${comment}${continuation}${carriage}\n` };
}

function lineText(text: string, span: Span): string {
  return text.slice(span.start, span.end).replace(/\r$/, '');
}
