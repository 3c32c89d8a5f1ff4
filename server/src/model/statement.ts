/** Statements of C after lowering; spans are UTF-16 offsets from the start of the item. */
import type { Span } from '../text/span.ts';
import type { CType } from './c-type.ts';
import type { Expression } from './expression.ts';

export interface Declarator extends Span {
  readonly name: string;
  /** Undefined where the type is taken from the initialiser (`__auto_type`) or could not be read. */
  readonly type: CType | undefined;
  /** For `typeof(x)`, the expression whose type is meant, to be typed in the scope of the declaration. */
  readonly typeOf?: Expression;
  readonly init?: Expression;
}

export type Statement =
  | (Span & { readonly kind: 'expression'; readonly expression: Expression })
  | (Span & { readonly kind: 'declare'; readonly declarators: readonly Declarator[] })
  | (Span & { readonly kind: 'block'; readonly body: readonly Statement[] })
  | (Span & {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly whenTrue: Statement;
      readonly whenFalse?: Statement;
    })
  | Loop
  | (Span & { readonly kind: 'switch'; readonly subject: Expression; readonly body: readonly Statement[] })
  | (Span & { readonly kind: 'case'; readonly value?: Expression; readonly body: readonly Statement[] })
  | (Span & { readonly kind: 'return'; readonly value?: Expression })
  | (Span & { readonly kind: 'goto'; readonly label: string })
  | (Span & { readonly kind: 'label'; readonly label: string; readonly body: readonly Statement[] })
  | (Span & { readonly kind: 'break' })
  | (Span & { readonly kind: 'continue' })
  | ConfigCode
  | (Span & { readonly kind: 'gap'; readonly parts: readonly Expression[] });

/** A loop; `iterator` is the macro's name where a `for_each_...(args)` stands before the body. */
export interface Loop extends Span {
  readonly kind: 'loop';
  readonly form: 'while' | 'do' | 'for' | 'iterator';
  readonly iterator?: string;
  readonly init?: Statement;
  readonly condition?: Expression;
  readonly update?: Expression;
  readonly args?: readonly Expression[];
  readonly body: Statement;
}

/** Code under `#if`: each arm with the text of its condition, of which one is compiled. */
export interface ConfigCode extends Span {
  readonly kind: 'config';
  readonly arms: readonly ConfigArm[];
}

export interface ConfigArm {
  /** `CONFIG_FS_DAX`, `!CONFIG_FS_DAX`, or the expression as written. */
  readonly condition: string;
  readonly body: readonly Statement[];
}

export interface Parameter extends Span {
  readonly name: string;
  readonly type: CType | undefined;
}

/** A function (or a macro body read as one) with its parts lowered. */
export interface FunctionIr extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  /** `trace` for a tracepoint's assignments, `macro` for the body of a function-like macro, `initialiser` for a file-level initialiser. */
  readonly form: 'function' | 'trace' | 'macro' | 'initialiser';
  readonly returns: CType | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}
