/** Whoever wants to know how a function uses its values observes the walk over it. */
import type { CType } from '../model/c-type.ts';
import type { Call, Expression, Member, Name } from '../model/expression.ts';
import type { EventRole, Placement } from '../model/site.ts';
import type { State } from './state.ts';
import { isNull } from './text.ts';
import type { Scope } from './types.ts';
import type { Values } from './values.ts';

/** How a value is used. */
export interface Usage {
  readonly role: EventRole;
  readonly detail?: string;
  /** For `compared`: the operator, with the value on its left, and the other side. */
  readonly operator?: string;
  readonly other?: Expression;
  /** For `tested`: whether the value is non-NULL where the test as written is true. */
  readonly whenTrue?: boolean;
  /** For `tested`: the test is about what is done where the value is non-NULL. */
  readonly asksIfSet?: boolean;
  readonly nullArm?: 'exit' | 'other' | 'none';
  readonly asserted?: boolean;
  /** Only an address is computed from the value, as in `&value->member`: nothing is read through it here. */
  readonly addressOnly?: boolean;
  /** The option without which the question that the value is read for is a constant. */
  readonly needs?: string;
  /** The value only ends up in a message or a tracepoint. */
  readonly inPrint?: boolean;
}

/** Whether a mask asks for any of its bits: `(word & MASK) == VALUE` asks for a value. */
export function asksForAny({ role, other }: Usage): boolean {
  return role !== 'compared' || other === undefined || isNull(other);
}

/** How a value is used whose address is; an address that is handed to a function names the function. */
export function addressUsage({ role, detail }: Usage): Usage {
  return { role: 'other', addressOnly: true, ...(role === 'argument' && detail !== undefined ? { detail } : {}) };
}

/** What is done with the values that the walk meets. */
export interface Observer {
  /** Where values come from, as this observer wants it told. */
  readonly values: Values;
  /** The statement whose expressions are evaluated from now on; absent where nobody asks for it. */
  enter?(place: () => Placement): void;
  member(expression: Member, usage: Usage, state: State, scope: Scope): void;
  variable(expression: Name, usage: Usage, state: State): void;
  /** A call is the whole of a test, and was evaluated. */
  question?(call: Call, state: State, scope: Scope, asserted: boolean): void;
  /** A call was evaluated, its arguments first; `usage` is what becomes of its value. */
  called?(call: Call, state: State, scope: Scope, usage: Usage): void;
  /** A value was stored in a member, an element, or what a pointer points to. */
  stored?(target: Expression, value: Expression, state: State, scope: Scope): void;
  /** A variable of a struct type was initialised member by member. */
  initialised?(type: CType | undefined, value: Expression, state: State, scope: Scope): void;
  returned?(value: Expression, state: State, scope: Scope): void;
  /** The states behind a whole condition, whose parts were tested one after the other. */
  /** With `onlyWarns` the condition is that of an assertion which lets the code go on. */
  decided(whenTrue: State | undefined, whenFalse: State | undefined, onlyWarns?: boolean): void;
}

/** Hands on what it observes, except while a walk is only made for the values that it leaves. */
export class QuietObserver implements Observer {
  /** How many such walks are under way. */
  quiet = 0;
  readonly values: Values;
  readonly enter?: (place: () => Placement) => void;
  private readonly inner: Observer;

  constructor(inner: Observer) {
    this.inner = inner;
    this.values = inner.values;
    if (inner.enter) this.enter = (place) => inner.enter?.(place);
  }

  member(expression: Member, usage: Usage, state: State, scope: Scope): void {
    if (this.quiet === 0) this.inner.member(expression, usage, state, scope);
  }

  variable(expression: Name, usage: Usage, state: State): void {
    if (this.quiet === 0) this.inner.variable(expression, usage, state);
  }

  decided(whenTrue: State | undefined, whenFalse: State | undefined, onlyWarns?: boolean): void {
    if (this.quiet === 0) this.inner.decided(whenTrue, whenFalse, onlyWarns);
  }

  question(call: Call, state: State, scope: Scope, asserted: boolean): void {
    if (this.quiet === 0) this.inner.question?.(call, state, scope, asserted);
  }

  called(call: Call, state: State, scope: Scope, usage: Usage): void {
    if (this.quiet === 0) this.inner.called?.(call, state, scope, usage);
  }

  stored(target: Expression, value: Expression, state: State, scope: Scope): void {
    if (this.quiet === 0) this.inner.stored?.(target, value, state, scope);
  }

  initialised(type: CType | undefined, value: Expression, state: State, scope: Scope): void {
    if (this.quiet === 0) this.inner.initialised?.(type, value, state, scope);
  }

  returned(value: Expression, state: State, scope: Scope): void {
    if (this.quiet === 0) this.inner.returned?.(value, state, scope);
  }
}
