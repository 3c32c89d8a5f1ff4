/** A page is of one kind, and a set of kinds is a bitmask. */

/** The kinds of page that the kernel keeps apart by how it fills the fields of `struct page` and `struct folio`. */
export type Kind =
  | 'cache'
  | 'swapcache'
  | 'anon'
  | 'ksm'
  | 'movable'
  | 'fsdax'
  | 'fsdax-unassociated'
  | 'fsdax-shared'
  | 'devdax'
  | 'device-private'
  | 'device-coherent'
  | 'p2pdma'
  | 'slab'
  | 'fresh-alloc';

/** Every kind in the order in which tables and messages show them. */
export const KINDS: readonly Kind[] = [
  'cache',
  'swapcache',
  'anon',
  'ksm',
  'movable',
  'fsdax',
  'fsdax-unassociated',
  'fsdax-shared',
  'devdax',
  'device-private',
  'device-coherent',
  'p2pdma',
  'slab',
  'fresh-alloc',
];

declare const kindSetBrand: unique symbol;

/** A set of kinds is a number whose bit `i` stands for `KINDS[i]`; sets are compared with `===`. */
export type KindSet = number & { readonly [kindSetBrand]: true };

/** The empty set is what reaches a line that no page can reach. */
export const NO_KINDS: KindSet = brand(0);

/** All kinds together are what is known of a page of which nothing is known. */
export const ALL: KindSet = brand(2 ** KINDS.length - 1);

const BIT: ReadonlyMap<Kind, number> = new Map(KINDS.map((kind, i) => [kind, 1 << i]));

/** DAX kinds are pages that a filesystem or a device-dax node maps straight from storage. */
export const DAX_KINDS: KindSet = kindSet('fsdax', 'fsdax-unassociated', 'fsdax-shared', 'devdax');

/** FS-DAX kinds are the DAX pages that belong to a filesystem. */
export const FSDAX_KINDS: KindSet = kindSet('fsdax', 'fsdax-unassociated', 'fsdax-shared');

/** Device kinds are the pages for which `is_zone_device_page()` is true. */
export const DEVICE_KINDS: KindSet = union(DAX_KINDS, kindSet('device-private', 'device-coherent', 'p2pdma'));

/** Builds a set from its members. */
export function kindSet(...kinds: readonly Kind[]): KindSet {
  let bits = 0;
  for (const kind of kinds) bits |= bitOf(kind);
  return brand(bits);
}

/** Tells whether a kind is in a set. */
export function has(set: KindSet, kind: Kind): boolean {
  return (set & bitOf(kind)) !== 0;
}

/** Joins two sets: what may arrive over either of two paths. */
export function union(a: KindSet, b: KindSet): KindSet {
  return brand(a | b);
}

/** Keeps what is in both sets. */
export function intersect(a: KindSet, b: KindSet): KindSet {
  return brand(a & b);
}

/** Takes the second set away from the first: what a guard leaves. */
export function minus(a: KindSet, b: KindSet): KindSet {
  return brand(a & ~b);
}

/** Tells whether a set has no member. */
export function isEmpty(set: KindSet): boolean {
  return set === 0;
}

/** Tells whether two sets share a kind. */
export function overlaps(a: KindSet, b: KindSet): boolean {
  return (a & b) !== 0;
}

/** Tells whether every kind of the first set is in the second. */
export function isSubset(a: KindSet, b: KindSet): boolean {
  return (a & ~b) === 0;
}

/** Lists the members of a set in the order of `KINDS`. */
export function kindsOf(set: KindSet): readonly Kind[] {
  return KINDS.filter((kind) => has(set, kind));
}

/** Tells whether a word is the name of a kind. */
export function isKind(word: string): word is Kind {
  return KINDS.some((kind) => kind === word);
}

/** The name of each kind as messages and tables write it, fit to stand before the word "page". */
export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  cache: 'page cache',
  swapcache: 'swap cache',
  anon: 'anonymous',
  ksm: 'KSM',
  movable: 'movable driver',
  fsdax: 'FS-DAX',
  'fsdax-unassociated': 'unassociated FS-DAX',
  'fsdax-shared': 'shared FS-DAX',
  devdax: 'device-dax',
  'device-private': 'device-private',
  'device-coherent': 'device-coherent',
  p2pdma: 'PCI peer-to-peer',
  slab: 'slab',
  'fresh-alloc': 'freshly allocated',
};

/** What each kind is, in one clause without a full stop. */
export const KIND_MEANINGS: Readonly<Record<Kind, string>> = {
  cache: 'a page of a file that is cached in memory, found in `i_pages` as a folio',
  swapcache: 'an anonymous or shmem page that also has a slot in swap',
  anon: 'private memory of a process, with no slot in swap',
  ksm: 'private memory that KSM has merged with equal pages',
  movable: 'memory of a driver that knows how to migrate it',
  fsdax: 'storage of a filesystem with a live DAX entry in exactly one file',
  'fsdax-unassociated': 'storage of a DAX filesystem that no file maps now: before the first fault, or after truncate',
  'fsdax-shared': 'storage of a DAX filesystem that several files share by reflink',
  devdax: 'memory behind a device-dax character device',
  'device-private': 'memory of a device that the CPU cannot reach, holding migrated anonymous data',
  'device-coherent': 'memory of a device that the CPU can reach, holding migrated anonymous data',
  p2pdma: 'a PCI BAR that devices use among each other',
  slab: 'memory of the slab allocator',
  'fresh-alloc': 'a page that the page allocator has just handed out, still owned by the caller alone',
};

/** A set for a sentence: a FS-DAX page in no file goes where pages in files say the same. */
export function mainKinds(set: KindSet): KindSet {
  const main = minus(set, kindSet('fsdax-unassociated'));
  return isEmpty(main) ? set : main;
}

/** Renders a set for a message: "page cache, FS-DAX or shared FS-DAX"; the empty set is "no". */
export function describeKinds(set: KindSet, conjunction: 'and' | 'or' = 'or'): string {
  const names = kindsOf(set).map((kind) => KIND_NAMES[kind]);
  const last = names.pop();
  if (last === undefined) return 'no';
  return names.length === 0 ? last : `${names.join(', ')} ${conjunction} ${last}`;
}

function bitOf(kind: Kind): number {
  return BIT.get(kind) ?? 0;
}

// A brand has no other constructor than a cast; this is the only one for sets of kinds.
function brand(bits: number): KindSet {
  return bits as KindSet;
}
