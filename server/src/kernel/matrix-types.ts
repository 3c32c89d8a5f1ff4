/** The matrix has one cell for each era, kind and field; these are the shapes of the cells. */

import type { EraId, Release } from './eras.ts';
import type { Kind, KindSet } from './kinds.ts';

/** What each field may hold, as values that a rule can ask for. */
export interface FieldValues {
  /** The raw word `page->mapping` or `folio->mapping`. */
  readonly mapping:
    | 'null'
    | 'address_space'
    | 'anon-tagged'
    | 'ksm-tagged'
    | 'movable-tagged'
    | '0x1'
    | 'slab-word'
    | 'undefined';
  /** The member `page->inode` of the 2017 proposal; no release has it. */
  readonly inode: 'absent' | 'inode' | 'null' | 'list-pointer' | 'slab-word' | 'undefined';
  /** The word `page->index` or `folio->index`. */
  readonly index:
    | 'file-offset'
    | 'head-offset'
    | 'device-offset'
    | 'anon-offset'
    | 'share-count'
    | 'unset'
    | 'stale'
    | 'slab-word'
    | 'undefined';
  /** The name `share` for the word of `index`, which exists from 6.2. */
  readonly share: 'absent' | 'share-count' | 'other-word';
  /** The word `page->private` or `folio->private`. */
  readonly private: 'filesystem' | 'swap-entry' | 'migrated' | 'unused' | 'stale' | 'slab-word' | 'undefined';
  /** The two words of `page->lru` or `folio->lru`. */
  readonly lru: 'list' | 'owner-list' | 'device-words' | 'unused' | 'slab-word';
  /** The member `pgmap` of `struct page`, from 6.15 of `struct folio`. */
  readonly pgmap: 'pgmap' | 'absent' | 'list-pointer' | 'slab-word' | 'undefined';
  /** The reference count of such a page when nobody uses it. */
  readonly refcount: '0' | '1' | 'per-mapping' | 'per-holder' | 'owner' | 'none';
  /** What PG_dirty says about the data. */
  readonly dirty: 'tells' | 'never-set' | 'never-cleared' | 'undefined';
  /** What PG_uptodate says about the data. */
  readonly uptodate: 'tells' | 'never-set' | 'undefined';
  /** The answer of `PageAnon()` or `folio_test_anon()`. */
  readonly anonBit: 'true' | 'false' | 'undefined';
  /** The answer of `page_mapping()` or `folio_mapping()`. */
  readonly mappingHelper: 'address_space' | 'null' | 'swap-address_space' | 'driver-address_space' | 'undefined';
  /** The answer of `IS_DAX(mapping->host)` where `mapping` is an address_space. */
  readonly host: 'dax' | 'not-dax' | 'no-host' | 'not-a-pointer';
  /** Whether such a page may stand on an LRU list. */
  readonly onLru: 'yes' | 'no';
  /** The form in which `i_pages` of the file holds the page. */
  readonly inPages: 'folio' | 'value-entry' | 'none';
  /** What keeps the page and its file together. */
  readonly stability:
    | 'page-lock'
    | 'i-pages-lock'
    | 'entry-lock'
    | 'file-entry-lock'
    | 'invalidate-lock'
    | 'rmap-lock'
    | 'pgmap-reference'
    | 'owner'
    | 'nothing';
}

/** A field is a column of the matrix. */
export type Field = keyof FieldValues;

/** A cell says what one field of one kind of page holds in one era. */
export interface Cell<F extends Field = Field> {
  readonly era: EraId;
  readonly kind: Kind;
  readonly field: F;
  /** Every value that occurs; empty when the era has no page of this kind. */
  readonly values: readonly FieldValues[F][];
  /** What stands in a table, without a full stop: `the file's address_space`. */
  readonly text: string;
  /** What a reader of the table has to know beside, in one clause. */
  readonly note?: string;
  /** Where it can be read, in the forms of `parseEvidence()`: `6.1: fs/dax.c:354`, `commit d2c997c0f145`. */
  readonly evidence: readonly string[];
  /** True if a tree of this era was read; false if the cell follows from commits or from the eras around it. */
  readonly verified: boolean;
}

/** The facts of one kind in one era, in the words that rules use. */
export interface KindRow {
  readonly kind: Kind;
  /** False if the era has no page of this kind; such a row is in no answer of `kindsWhere`. */
  readonly exists: boolean;
  /** True if `i_pages` of a file holds such a page as a folio. */
  readonly inPageCache: boolean;
  readonly mapping: MappingFacts;
  /** Returns any cell of the row. */
  cell<F extends Field>(field: F): Cell<F>;
  /** Tells whether a field may hold a value. */
  can<F extends Field>(field: F, value: FieldValues[F]): boolean;
}

/** What a reader of `->mapping` may meet in one kind of page. */
export interface MappingFacts {
  readonly values: readonly FieldValues['mapping'][];
  /** True if the word may be zero. */
  readonly canBeNull: boolean;
  /** True if the word may be other than zero, tag bits and 0x1 included. */
  readonly canBeSet: boolean;
  /** True if the word may be set and yet not be an address_space that can be followed. */
  readonly canBeTagged: boolean;
  /** True if the word may be the plain address of an address_space. */
  readonly canBeAddressSpace: boolean;
}

/** The matrix of one era is what a rule is given. */
export interface EraMatrix {
  readonly era: EraId;
  cell<F extends Field>(kind: Kind, field: F): Cell<F>;
  row(kind: Kind): KindRow;
  /** Returns the kinds of the set that exist in this era and whose row satisfies the predicate. */
  kindsWhere(set: KindSet, predicate: (row: KindRow) => boolean): KindSet;
  /** What an overlay has made of the era; absent where the matrix is Linux as it is. */
  readonly whatIf?: WhatIf;
}

/** The traces that an overlay leaves in a matrix. */
export interface WhatIf {
  readonly overlay: string;
  /** The kinds that exist in this era under the overlay only. */
  readonly introduced: KindSet;
  /** Returns the kinds whose values in a field are others than without the overlay. */
  changed(field: Field): KindSet;
}

/** One row of the matrix as it is written down: some kinds in some runs of eras. */
export interface MatrixRow<F extends Field> {
  readonly field: F;
  /** The kinds of the row; a kind that an era does not have is passed over. */
  readonly kinds: KindSet;
  /** Runs of eras, first and last included. */
  readonly eras: readonly (readonly [EraId, EraId])[];
  readonly values: readonly FieldValues[F][];
  readonly text: string;
  readonly note?: string;
  readonly evidence: readonly string[];
}

/** A row of any field; its values are those of its field. */
export type AnyMatrixRow = { readonly [F in Field]: MatrixRow<F> }[Field];

/** A kind of page that came with some era. */
export interface Lifetime {
  readonly kind: Kind;
  readonly era: EraId;
  readonly release: Release;
  readonly evidence: readonly string[];
}
