/** What a function relies on about a page that it is given, as plain data that goes from thread to thread. */
import type { KindSet } from '../kernel/kinds.ts';

/** One parameter of a function, and the pages for which what the function does with it is wrong. */
export interface Contract {
  readonly function: string;
  /** The place of the parameter, 0-based. */
  readonly parameter: number;
  readonly type: 'page' | 'folio';
  /** The kinds of DAX pages that must not come there. */
  readonly wrong: KindSet;
  /** Why, in one sentence of Markdown without a full stop. */
  readonly reason: string;
  /** Where the function relies on it: relative to the tree with `/`, and a 1-based line; absent for what the helper table tells. */
  readonly at?: { readonly file: string; readonly line: number };
}
