/** Walks expressions in the order of evaluation and tells the observer how each value is used. */
import { assertionOf } from '../kernel/assertions.ts';
import { optionOf } from '../kernel/config-kinds.ts';
import { isNoReturn } from '../kernel/noreturn.ts';
import { isPrinter } from '../kernel/printers.ts';
import { isTransparentWrapper, wrapperOf } from '../kernel/wrappers.ts';
import { type Assign, type Call, calleeName, type Expression, type Member } from '../model/expression.ts';
import type { EventRole } from '../model/site.ts';
import type { Statement } from '../model/statement.ts';
import type { Span } from '../text/span.ts';
import { asksForAny, addressUsage, type Observer, type Usage } from './observer.ts';
import { Stores } from './stores.ts';
import { Knowledge, type Outcome } from './knowledge.ts';
import { assign, assume, followed, forgetText, join, type State } from './state.ts';
import { pointedTo, pointedToBy } from './targets.ts';
import { isNull, stripped, textOf } from './text.ts';
import { truthOf } from './truth.ts';
import type { Scope, TypeLookup } from './types.ts';

interface Arms {
  /** For an `if`: the outcome that it is about; undefined where it is about both. */
  readonly about?: boolean | undefined;
  readonly whenTrueExits?: boolean;
  readonly whenFalseExits?: boolean;
  readonly nullArm?: 'exit' | 'other' | 'none';
  readonly asserted?: boolean;
}

interface Context {
  readonly observer: Observer;
  readonly lookup: TypeLookup;
  scope(): Scope;
  /** Walks the statements of a statement expression, with the last expression given to `last`. */
  body(statements: readonly Statement[], state: State, last: (expression: Expression, state: State) => State): State;
}

export class Evaluation {
  private readonly context: Context;
  private readonly knowledge: Knowledge;
  readonly stores: Stores;
  /** How many calls that only print are around the expression. */
  private printing = 0;
  /** How many conditions are around the expression. */
  private conditions = 0;
  /** Whether the condition is that of an assertion which lets the code go on. */
  private onlyWarns = false;

  constructor(context: Context) {
    this.context = context;
    this.knowledge = new Knowledge(context.lookup, context.scope);
    this.stores = new Stores(context.observer.values, context.lookup, context.scope);
  }

  /** The state behind an expression statement; undefined where the call in it does not return. */
  statement(expression: Expression, state: State): State | undefined {
    const inner = expression.kind === 'cast' ? expression.operand : expression;
    if (inner.kind === 'call') {
      const name = calleeName(inner);
      const condition = inner.args[0];
      const assertion = name === undefined ? undefined : assertionOf(name);
      if (assertion && condition) return this.assertion(inner, condition, assertion, state);
      const after = this.value(inner, state, { role: 'other' });
      return name !== undefined && isNoReturn(name) ? undefined : after;
    }
    return this.value(inner, state, { role: 'other' });
  }

  private assertion(
    call: Call,
    condition: Expression,
    assertion: { readonly failsWhen: boolean; readonly stops: boolean },
    state: State,
  ): State | undefined {
    this.onlyWarns = !assertion.stops;
    const outcome = this.condition(condition, state, { nullArm: 'none', asserted: true });
    this.onlyWarns = false;
    for (const arg of call.args.slice(1)) this.value(arg, state, { role: 'printed', detail: calleeName(call) ?? '' });
    if (!assertion.stops) return join(outcome.whenTrue, outcome.whenFalse);
    return assertion.failsWhen ? outcome.whenFalse : outcome.whenTrue;
  }

  /** Evaluates a condition and tells what is known where it is true and where it is false. */
  condition(expression: Expression, state: State, arms: Arms, negated = false): Outcome {
    return this.whole(() => this.part(expression, state, arms, negated));
  }

  /** Tells the observer the outcome of a condition that is no part of another. */
  private whole(decide: () => Outcome): Outcome {
    this.conditions += 1;
    const outcome = decide();
    this.conditions -= 1;
    if (this.conditions === 0) this.context.observer.decided(outcome.whenTrue, outcome.whenFalse, this.onlyWarns);
    return outcome;
  }

