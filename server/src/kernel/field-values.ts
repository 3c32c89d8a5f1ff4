/** Every value that a field of the matrix may hold, at run time: a value is missing here exactly where it does not compile. */
import type { Field, FieldValues } from './matrix-types.ts';

type Words<F extends Field> = Readonly<Record<FieldValues[F], true>>;

const WORDS: { readonly [F in Field]: Words<F> } = {
  mapping: {
    null: true,
    address_space: true,
    'anon-tagged': true,
    'ksm-tagged': true,
    'movable-tagged': true,
    '0x1': true,
    'slab-word': true,
    undefined: true,
  },
  inode: { absent: true, inode: true, null: true, 'list-pointer': true, 'slab-word': true, undefined: true },
  index: {
    'file-offset': true,
    'head-offset': true,
    'device-offset': true,
    'anon-offset': true,
    'share-count': true,
    unset: true,
    stale: true,
    'slab-word': true,
    undefined: true,
  },
  share: { absent: true, 'share-count': true, 'other-word': true },
  private: {
    filesystem: true,
    'swap-entry': true,
    migrated: true,
    unused: true,
    stale: true,
    'slab-word': true,
    undefined: true,
  },
  lru: { list: true, 'owner-list': true, 'device-words': true, unused: true, 'slab-word': true },
  pgmap: { pgmap: true, absent: true, 'list-pointer': true, 'slab-word': true, undefined: true },
  refcount: { '0': true, '1': true, 'per-mapping': true, 'per-holder': true, owner: true, none: true },
  dirty: { tells: true, 'never-set': true, 'never-cleared': true, undefined: true },
  uptodate: { tells: true, 'never-set': true, undefined: true },
  anonBit: { true: true, false: true, undefined: true },
  mappingHelper: {
    address_space: true,
    null: true,
    'swap-address_space': true,
    'driver-address_space': true,
    undefined: true,
  },
  host: { dax: true, 'not-dax': true, 'no-host': true, 'not-a-pointer': true },
  onLru: { yes: true, no: true },
  inPages: { folio: true, 'value-entry': true, none: true },
  stability: {
    'page-lock': true,
    'i-pages-lock': true,
    'entry-lock': true,
    'file-entry-lock': true,
    'invalidate-lock': true,
    'rmap-lock': true,
    'pgmap-reference': true,
    owner: true,
    nothing: true,
  },
};

/** The values of a field, as an overlay may write them. */
export function valuesOf(field: Field): readonly string[] {
  return Object.keys(WORDS[field]);
}

/** Tells whether a word is the name of a field. */
export function isField(word: string): word is Field {
  return Object.hasOwn(WORDS, word);
}

/** Tells whether a word is a value of the field. */
export function isValue<F extends Field>(field: F, word: string): word is FieldValues[F] {
  return Object.hasOwn(WORDS[field], word);
}
