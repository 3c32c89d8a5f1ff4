/** A call that a page goes through, as plain data that goes from thread to thread. */
import type { Contract } from './contract.ts';

/** A function of the tree: `file` is relative to it, `line` the 1-based line of its name there. */
export interface CalledFunction {
  readonly file: string;
  readonly name: string;
  readonly line: number;
}

/** One call, seen from one of its two functions. */
export interface PageCall {
  /** The other function. */
  readonly function: CalledFunction;
  /** Where the call stands; `line` is 1-based. */
  readonly file: string;
  readonly line: number;
  /** What holds the function that is called through a pointer, `address_space_operations.dirty_folio`. */
  readonly through?: string;
}

/** A question about a function of a file, whose path is relative to the root of the tree with `/`. */
export interface CallQuestion {
  readonly about: 'function' | 'callers' | 'callees';
  readonly file: string;
  readonly name: string;
}

/** A question about what functions rely on, by their names as a file sees them. */
export interface ContractQuestion {
  readonly about: 'contracts';
  readonly file: string;
  readonly names: readonly string[];
}

/** The functions of the name, the calls of the function, or the contracts; the other lists are empty. */
export interface CallAnswer {
  readonly functions: readonly CalledFunction[];
  readonly calls: readonly PageCall[];
  readonly contracts: readonly Contract[];
}

export const NO_ANSWER: CallAnswer = { functions: [], calls: [], contracts: [] };
