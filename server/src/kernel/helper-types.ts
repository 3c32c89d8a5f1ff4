/** A helper is a function, macro or member of the kernel that daxlint has to know; these are the shapes of its row. */

import type { EraId, Release } from './eras.ts';
import type { KindSet } from './kinds.ts';

/** What a helper means for the flow of pages. */
export type HelperRole =
  | 'guard'
  | 'source'
  | 'gup'
  | 'passthrough'
  | 'needs-page-cache'
  | 'locks'
  | 'dirty'
  | 'truncate'
  | 'layout-break'
  | 'refcount'
  | 'lru'
  | 'association'
  | 'false-friend';

/** The type of thing that a guard tests or a helper works on. */
export type HelperSubject =
  | 'page'
  | 'folio'
  | 'page-pair'
  | 'inode'
  | 'mode'
  | 'address_space'
  | 'vma'
  | 'file'
  | 'pfn'
  | 'pte'
  | 'pmd'
  | 'pud'
  | 'entry'
  | 'pgmap'
  | 'dax_device'
  | 'bio'
  | 'fault'
  | 'iterator'
  | 'other';

/** What must hold before the helper may be called. */
export type Requirement =
  /** The argument is a non-NULL address_space without tag bits. */
  | 'plain-mapping'
  /** The page is known to be device memory. */
  | 'zone-device'
  /** The page is in the page cache. */
  | 'page-cache'
  /** The caller holds a reference to the page. */
  | 'reference'
  /** The caller holds the page lock. */
  | 'page-lock';

/** The kinds of page that hold from one era on, until the next entry of the list. */
export interface KindsSince {
  readonly since: EraId;
  readonly kinds: KindSet;
}

/** One row of the helper table as it is written down; what is absent is empty or false. */
export interface HelperRow {
  readonly name: string;
  readonly role: HelperRole;
  readonly form: 'function' | 'macro' | 'field';
  /** What the helper tests, takes or yields. */
  readonly subject: HelperSubject;
  /** The argument that is the subject, 0-based; -1 if the subject is the result. */
  readonly argument: number;
  /** The first release that has it; absent if the oldest tree that was read (4.9) has it already. */
  readonly since?: Release;
  /** The last release that has it; absent if it is still there. */
  readonly until?: Release;
  /** The configuration option without which it folds to a constant or to nothing. */
  readonly config?: string;
  readonly requires?: Requirement;
  /** The kinds that cannot be behind the true branch of a guard. */
  readonly excludesWhenTrue?: readonly KindsSince[];
  /** The kinds that cannot be behind the false branch of a guard. */
  readonly excludesWhenFalse?: readonly KindsSince[];
  /** The kinds that come out of a source. */
  readonly yields?: readonly KindsSince[];
  /** The kinds that the helper is right for; absent if it does not care. */
  readonly worksOn?: KindSet;
  /** The kinds whose `->mapping` a lock keeps. */
  readonly pins?: KindSet;
  readonly flags?: readonly HelperFlag[];
  /** What it does, in one sentence of the project's own words, without a full stop. */
  readonly meaning: string;
  /** Where it is declared, in the short form of `unfoldPlaces()`. */
  readonly places: string;
}

/** What else a row can say. */
export type HelperFlag =
  /** A lookup may give an entry that is no page. */
  | 'entry'
  /** The page comes out locked. */
  | 'locked'
  /** A miss puts a new page into the mapping, over a DAX entry if there is one. */
  | 'inserts'
  /** What comes out is what somebody else put there: the row says what is possible, not what is likely. */
  | 'held'
  /** The operations table of the page's mapping decides what happens. */
  | 'dispatches'
  /** On a DAX file a layout break has to come first. */
  | 'breaks-first'
  /** It drops what a file has from the offset on that is the second argument. */
  | 'from-offset'
  /** It was posted to a list and is in no release. */
  | 'proposed';

/** A row with its places unfolded. */
export interface Helper extends HelperRow {
  /** The headers or source files that declare it, the newest tree's first. */
  readonly headers: readonly string[];
  /** Where each tree declares it, oldest tree first: `6.1: include/linux/dax.h:219`. */
  readonly evidence: readonly string[];
}

/** One helper does the work of an older one; both may exist at the same time. */
export interface SuccessorRow {
  readonly older: string;
  readonly newer: string;
  /** What is different about the newer one, as a clause without its subject; absent if only the type of the argument is. */
  readonly difference?: string;
  /** Where the one is seen to stand for the other, in the forms of `parseEvidence()`. */
  readonly evidence: readonly string[];
}
