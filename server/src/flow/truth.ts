/** What a comparison with a constant asks: the truth of its other side. */
import { helper } from '../kernel/helper-table.ts';
import { calleeName, type Expression } from '../model/expression.ts';
import { isNull, stripped } from './text.ts';

/** The expression that a comparison with NULL, 0 or a truth value asks about. */
export function truthOf(expression: Expression): { readonly of: Expression; readonly isNegated: boolean } | undefined {
  if (expression.kind !== 'binary' || (expression.operator !== '==' && expression.operator !== '!=')) return undefined;
  const { left, right } = expression;
  for (const [of, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (isNull(other)) return { of, isNegated: expression.operator === '==' };
    if (constantOf(other) === true && isTruth(of, stripped(other).kind === 'name'))
      return { of, isNegated: expression.operator === '!=' };
  }
  return undefined;
}

/** Whether an expression answers a question, so that comparing it with `true` or 1 asks for its truth; a call may count. */
function isTruth(expression: Expression, isTrue: boolean): boolean {
  const inner = stripped(expression);
  if (inner.kind === 'call') return isTrue || helper(calleeName(inner) ?? '')?.role === 'guard';
  if (inner.kind === 'unary') return inner.operator === '!';
  return inner.kind === 'binary' && /^(==|!=|&&|\|\||[<>]=?)$/.test(inner.operator);
}

/** The truth value of a constant; undefined for any other expression. */
export function constantOf(expression: Expression): boolean | undefined {
  const inner = stripped(expression);
  if (isNull(inner)) return false;
  if (inner.kind === 'name') return inner.name === 'true' ? true : undefined;
  return inner.kind === 'literal' && /^(1[uUlL]*|true)$/.test(inner.text) ? true : undefined;
}
