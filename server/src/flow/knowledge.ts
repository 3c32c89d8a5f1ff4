/** What the two outcomes of a condition let one know, its own answer and what that answer stands for. */
import { rowsOf } from '../kernel/helper-table.ts';
import { calleeName, type Expression } from '../model/expression.ts';
import type { AnsweredKinds } from './facts.ts';
import { mappingAskedOf, passedThrough } from './identity.ts';
import { assume, join, type State } from './state.ts';
import { stripped } from './text.ts';
import { truthOf } from './truth.ts';
import type { Scope, TypeLookup } from './types.ts';

/** The states behind a condition; undefined where control does not get there. */
export interface Outcome {
  readonly whenTrue: State | undefined;
  readonly whenFalse: State | undefined;
}

/** What a variable stands for can stand for something else in turn, this often at most. */
const MAX_STEPS = 4;

export class Knowledge {
  private readonly lookup: TypeLookup;
  private readonly scope: () => Scope;

  constructor(lookup: TypeLookup, scope: () => Scope) {
    this.lookup = lookup;
    this.scope = scope;
  }

  /** The states behind a condition that was evaluated. */
  split(condition: Expression, state: State): { readonly whenTrue: State; readonly whenFalse: State } {
    return { whenTrue: this.known(condition, true, state), whenFalse: this.known(condition, false, state) };
  }

  /** A state in which the condition is known to hold or to fail, with what follows from that. */
  known(condition: Expression, holds: boolean, state: State, steps = 0): State {
    const inner = stripped(condition);
    if (inner.kind === 'unary' && inner.operator === '!') return this.known(inner.operand, !holds, state, steps);
    if (inner.kind === 'binary' && (inner.operator === '&&' || inner.operator === '||')) {
      const left = this.known(inner.left, holds, state, steps);
      if ((inner.operator === '&&') === holds) return this.known(inner.right, holds, left, steps);
      const right = this.known(inner.right, holds, this.known(inner.left, !holds, state, steps), steps);
      return join(left, right) ?? state;
    }
    const truth = truthOf(inner);
    if (truth) return this.known(truth.of, truth.isNegated !== holds, state, steps);
    if (inner.kind === 'conditional' && inner.whenTrue) {
      const { condition: choice, whenTrue, whenFalse } = inner;
      const yes = this.known(whenTrue, holds, this.known(choice, true, state, steps), steps);
      return join(yes, this.known(whenFalse, holds, this.known(choice, false, state, steps), steps)) ?? state;
    }
    const assumed = assume(state, inner, holds, this.answers(inner));
    const answer = inner.kind === 'name' ? state.answers.get(inner.name) : undefined;
    return answer && steps < MAX_STEPS ? this.known(answer.condition, holds, assumed, steps + 1) : assumed;
  }

  /** What a function of the tree answers that is asked about a page, its file or its area. */
  private answers(condition: Expression): AnsweredKinds | undefined {
    const name = condition.kind === 'call' ? calleeName(condition) : undefined;
    if (condition.kind !== 'call' || name === undefined || rowsOf(name).length > 0) return undefined;
    const scope = this.scope();
    if (scope.has(name) || !condition.args.some((arg) => canBeAsked(stripped(arg), scope))) return undefined;
    return this.lookup.answers?.(name);
  }
}

const ASKED: ReadonlySet<string> = new Set([
  'struct page',
  'struct folio',
  'struct address_space',
  'struct inode',
  'struct vm_area_struct',
]);

/** Whether an argument can be what a question is about; told without reading headers. */
function canBeAsked(argument: Expression, scope: Scope): boolean {
  switch (argument.kind) {
    case 'name': {
      const type = scope.type(argument.name);
      return type !== undefined && type.stars === 1 && ASKED.has(type.name);
    }
    case 'member':
      return argument.field === 'mapping' || argument.field === 'host' || argument.field === 'page';
    case 'unary':
      return argument.operator === '&' && canBeAsked(stripped(argument.operand), scope);
    case 'index':
      return true;
    case 'call':
      return (passedThrough(argument) ?? mappingAskedOf(argument)) !== undefined;
    default:
      return false;
  }
}

/** Whether an expression is a condition, so that a variable which is given it holds its answer. */
export function canAnswer(expression: Expression): boolean {
  switch (expression.kind) {
    case 'unary':
      return expression.operator === '!';
    case 'binary':
      return /^(&&|\|\||==|!=)$/.test(expression.operator);
    case 'call':
      return calleeName(expression) !== undefined;
    default:
      return false;
  }
}
