/** Whoever wants to know how a function uses its values observes the walk over it. */
import type { CType } from '../model/c-type.ts';
import type { Call, Expression, Member, Name } from '../model/expression.ts';
import type { EventRole, Placement } from '../model/site.ts';
import type { State } from './state.ts';
import type { Scope } from './types.ts';
import type { Values } from './values.ts';

/** How a value is used. */
export interface Usage {
  readonly role: EventRole;
  readonly detail?: string;
  /** For `tested`: whether the value is non-NULL where the test as written is true. */
  readonly whenTrue?: boolean;
  readonly nullArm?: 'exit' | 'other' | 'none';
  readonly asserted?: boolean;
  /** Only an address is computed from the value, as in `&value->member`: nothing is read through it here. */
  readonly addressOnly?: boolean;
  /** The value only ends up in a message or a tracepoint. */
  readonly inPrint?: boolean;
}

/** What is done with the values that the walk meets. */
export interface Observer {
  /** Where values come from, as this observer wants it told. */
  readonly values: Values;
  /** The statement whose expressions are evaluated from now on. */
  enter(place: Placement): void;
  member(expression: Member, usage: Usage, state: State, scope: Scope): void;
  variable(expression: Name, usage: Usage, state: State): void;
  /** A call was evaluated, its arguments first. */
  called?(call: Call, state: State, scope: Scope): void;
  /** A value was stored in a member, an element, or what a pointer points to. */
  stored?(target: Expression, value: Expression, state: State, scope: Scope): void;
  /** A variable of a struct type was initialised member by member. */
  initialised?(type: CType | undefined, value: Expression, state: State, scope: Scope): void;
  returned?(value: Expression, state: State, scope: Scope): void;
  /** The states behind a whole condition, whose parts were tested one after the other. */
  decided(whenTrue: State | undefined, whenFalse: State | undefined): void;
}
