/**
 * Expressions of C after lowering: parentheses are gone, macros read as calls, every span is in UTF-16 offsets from
 * the start of the item the expression stands in.
 */
import type { Span } from '../text/span.ts';
import type { CType } from './c-type.ts';
import type { Statement } from './statement.ts';

export interface Name extends Span {
  readonly kind: 'name';
  readonly name: string;
}

export interface Member extends Span {
  readonly kind: 'member';
  readonly base: Expression;
  readonly field: string;
  readonly arrow: boolean;
  /** Offset of the `->` or `.`. */
  readonly at: number;
}

export interface Call extends Span {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: readonly Expression[];
}

export interface Unary extends Span {
  readonly kind: 'unary';
  readonly operator: '*' | '&' | '!' | '~' | '-' | '+' | '++' | '--';
  readonly operand: Expression;
}

export interface Binary extends Span {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Assign extends Span {
  readonly kind: 'assign';
  /** `=`, or `+=` and its like. */
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Conditional extends Span {
  readonly kind: 'conditional';
  readonly condition: Expression;
  /** Absent in GNU `a ?: b`. */
  readonly whenTrue?: Expression;
  readonly whenFalse: Expression;
}

export interface Cast extends Span {
  readonly kind: 'cast';
  readonly type: CType | undefined;
  readonly operand: Expression;
}

export interface Index extends Span {
  readonly kind: 'index';
  readonly base: Expression;
  readonly index: Expression;
}

export interface StatementExpression extends Span {
  readonly kind: 'statement-expression';
  readonly body: readonly Statement[];
}

/** A comma expression, or an initialiser list. */
export interface Sequence extends Span {
  readonly kind: 'sequence';
  readonly form: 'comma' | 'initialiser';
  readonly parts: readonly Expression[];
  /** For an initialiser list, the member that each part is for; absent where no part names one. */
  readonly members?: readonly (string | undefined)[];
}

export interface Literal extends Span {
  readonly kind: 'literal';
  readonly text: string;
}

/** A type where C wants an expression: an argument of `container_of()`, the operand of `sizeof`. */
export interface TypeArgument extends Span {
  readonly kind: 'type';
  readonly type: CType | undefined;
}

/** `sizeof x`, `offsetof()`, `typeof` and their like: the operand is not evaluated. */
export interface Unevaluated extends Span {
  readonly kind: 'unevaluated';
}

/** Text that could not be read as an expression; its readable parts are kept. */
export interface Opaque extends Span {
  readonly kind: 'opaque';
  readonly parts: readonly Expression[];
}

export type Expression =
  | Name
  | Member
  | Call
  | Unary
  | Binary
  | Assign
  | Conditional
  | Cast
  | Index
  | StatementExpression
  | Sequence
  | Literal
  | TypeArgument
  | Unevaluated
  | Opaque;

/** The name that a call calls, or undefined for a call through a pointer. */
export function calleeName(call: Call): string | undefined {
  return call.callee.kind === 'name' ? call.callee.name : undefined;
}
