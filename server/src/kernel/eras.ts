/** An era is a run of releases in which every kind of page fills its fields in the same way. */

/** The id of an era is its first release; the tree with the 2017 proposal applied has an era of its own. */
export type EraId = '4.0' | '4.5' | '4.14' | 'inode-2017' | '4.17' | '4.19' | '5.16' | '6.0' | '6.2' | '6.15' | '6.17';

/** A release is written `major.minor`, as in `6.1`. */
export type Release = `${number}.${number}`;

/** An era knows its releases, its place in the order and what set it apart. */
export interface Era {
  readonly id: EraId;
  /** The oldest release of the era; for `inode-2017` the release the proposal was written against. */
  readonly first: Release;
  /** The newest release of the era; absent while the era is the current one. */
  readonly last?: Release;
  /** How messages and tables write it: `6.0 - 6.1`, `6.17 and later`. */
  readonly label: string;
  /** What became different, in one clause without a full stop. */
  readonly change: string;
  /** The releases of this era whose source was read to fill the matrix. */
  readonly trees: readonly Release[];
}

const ERA_BY_ID: Readonly<Record<EraId, Era>> = {
  '4.0': {
    id: '4.0',
    first: '4.0',
    last: '4.4',
    label: '4.0 - 4.4',
    change: 'DAX replaces XIP; memory behind a DAX file need not have a `struct page`',
    trees: [],
  },
  '4.5': {
    id: '4.5',
    first: '4.5',
    last: '4.13',
    label: '4.5 - 4.13',
    change: '`page->pgmap` lies over `lru`; holes of a DAX file are page-cache pages',
    trees: ['4.9'],
  },
  '4.14': {
    id: '4.14',
    first: '4.14',
    last: '4.16',
    label: '4.14 - 4.16',
    change: 'holes use the shared zero page; `page->mapping` of a DAX page is still NULL',
    trees: ['4.15', '4.16'],
  },
  'inode-2017': {
    id: 'inode-2017',
    first: '4.15',
    last: '4.15',
    label: '4.15 with page->inode',
    change: 'the proposal of October 2017: `page->inode` leads from a DAX page to its file, `page->mapping` stays NULL',
    trees: [],
  },
  '4.17': {
    id: '4.17',
    first: '4.17',
    last: '4.18',
    label: '4.17 - 4.18',
    change: '`page->mapping` of a DAX page is the address_space of its file; DAX inodes get operations of their own',
    trees: [],
  },
  '4.19': {
    id: '4.19',
    first: '4.19',
    last: '5.15',
    label: '4.19 - 5.15',
    change: '`page->index` is set too; the entry lock can be taken from a page; device-dax sets `page->mapping`',
    trees: ['5.9'],
  },
  '5.16': {
    id: '5.16',
    first: '5.16',
    last: '5.19',
    label: '5.16 - 5.19',
    change: 'folios; from 5.18 an address_space has to have `->dirty_folio`',
    trees: [],
  },
  '6.0': {
    id: '6.0',
    first: '6.0',
    last: '6.1',
    label: '6.0 - 6.1',
    change: 'reflink on DAX: `page->mapping` of a shared page is 0x1 and `page->index` counts the sharers',
    trees: ['6.1'],
  },
  '6.2': {
    id: '6.2',
    first: '6.2',
    last: '6.14',
    label: '6.2 - 6.14',
    change: 'the sharers are counted in `page->share`, the word of `page->index`',
    trees: ['6.12'],
  },
  '6.15': {
    id: '6.15',
    first: '6.15',
    last: '6.16',
    label: '6.15 - 6.16',
    change: 'an idle DAX page has count 0; a shared one has NULL `->mapping`; `pgmap` moves to `struct folio`',
    trees: ['6.15'],
  },
  '6.17': {
    id: '6.17',
    first: '6.17',
    label: '6.17 and later',
    change: 'page tables no longer mark DAX pages; movable pages carry no tag in `->mapping`',
    trees: ['7.1'],
  },
};

/** All eras, oldest first; `inode-2017` stands after the releases that it was written for. */
export const ERAS: readonly Era[] = Object.values(ERA_BY_ID);

const INDEX: ReadonlyMap<EraId, number> = new Map(ERAS.map(({ id }, i) => [id, i]));

/** The newest era is assumed for a file that lies in no kernel tree. */
export const NEWEST_ERA: Era = ERA_BY_ID['6.17'];

/** Returns the era with this id. */
export function era(id: EraId): Era {
  return ERA_BY_ID[id];
}

/** Returns the place of an era in `ERAS`, 0-based, oldest first. */
export function eraIndex(id: EraId): number {
  return INDEX.get(id) ?? -1;
}

/**
 * Resolves what a person writes to an era: its id, a release inside it (`6.1`, `v6.1.192`), or its label (`6.0 - 6.1`).
 * A bare release never means `inode-2017`. Returns undefined for anything else.
 */
export function parseEra(text: string): Era | undefined {
  const word = text.trim().toLowerCase();
  const named = ERAS.find((candidate) => candidate.id === word || squeeze(candidate.label) === squeeze(word));
  if (named !== undefined) return named;
  const release = parseRelease(word);
  return release === undefined ? undefined : eraOfRelease(release);
}

/** Returns the era of a release; releases older than 4.0 have none. */
export function eraOfRelease(release: Release): Era | undefined {
  return ERAS.find(
    (candidate) =>
      candidate.id !== 'inode-2017' &&
      compareReleases(candidate.first, release) <= 0 &&
      (candidate.last === undefined || compareReleases(release, candidate.last) <= 0),
  );
}

/** Reads `6.1`, `v6.1`, `6.1.192` or `6.12-rc3` as a release; undefined for anything else. */
export function parseRelease(text: string): Release | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,4})(?:[.+-][\w.+~-]*)?$/.exec(text.trim());
  return match === null ? undefined : `${Number(match[1])}.${Number(match[2])}`;
}

/** Orders two releases: negative, zero or positive as the first is older, equal or newer. */
export function compareReleases(a: Release, b: Release): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}

/** Writes the releases from one on to the last of an era: `4.19 - 6.14`, `6.15 and later`; a single one is `4.15`. */
export function runLabel(first: Release, newest: Era): string {
  if (newest.id === 'inode-2017') return newest.label;
  if (newest.last === undefined) return first === ERAS[0]?.first ? 'every release' : `${first} and later`;
  return newest.last === first ? first : `${first} - ${newest.last}`;
}

/** How much of an era a span of releases covers; an absent bound is open. */
export function coverage(id: EraId, since: Release | undefined, until: Release | undefined): 'all' | 'some' | 'none' {
  const { first, last } = era(id);
  if (since !== undefined && last !== undefined && compareReleases(since, last) > 0) return 'none';
  if (until !== undefined && compareReleases(until, first) < 0) return 'none';
  const fromStart = since === undefined || compareReleases(since, first) <= 0;
  const toEnd = until === undefined || (last !== undefined && compareReleases(last, until) <= 0);
  return fromStart && toEnd ? 'all' : 'some';
}

function squeeze(label: string): string {
  return label.toLowerCase().replace(/\s+/g, '');
}
