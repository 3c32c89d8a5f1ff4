/** What a file declares at its top level, as data that outlives the text. */
import type { CType } from './c-type.ts';

/** A struct or union; members of anonymous inner structs are listed as its own. */
export interface StructDeclaration {
  readonly name: string;
  readonly members: ReadonlyMap<string, CType>;
}

/** A function-like or object-like macro; the body is text with its line continuations replaced by spaces. */
export interface MacroDeclaration {
  readonly name: string;
  /** Undefined for an object-like macro. */
  readonly parameters: readonly string[] | undefined;
  readonly body: string;
}

export interface FileDeclarations {
  readonly structs: ReadonlyMap<string, StructDeclaration>;
  readonly typedefs: ReadonlyMap<string, CType>;
  /** Return type by function name, prototypes included. */
  readonly functions: ReadonlyMap<string, CType>;
  /** Type by name of a file-level variable, `extern` ones included. */
  readonly variables: ReadonlyMap<string, CType>;
  readonly macros: ReadonlyMap<string, MacroDeclaration>;
  /** `#include` operands as written, quotes or angle brackets kept, in order. */
  readonly includes: readonly string[];
}
