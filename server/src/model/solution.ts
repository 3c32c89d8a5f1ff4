/** What the solve over a whole tree found, for those who look at one file of it. */
import type { Kind, KindSet } from '../kernel/kinds.ts';
import type { FlowPlace, FlowStep } from './facts.ts';

/** The kinds that get to a place: those that are known to, and those that can for all that is known. */
export interface Arrival {
  readonly proven: KindSet;
  readonly possible: KindSet;
  /** What operations tables promise comes only of those that the inodes of DAX pages do not have. */
  readonly isApart?: boolean;
  /** It is known that pages come of a source of any kind, such as a frame number, but not which. */
  readonly isOfAny?: boolean;
  /** For a file whose pages are dropped: the function of its filesystem that waits for those who have them pinned, by the inode. */
  readonly wait?: string;
}

/** What gets to the places of one file. */
export interface Arrivals {
  /** Undefined for a place of which the tree knows nothing. */
  at(place: FlowPlace): Arrival | undefined;
}

/** What gets to one place: the kinds that are known to, and those that can. */
export type ArrivalRow = readonly [
  place: FlowPlace,
  proven: KindSet,
  possible: KindSet,
  isApart?: boolean,
  isOfAny?: boolean,
  wait?: string,
];

/** The shortest way of pages of some kinds to one place. */
export interface Way {
  readonly place: FlowPlace;
  readonly kinds: KindSet;
  /** False for a way from a place of which nothing is known. */
  readonly isProven: boolean;
  /** The source first. */
  readonly steps: readonly ChainStep[];
}

/** What the whole tree tells of one file, as plain data that goes from thread to thread. */
export interface FileArrivals {
  readonly rows: readonly ArrivalRow[];
  readonly ways: readonly Way[];
}

/** Whoever can tell the way of a page of a kind to a place of a file. */
export interface Chains {
  /** The source first; empty where there is no way. With `isProven` false the way from a place of which nothing is known. */
  chain(place: FlowPlace, kind: Kind, isProven?: boolean): readonly ChainStep[];
}

/** Where an edge stands in the tree: `file` is relative to it, `line` 1-based, `function` empty at file level. */
export interface EdgeStep {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly how: FlowStep | 'contract';
}

/** One step of the way of a page, from one place to another. */
export interface ChainStep extends EdgeStep {
  readonly from: FlowPlace;
  readonly to: FlowPlace;
}

/** What the solve found. */
export interface Solution {
  /** What gets to the places of a file. */
  arrivals(path: string): Arrivals;
  /**
   * The shortest way of a page of a kind to a place, its source first; empty where there is none. With `isProven` false
   * the way from a place of which nothing is known.
   */
  chain(path: string, place: FlowPlace, kind: Kind, isProven?: boolean): readonly ChainStep[];
}
