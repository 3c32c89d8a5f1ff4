/** A lookup that notes what it is asked for: what was found with it hangs on those declarations and on no others. */
import type { AnsweredKinds } from '../flow/facts.ts';
import type { TypeLookup } from '../flow/types.ts';
import type { CType } from '../model/c-type.ts';
import type { Installation, MacroDeclaration, StructDeclaration } from '../model/declarations.ts';
import type { Expression } from '../model/expression.ts';

export class NotedLookup implements TypeLookup {
  /** The names that were asked for, found or not. */
  readonly names = new Set<string>();
  private readonly inner: TypeLookup;

  constructor(inner: TypeLookup) {
    this.inner = inner;
  }

  struct(name: string): StructDeclaration | undefined {
    this.names.add(name);
    return this.inner.struct(name);
  }

  typedef(name: string): CType | undefined {
    this.names.add(name);
    return this.inner.typedef(name);
  }

  functionReturns(name: string): CType | undefined {
    this.names.add(name);
    return this.inner.functionReturns(name);
  }

  variable(name: string): CType | undefined {
    this.names.add(name);
    return this.inner.variable(name);
  }

  macro(name: string): MacroDeclaration | undefined {
    this.names.add(name);
    return this.inner.macro(name);
  }

  declaredByMacro(name: string): ReadonlyMap<number, CType> {
    this.names.add(name);
    return this.inner.declaredByMacro(name);
  }

  installed(name: string): readonly Installation[] {
    this.names.add(name);
    return this.inner.installed(name);
  }

  answers(name: string): AnsweredKinds | undefined {
    this.names.add(name);
    return this.inner.answers?.(name);
  }

  /** What a text means as an expression hangs on no declaration. */
  expression(text: string): Expression | undefined {
    return this.inner.expression(text);
  }
}
