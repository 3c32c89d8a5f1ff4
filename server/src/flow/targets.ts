/** What a store or a call through a pointer can change: the variable at its root, and what stands at an address. */
import { isPageContainer } from '../kernel/page-carriers.ts';
import type { CType } from '../model/c-type.ts';
import type { Expression } from '../model/expression.ts';
import type { State } from './state.ts';
import { stripped } from './text.ts';

/** Whether a variable is an array of pages, or points to a container of them: a call can put more into it. */
export function holdsPages(type: CType | undefined): boolean {
  return type !== undefined && (type.stars > 1 || (type.stars === 1 && isPageContainer(type.name)));
}

/** What stands at an address: `x` for `&x`. */
export function pointedTo(address: Expression): Expression {
  const inner = stripped(address);
  if (inner.kind === 'unary' && inner.operator === '&') return inner.operand;
  return { kind: 'unary', operator: '*', operand: inner, start: inner.start, end: inner.end };
}

/** The variable at the root of `pages`, `pages[i]`, `*pages` or `pages + i`. */
export function rootName(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'index':
      return rootName(stripped(expression.base));
    case 'unary':
      return expression.operator === '*' ? rootName(stripped(expression.operand)) : undefined;
    case 'binary':
      return expression.operator === '+' ? rootName(stripped(expression.left)) : undefined;
    default:
      return undefined;
  }
}

/** The local that `*p` is, where `p` is known to hold its address. */
export function pointedToBy(expression: Expression, state: State): string | undefined {
  if (expression.kind !== 'unary' || expression.operator !== '*') return undefined;
  const pointer = stripped(expression.operand);
  return pointer.kind === 'name' ? state.values.get(pointer.name)?.pointsTo : undefined;
}
