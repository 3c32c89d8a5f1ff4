/** What the core asks of the outside: text of files, and the lowering of an item. */
import type { Span } from '../text/span.ts';
import type { Expression } from './expression.ts';
import type { FunctionIr } from './statement.ts';
import type { Gap } from './finding.ts';

/** Reads files of a tree; paths are relative to its root with `/`. */
export interface FileReader {
  /** The text of a file, or undefined where it cannot be read. */
  read(path: string): string | undefined;
  exists(path: string): boolean;
}

/** A preprocessor condition and the text it governs. */
export interface ConditionRange extends Span {
  /** `CONFIG_FS_DAX`, `!CONFIG_FS_DAX`, or the condition as written. */
  readonly condition: string;
}

/** An item after lowering; spans are offsets from the start of the item. */
export interface LoweredItem {
  readonly functions: readonly FunctionIr[];
  readonly gaps: readonly Gap[];
  readonly conditions: readonly ConditionRange[];
}

/** Turns the text of an item into functions. It never throws: what it cannot read becomes a gap. */
export interface Lowering {
  /** `isComplete` is false for an item that the text ends in the middle of: what is open at its end is taken as closed. */
  item(text: string, isComplete: boolean): LoweredItem;
  /** The body of a function-like macro, by its whole `#define`. */
  macro(directive: string): LoweredItem;
  /** The same lowering with the attribute words that these headers define. */
  learn(headers: Iterable<string>): Lowering;
  /** One expression, for macro bodies; undefined where the text is none. */
  expression(text: string): Expression | undefined;
}

/** A line of a file of a tree; `path` is relative to its root, `line` 1-based. */
export interface DeclaredAt {
  readonly path: string;
  readonly line: number;
}

/** Where a tree declares a name; `unknown` where it has none of the files that would tell. */
export type Declared = DeclaredAt | 'nowhere' | 'unknown';
