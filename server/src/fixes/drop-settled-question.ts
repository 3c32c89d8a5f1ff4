/** Takes a question out of a condition whose answer is known before it is asked. */
import type { Fix } from '../model/finding.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';
import { isPure } from './guard.ts';
import { namesIn } from './names.ts';
import { isContinued } from './placement.ts';
import type { Problem } from './problem.ts';
import { testedTerm } from './tested-term.ts';

/** Leaves the rest of the condition; where nothing would be left, the code that depends on it is for a person to look at. */
export function dropSettledQuestion({ finding, unit, view }: Problem): Fix | undefined {
  const question = unit.settled.find(({ start, end }) => start === finding.start && end === finding.end);
  if (!question || !view.isCode(question) || isContinued(view.text, question)) return undefined;
  const asked = /^[A-Za-z_]\w*\s*\(([\s\S]*)\)$/.exec(question.text);
  // What the question is asked about is read no more: that must not be missed.
  if (!asked || !isPure(asked[1] ?? '')) return undefined;
  const term = testedTerm(question, view);
  const operator = question.answer === term.positive ? '&&' : '||';
  const span = withOperator(term, operator, view);
  if (!span || isContinued(view.text, span)) return undefined;
  const title = `take \`${view.textOf(term)}\` out, which is always ${question.answer === term.positive}`;
  const fix = { title, edits: [{ span, newText: '' }] };
  const known = namesIn(question.by.text);
  if (namesIn(asked[1] ?? '').every((name) => known.includes(name))) return { ...fix, safe: true };
  return { ...fix, safe: false, eye: `\`${question.by.text}\` says it of where the page was found, not of the page` };
}

/** A term with the operator that joins it to the rest, which the answer leaves as it is. */
function withOperator(term: Span, operator: '&&' | '||', view: CodeView): Span | undefined {
  const behind = view.after(term.end);
  const before = view.before(term.start);
  const opens = /[({;,=?]/.test(view.code.charAt(before)) || view.wordBefore(before + 1) === 'return';
  if (view.code.startsWith(operator, behind)) {
    // In `a == b && c` the term is more than the question.
    if (!opens && !/^(?:&&|\|\|)$/.test(view.code.slice(before - 1, before + 1))) return undefined;
    // `a || b && c` is read as `a || (b && c)`: what is left of a pair binds as it did.
    return { start: term.start, end: view.after(behind + 2) };
  }
  const closes = /^(?:[),;?:]|&&|\|\|)/.test(view.code.slice(behind));
  if (!closes || view.code.slice(before - 1, before + 1) !== operator) return undefined;
  return { start: view.before(before - 1) + 1, end: term.end };
}