  private part(expression: Expression, state: State, arms: Arms, negated: boolean): Outcome {
    const inner = stripped(expression);
    if (inner.kind === 'unary' && inner.operator === '!') {
      const { whenTrue, whenFalse } = this.condition(inner.operand, state, arms, !negated);
      return { whenTrue: whenFalse, whenFalse: whenTrue };
    }
    if (inner.kind === 'binary' && (inner.operator === '&&' || inner.operator === '||'))
      return this.shortCircuit(inner, state, arms, negated);
    if (inner.kind === 'binary' && (inner.operator === '==' || inner.operator === '!=')) {
      const truth = truthOf(inner);
      if (!truth) return this.comparison(inner, state);
      const outcome = this.condition(truth.of, state, arms, truth.isNegated ? !negated : negated);
      return truth.isNegated ? { whenTrue: outcome.whenFalse, whenFalse: outcome.whenTrue } : outcome;
    }
    if (inner.kind === 'conditional' && inner.whenTrue) return this.chosen(inner, inner.whenTrue, state, arms, negated);
    if (inner.kind === 'statement-expression') {
      let outcome: Outcome | undefined;
      this.context.body(inner.body, state, (last, before) => {
        outcome = this.condition(last, before, arms, negated);
        return join(outcome.whenTrue, outcome.whenFalse) ?? before;
      });
      if (outcome) return outcome;
    }
    if (inner.kind === 'call') {
      const name = calleeName(inner);
      const first = inner.args[0];
      const assertion = name === undefined ? undefined : assertionOf(name);
      if (assertion && first) {
        for (const arg of inner.args.slice(1)) this.value(arg, state, { role: 'printed', detail: name ?? '' });
        return this.condition(first, state, { ...arms, asserted: true }, negated);
      }
    }
    if (inner.kind === 'assign' && inner.operator === '=') {
      const after = this.value(inner, state, { role: 'other' });
      return this.knowledge.split(inner.left, after);
    }
    if (inner.kind === 'sequence' && inner.form === 'comma') {
      const last = inner.parts[inner.parts.length - 1];
      let before = state;
      for (const part of inner.parts.slice(0, -1)) before = this.value(part, before, { role: 'other' });
      if (last) return this.condition(last, before, arms, negated);
    }
    const after = this.value(inner, state, testedUsage(arms, negated));
    if (inner.kind === 'call')
      this.context.observer.question?.(inner, after, this.context.scope(), arms.asserted === true);
    return this.knowledge.split(inner, after);
  }

  private shortCircuit(inner: Expression & { kind: 'binary' }, state: State, arms: Arms, negated: boolean): Outcome {
    // What stands on the left decides whether the right is evaluated, even where the result is only stored.
    const before: Arms = arms.nullArm === 'none' && !arms.asserted ? { nullArm: 'other' } : arms;
    const left = this.condition(inner.left, state, before, negated);
    const rightEntry = inner.operator === '&&' ? left.whenTrue : left.whenFalse;
    const right: Outcome = rightEntry
      ? this.condition(inner.right, rightEntry, arms, negated)
      : { whenTrue: undefined, whenFalse: undefined };
    return inner.operator === '&&'
      ? { whenTrue: right.whenTrue, whenFalse: join(left.whenFalse, right.whenFalse) }
      : { whenTrue: join(left.whenTrue, right.whenTrue), whenFalse: right.whenFalse };
  }

  /** A condition that is one of two others, chosen by a third. */
  private chosen(
    inner: Expression & { kind: 'conditional' },
    whenTrue: Expression,
    state: State,
    arms: Arms,
    negated: boolean,
  ): Outcome {
    const choice = this.condition(inner.condition, state, { nullArm: 'other' });
    const yes = choice.whenTrue && this.condition(whenTrue, choice.whenTrue, arms, negated);
    const no = choice.whenFalse && this.condition(inner.whenFalse, choice.whenFalse, arms, negated);
    return { whenTrue: join(yes?.whenTrue, no?.whenTrue), whenFalse: join(yes?.whenFalse, no?.whenFalse) };
  }

  /** The state in which a condition that is not evaluated here is known, as the value of a `case` is. */
  know(condition: Expression, holds: boolean, state: State): State {
    return this.knowledge.known(condition, holds, state);
  }

  private comparison(inner: Expression & { kind: 'binary' }, state: State): Outcome {
    return this.knowledge.split(inner, this.value(inner, state, { role: 'tested' }));
  }

