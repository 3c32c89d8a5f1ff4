/** Whoever wants to know how a function uses its values observes the walk over it. */
import type { Call, Expression, Member, Name } from '../model/expression.ts';
import type { EventRole, Placement } from '../model/site.ts';
import type { Span } from '../text/span.ts';
import type { State, Value } from './state.ts';
import type { Scope } from './types.ts';

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
  /** The statement whose expressions are evaluated from now on. */
  enter(place: Placement): void;
  parameter(name: string, span: Span): Value;
  member(expression: Member, usage: Usage, state: State, scope: Scope): void;
  variable(expression: Name, usage: Usage, state: State): void;
  /** The states behind a whole condition, whose parts were tested one after the other. */
  decided(whenTrue: State | undefined, whenFalse: State | undefined): void;
  /** What a variable holds after it was given the value of an expression. */
  valueOf(expression: Expression, state: State, scope: Scope): Value;
  /** What a variable holds after its address, or the array that it is, was handed to a call. */
  outArgument(call: Call, argument: number, state: State): Value | undefined;
  /** What the variable of an iterator macro holds in the body. */
  iterated(iterator: string, args: readonly Expression[], span: Span): Value;
  unknown(span: Span): Value;
}
