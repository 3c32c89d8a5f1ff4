/** Functions and macros that matter by what they do to control flow or to a value are rows of a name and its places. */

/** A name and where it is declared, in the short form of `unfoldPlaces()`. */
export interface WordRow {
  readonly name: string;
  readonly places: string;
}

/** A macro that tests what must hold. */
export interface AssertionRow extends WordRow {
  /** The argument that is the condition, 0-based. */
  readonly argument: number;
  /** The answer of the condition that is wrong. */
  readonly failsWhen: boolean;
  /** True if control does not come back where the condition is wrong. */
  readonly stops: boolean;
  /** The option without which the test is compiled away; absent if it is always there. */
  readonly config?: string;
}

/** A macro that stands around a value. */
export interface WrapperRow extends WordRow {
  /**
   * `same`: its value is that of the first argument. `load`: its value stands at the address in the first argument.
   * `store`: it stores the second argument in the first. `store-at`: it stores the second argument at the address in the
   * first.
   */
  readonly form: 'same' | 'load' | 'store' | 'store-at';
}

/**
 * What a question can be about. Two are no columns of the matrix: `reserved`, which is set for each kind of device
 * memory, and `buffers`, the word of `->private` taken for buffers. A function that puts a page on an LRU list asks its
 * `lru` to be free for that.
 */
export type AskedField = 'refcount' | 'dirty' | 'uptodate' | 'anonBit' | 'reserved' | 'buffers' | 'lru';

/** A function that answers what a field holds for the page or folio in its first argument. */
export interface QuestionRow extends WordRow {
  readonly field: AskedField;
}

/** A function that drops references of the page or folio in its first argument. */
export interface ReleaseRow extends WordRow {
  /** It wakes who waits for a DAX page whose idle count is 1. */
  readonly wakes: boolean;
}