  /** Evaluates an expression whose value is used in the given way; answers the state behind it. */
  value(expression: Expression, state: State, usage: Usage): State {
    const { observer } = this.context;
    switch (expression.kind) {
      case 'name':
        observer.variable(expression, this.marked(usage), state);
        return isFollowed(usage) ? followed(state, expression) : state;
      case 'member':
        return this.member(expression, state, usage);
      case 'cast':
        return this.value(expression.operand, state, usage);
      case 'call':
        return this.call(expression, state, usage);
      case 'assign':
        return this.assignment(expression, state);
      case 'unary':
        return this.unary(expression, state, usage);
      case 'binary':
        return this.binary(expression, state, usage);
      case 'conditional': {
        const { whenTrue, whenFalse } = this.condition(expression.condition, state, { nullArm: 'other' });
        const yes = whenTrue && (expression.whenTrue ? this.value(expression.whenTrue, whenTrue, usage) : whenTrue);
        const no = whenFalse && this.value(expression.whenFalse, whenFalse, usage);
        return join(yes, no) ?? state;
      }
      case 'index': {
        const after = this.value(expression.index, state, { role: 'other' });
        return this.value(expression.base, after, { role: 'followed', detail: '[]' });
      }
      case 'sequence':
        return this.sequence(expression, state, usage);
      case 'statement-expression':
        return this.context.body(expression.body, state, (last, before) => this.value(last, before, usage));
      case 'opaque': {
        let after = state;
        for (const part of expression.parts) after = this.value(part, after, { role: 'other' });
        return after;
      }
      default:
        return state;
    }
  }

  private member(expression: Member, state: State, usage: Usage): State {
    // What `.` selects is a part of the value before it; only `->` goes through a pointer.
    const address = usage.role === 'other' && usage.addressOnly ? { addressOnly: true } : {};
    const option = usage.needs ?? (usage.role === 'argument' ? optionOf(usage.detail ?? '') : undefined);
    const read = { ...address, ...(option === undefined ? {} : { needs: option }) };
    const base = this.value(
      expression.base,
      state,
      expression.arrow ? { role: 'followed', detail: expression.field, ...read } : { role: 'other', ...read },
    );
    this.context.observer.member(expression, this.marked(usage), base, this.context.scope());
    return isFollowed(usage) ? followed(base, expression) : base;
  }

  private marked(usage: Usage): Usage {
    return this.printing > 0 ? { ...usage, inPrint: true } : usage;
  }

  private unary(expression: Expression & { kind: 'unary' }, state: State, usage: Usage): State {
    switch (expression.operator) {
      case '!': {
        const outcome = this.condition(expression, state, truthArms(usage));
        return join(outcome.whenTrue, outcome.whenFalse) ?? state;
      }
      case '*':
        return this.value(expression.operand, state, { role: 'followed', detail: '*' });
      case '&':
        return this.value(expression.operand, state, addressUsage(usage));
      case '++':
      case '--': {
        const after = this.value(expression.operand, state, { role: 'other' });
        if (expression.operand.kind !== 'name') return after;
        return this.stores.moved(expression.operand.name, expression, after);
      }
      default:
        return this.value(expression.operand, state, { role: 'masked' });
    }
  }

  private binary(expression: Expression & { kind: 'binary' }, state: State, usage: Usage): State {
    const { operator, left, right } = expression;
    if (operator === '&&' || operator === '||') {
      const outcome = this.whole(() => this.shortCircuit(expression, state, truthArms(usage), false));
      return join(outcome.whenTrue, outcome.whenFalse) ?? state;
    }
    if (operator === '==' || operator === '!=') {
      if (truthOf(expression)) {
        const outcome = this.condition(expression, state, truthArms(usage));
        return join(outcome.whenTrue, outcome.whenFalse) ?? state;
      }
      return this.compared(operator, left, right, state);
    }
    if (/^[<>]=?$/.test(operator)) return this.compared(operator, left, right, state);
    const bits: Usage = { role: usage.role === 'printed' ? 'printed' : 'masked' };
    const asked = operator === '&' && asksForAny(usage) ? textOf(right) : undefined;
    return this.value(right, this.value(left, state, asked === undefined ? bits : { ...bits, detail: asked }), bits);
  }

  private compared(operator: string, left: Expression, right: Expression, state: State): State {
    const mirrored = operator.replace(/[<>]/, (sign) => (sign === '<' ? '>' : '<'));
    const after = this.value(left, state, { role: 'compared', detail: textOf(right), operator, other: right });
    return this.value(right, after, { role: 'compared', detail: textOf(left), operator: mirrored, other: left });
  }

  private sequence(expression: Expression & { kind: 'sequence' }, state: State, usage: Usage): State {
    let after = state;
    for (const [at, part] of expression.parts.entries()) {
      const isLast = at === expression.parts.length - 1;
      const role: Usage = expression.form === 'initialiser' ? { role: 'stored' } : isLast ? usage : { role: 'other' };
      after = this.value(part, after, role);
    }
    return after;
  }

