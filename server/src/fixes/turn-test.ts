/** Turns a test of a predicate round: the `!` of the test that decides is added or taken away. */
import type { Fix } from '../model/finding.ts';
import type { PredicateTest } from '../model/unit.ts';
import type { TextEdit } from '../text/edit.ts';
import type { CodeView } from './code-view.ts';
import type { Problem } from './problem.ts';

/** Turns the test under the finding round. */
export function turnTest({ finding, unit, view }: Problem): Fix | undefined {
  for (const predicate of unit.predicates) {
    const test = predicate.tests.find(({ whole }) => whole.start === finding.start && whole.end === finding.end);
    const edits = test && view.isCode(test) ? turned(test, view) : undefined;
    if (!test || !edits) continue;
    const title = test.negated
      ? `take the \`!\` off \`${test.text}\``
      : `write \`!${operand(test.text)}\` for \`${test.text}\``;
    const eye = `callers of \`${predicate.name}()\` that were written for the old answer see the opposite`;
    return { title, safe: false, eye, edits };
  }
  return undefined;
}

function turned(test: PredicateTest, view: CodeView): readonly TextEdit[] | undefined {
  // A value that is tested for NULL guards what is read behind it, so its test must not be turned round.
  if (!/^[A-Za-z_]\w*\s*\(/.test(test.text) && !/&/.test(test.text)) return undefined;
  return test.negated ? withoutBang(test, view) : (comparedTheOtherWay(test, view) ?? withBang(test));
}

function withoutBang({ whole, start, end }: PredicateTest, { code }: CodeView): readonly TextEdit[] | undefined {
  if (code.charAt(whole.start) !== '!') return undefined;
  const inner = code.slice(whole.start + 1, start);
  const opened = inner.replace(/\s/g, '');
  // The `!` of a wider condition stands for more than this test.
  const closed = new RegExp(`^\\s*${'\\)\\s*'.repeat(opened.length)}`).test(code.slice(end));
  if (!/^\(*$/.test(opened) || !closed) return undefined;
  return [{ span: { start: whole.start, end: whole.start + 1 + (/^\s*/.exec(inner)?.[0].length ?? 0) }, newText: '' }];
}

/** `IS_DAX(inode) != 0` becomes `IS_DAX(inode) == 0`: a `!` before it would bind to the call alone. */
function comparedTheOtherWay({ end }: PredicateTest, { code }: CodeView): readonly TextEdit[] | undefined {
  const [all, space = '', operator] = /^(\s*)(==|!=)/.exec(code.slice(end)) ?? [];
  if (all === undefined) return undefined;
  const start = end + space.length;
  return [{ span: { start, end: start + 2 }, newText: operator === '!=' ? '==' : '!=' }];
}

function withBang({ text, start, end }: PredicateTest): readonly TextEdit[] {
  if (operand(text) === text) return [{ span: { start, end: start }, newText: '!' }];
  return [
    { span: { start, end: start }, newText: '!(' },
    { span: { start: end, end }, newText: ')' },
  ];
}

/** A text that a `!` can stand before. */
function operand(text: string): string {
  return /^[A-Za-z_]\w*\s*\([\s\S]*\)$/.test(text) ? text : `(${text})`;
}
