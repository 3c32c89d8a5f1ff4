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

/** A function in a designated initialiser of an operations table. */
export interface Installation {
  /** The table's type, `struct address_space_operations`. */
  readonly table: string;
  /** The variable that is the table. */
  readonly variable: string;
  readonly member: string;
}

/** A variable of a struct type that is initialised member by member. */
export interface TableDeclaration {
  /** The table's type, `struct address_space_operations`. */
  readonly type: string;
  readonly members: readonly string[];
  /** False where something stands in it that may add members, such as a macro. */
  readonly complete: boolean;
}

export interface FileDeclarations {
  readonly structs: ReadonlyMap<string, StructDeclaration>;
  readonly typedefs: ReadonlyMap<string, CType>;
  /** Return type by function name, prototypes included. */
  readonly functions: ReadonlyMap<string, CType>;
  /** Type by name of a file-level variable, `extern` ones included. */
  readonly variables: ReadonlyMap<string, CType>;
  readonly macros: ReadonlyMap<string, MacroDeclaration>;
  /** The functions that the file puts into operations tables: by function, each table's type and the member. */
  readonly installed: ReadonlyMap<string, readonly Installation[]>;
  /** The tables of operations by the name of the variable. */
  readonly tables: ReadonlyMap<string, TableDeclaration>;
  /** The text of each short function that answers a question about a page, its file or its area, by name. */
  readonly questions: ReadonlyMap<string, string>;
  /** `#include` operands as written, quotes or angle brackets kept, in order. */
  readonly includes: readonly string[];
}