  private call(call: Call, state: State, usage: Usage): State {
    const name = calleeName(call);
    const [first, second] = call.args;
    const wrapper = name === undefined ? undefined : wrapperOf(name);
    if (wrapper && wrapper.form !== 'same' && first) {
      const target = wrapper.form === 'store' ? first : pointedTo(first);
      return wrapper.form === 'load'
        ? this.value(target, state, usage)
        : second
          ? this.store(target, second, state)
          : state;
    }
    if (name !== undefined && first && isTransparentWrapper(name)) return this.value(first, state, usage);
    if (name !== undefined && assertionOf(name) && first) {
      const outcome = this.condition(call, state, { nullArm: 'other', asserted: true });
      return join(outcome.whenTrue, outcome.whenFalse) ?? state;
    }
    let after = name === undefined ? this.value(call.callee, state, { role: 'other' }) : state;
    const prints = name !== undefined && isPrinter(name);
    const role: EventRole = prints ? 'printed' : 'argument';
    if (prints) this.printing += 1;
    for (const arg of call.args) after = this.value(arg, after, { role, detail: name ?? textOf(call.callee) });
    if (prints) this.printing -= 1;
    this.context.observer.called?.(call, after, this.context.scope(), this.marked(usage));
    for (const [at, arg] of call.args.entries()) after = this.stores.outArgument(call, at, arg, after);
    return after;
  }

  private assignment(expression: Assign, state: State): State {
    if (expression.operator === '=') return this.store(expression.left, expression.right, state);
    const after = this.value(expression.right, state, { role: 'other' });
    const read = this.value(expression.left, after, { role: 'masked' });
    const target = stripped(expression.left);
    return target.kind === 'name' ? this.stores.moved(target.name, expression, read) : read;
  }

  private store(left: Expression, right: Expression, state: State): State {
    const target = stripped(left);
    const after = this.value(right, state, { role: 'stored', detail: textOf(target) });
    if (target.kind === 'name') {
      const scope = this.context.scope();
      if (!scope.has(target.name)) this.context.observer.stored?.(target, right, after, scope);
      const assigned = this.stores.give(target.name, right, after);
      return isNull(right) ? assume(assigned, target, false) : assigned;
    }
    const written = this.value(target, after, { role: 'assigned', detail: textOf(right) });
    this.context.observer.stored?.(target, right, after, this.context.scope());
    const pointed = pointedToBy(target, after);
    if (pointed !== undefined) return this.stores.give(pointed, right, written);
    const forgotten = this.stores.keep(target, right, forgetText(written, textOf(target)));
    // That somebody clears the word of a page tells nothing of what the page is.
    const isOfPage = target.kind === 'member' && target.field === 'mapping';
    return isNull(right) && !isOfPage ? assume(forgotten, target, false) : forgotten;
  }

  /** The state behind `type name = init;`. */
  initialise(name: string, init: Expression, state: State): State {
    const given = this.stores.give(name, init, this.value(init, state, { role: 'stored', detail: name }));
    return this.stores.initialised(name, init, given);
  }

  /** The state behind `type name;`. */
  uninitialised(name: string, span: Span, state: State): State {
    return assign(state, name, this.context.observer.values.nothing(span));
  }

  /** The state in the body of an iterator macro. */
  iterator(iterator: string, args: readonly Expression[], entry: State): State {
    let state = entry;
    for (const arg of args) state = this.value(arg, state, { role: 'argument', detail: iterator });
    for (const arg of args) {
      const target = stripped(arg);
      if (target.kind === 'name')
        state = assign(
          state,
          target.name,
          this.context.observer.values.iterated(iterator, args, target, entry, this.context.scope()),
        );
    }
    return state;
  }
}

/** Whether something is read or written through the value. */
function isFollowed(usage: Usage): boolean {
  return usage.role === 'followed' && !usage.addressOnly;
}

/** A truth value that is only stored decides nothing here. */
function truthArms(usage: Usage): Arms {
  return { nullArm: usage.role === 'stored' ? 'none' : 'other' };
}

function testedUsage(arms: Arms, negated: boolean): Usage {
  const exitsWhenNull = negated ? arms.whenTrueExits : arms.whenFalseExits;
  return {
    role: 'tested',
    whenTrue: !negated,
    asksIfSet: 'about' in arms ? arms.about === undefined || arms.about !== negated : !negated,
    nullArm: arms.nullArm ?? (exitsWhenNull ? 'exit' : 'other'),
    ...(arms.asserted ? { asserted: true } : {}),
  };
}
