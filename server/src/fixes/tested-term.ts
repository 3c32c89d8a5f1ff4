/** A term is the part of a condition that asks whether a value is set: `page->mapping`, `!mapping`, `mapping == NULL`. */
import { wrapperOf } from '../kernel/wrappers.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';

export interface TestedTerm extends Span {
  /** True where the term is true for a value that is set. */
  readonly positive: boolean;
}

const NULL_BEHIND = /^\s*(==|!=)\s*(?:NULL\b|0(?![\w.]))/;
const NULL_BEFORE = /\b(?:NULL|0)\s*(==|!=)\s*$/;

/** The term around a value that is tested. */
export function testedTerm(value: Span, view: CodeView): TestedTerm {
  let term: TestedTerm = { ...valueWithWrappers(value, view), positive: true };
  for (;;) {
    const wider = negated(term, view) ?? compared(term, view) ?? parenthesised(term, view);
    if (!wider) return term;
    term = wider;
  }
}

/** A value with the wrappers around it that need a place in memory, such as `READ_ONCE()`. */
export function valueWithWrappers(value: Span, view: CodeView): Span {
  const open = view.before(value.start);
  const close = view.after(value.end);
  if (view.code.charAt(open) !== '(' || view.code.charAt(close) !== ')') return value;
  const name = view.wordBefore(open);
  // Those in small letters only tell which way a branch goes, and stay.
  if (wrapperOf(name)?.form !== 'same' || !/[A-Z]/.test(name)) return value;
  return { start: view.before(open) + 1 - name.length, end: close + 1 };
}

/** Whether parentheses are needed around `a && b` or `a || b` in place of a span; undefined where it cannot stand there. */
export function needsParentheses(span: Span, operator: '&&' | '||', view: CodeView): boolean | undefined {
  const before = view.before(span.start);
  const left = view.code.slice(Math.max(0, before - 1), before + 1);
  const right = view.code.slice(view.after(span.end), view.after(span.end) + 2);
  const follows =
    /^(?:[(,;{?]|:)$/.test(left.slice(-1)) || left === '&&' || left === '||' || startsValue(left, before, view);
  if (!follows || !/^(?:[),;?:]|&&|\|\|)/.test(right)) return undefined;
  const other = operator === '&&' ? '||' : '&&';
  return left === other || right === other || right.startsWith('?');
}

function startsValue(left: string, before: number, view: CodeView): boolean {
  return /^(?:[^=!<>]=)$/.test(left) || view.wordBefore(before + 1) === 'return';
}

function negated(term: TestedTerm, view: CodeView): TestedTerm | undefined {
  const at = view.before(term.start);
  return view.code.charAt(at) === '!' ? { start: at, end: term.end, positive: !term.positive } : undefined;
}

function compared(term: TestedTerm, view: CodeView): TestedTerm | undefined {
  const behind = NULL_BEHIND.exec(view.code.slice(term.end, term.end + 200));
  if (behind) {
    return { start: term.start, end: term.end + behind[0].length, positive: (behind[1] === '!=') === term.positive };
  }
  const from = Math.max(0, term.start - 200);
  const before = NULL_BEFORE.exec(view.code.slice(from, term.start));
  return before
    ? { start: from + before.index, end: term.end, positive: (before[1] === '!=') === term.positive }
    : undefined;
}

/** Parentheses of its own, not those of a call or of the statement. */
function parenthesised(term: TestedTerm, view: CodeView): TestedTerm | undefined {
  const open = view.before(term.start);
  const close = view.after(term.end);
  if (view.code.charAt(open) !== '(' || view.code.charAt(close) !== ')') return undefined;
  const word = view.wordBefore(open);
  const last = view.code.charAt(view.before(open));
  if ((word !== '' && word !== 'return') || last === ')' || last === ']') return undefined;
  return { start: open, end: close + 1, positive: term.positive };
}
