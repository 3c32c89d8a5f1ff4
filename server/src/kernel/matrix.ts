/** The matrix answers what a field of a page of some kind holds in some era. */

import { compareReleases, ERAS, type Era, type EraId, era as eraOf, eraIndex, type Release } from './eras.ts';
import { treeOf } from './evidence.ts';
import { KINDS, type Kind, type KindSet, kindSet, kindsOf, NO_KINDS, union } from './kinds.ts';
import { LIFETIMES, MATRIX_ROWS, WITNESSES } from './matrix-rows.generated.ts';
import type { Cell, EraMatrix, Field, KindRow, MappingFacts, MatrixRow } from './matrix-types.ts';

export type { Cell, EraMatrix, Field, FieldValues, KindRow, MappingFacts } from './matrix-types.ts';

/** Every field in the order in which tables show them. */
export const FIELDS: readonly Field[] = [
  'mapping',
  'mappingHelper',
  'anonBit',
  'host',
  'inode',
  'index',
  'share',
  'private',
  'lru',
  'onLru',
  'pgmap',
  'refcount',
  'dirty',
  'uptodate',
  'inPages',
  'stability',
];

/** Returns the matrix of one era; the same object each time. */
export function matrixOf(era: EraId): EraMatrix {
  const known = MATRICES.get(era) ?? buildMatrix(eraOf(era));
  MATRICES.set(era, known);
  return known;
}

/** Returns one cell; a kind that the era does not have gives a cell without values. */
export function cell<F extends Field>(era: EraId, kind: Kind, field: F): Cell<F> {
  return matrixOf(era).cell(kind, field);
}

/** Returns the kinds of a set that exist in the era and whose row satisfies the predicate. */
export function kindsWhere(era: EraId, set: KindSet, predicate: (row: KindRow) => boolean): KindSet {
  return matrixOf(era).kindsWhere(set, predicate);
}

/** Tells whether the kind is an ordinary page of the page cache. */
export function isPageCache(kind: Kind): boolean {
  return kind === 'cache';
}

/** Tells whether `->mapping` of this kind, where it is set, is always an address_space that can be followed. */
export function mappingIsPointer(era: EraId, kind: Kind): boolean {
  const { canBeAddressSpace, canBeTagged } = matrixOf(era).row(kind).mapping;
  return canBeAddressSpace && !canBeTagged;
}

/** Tells whether an era has pages of a kind. */
export function kindExists(era: EraId, kind: Kind): boolean {
  return eraIndex(firstEraOf(kind)) <= eraIndex(era);
}

/** Returns the era that a kind of page came with. */
export function firstEraOf(kind: Kind): EraId {
  return LIFETIMES.find((entry) => entry.kind === kind)?.era ?? FIRST_ERA;
}

const FIRST_ERA: EraId = '4.0';

/** Returns the release in which the first page of a kind came; undefined for a kind that is older than all eras. */
export function kindSince(kind: Kind): Release | undefined {
  return LIFETIMES.find((entry) => entry.kind === kind)?.release;
}

const MATRICES = new Map<EraId, EraMatrix>();

/** Cells by field and kind. */
export type Cells = { readonly [F in Field]: Map<Kind, Cell<F>> };

function buildMatrix(era: Era): EraMatrix {
  const cells = emptyCells();
  for (const row of MATRIX_ROWS) if (covers(row.eras, era.id)) addCells(row, era, cells[row.field]);
  const cellOf = <F extends Field>(kind: Kind, field: F): Cell<F> =>
    cells[field].get(kind) ?? missingCell(era.id, kind, field);
  return matrixFrom(era.id, cellOf, (kind) => kindExists(era.id, kind));
}

/** Makes a matrix of cells; everything else in it follows from them. */
export function matrixFrom(era: EraId, cellOf: EraMatrix['cell'], exists: (kind: Kind) => boolean): EraMatrix {
  const rows = new Map(KINDS.map((kind) => [kind, buildRow(kind, exists(kind), cellOf)]));
  const rowOf = (kind: Kind): KindRow => rows.get(kind) ?? buildRow(kind, exists(kind), cellOf);
  return {
    era,
    cell: cellOf,
    row: rowOf,
    kindsWhere(set, predicate) {
      let found = NO_KINDS;
      for (const kind of kindsOf(set)) {
        const row = rowOf(kind);
        if (row.exists && predicate(row)) found = union(found, kindSet(kind));
      }
      return found;
    },
  };
}

/** A matrix in which nothing is written yet. */
export function emptyCells(): Cells {
  return {
    mapping: new Map(),
    mappingHelper: new Map(),
    anonBit: new Map(),
    host: new Map(),
    inode: new Map(),
    index: new Map(),
    share: new Map(),
    private: new Map(),
    lru: new Map(),
    onLru: new Map(),
    pgmap: new Map(),
    refcount: new Map(),
    dirty: new Map(),
    uptodate: new Map(),
    inPages: new Map(),
    stability: new Map(),
  };
}

function addCells<F extends Field>(row: MatrixRow<F>, era: Era, cells: Map<Kind, Cell<F>>): void {
  for (const kind of kindsOf(row.kinds)) {
    if (!kindExists(era.id, kind)) continue;
    cells.set(kind, {
      era: era.id,
      kind,
      field: row.field,
      values: row.values,
      text: row.text,
      ...(row.note === undefined ? {} : { note: row.note }),
      ...attest(row.evidence, kind, era),
    });
  }
}

/** A kind that came with a later era has no values; the tests hold that nothing else is missing. */
function missingCell<F extends Field>(era: EraId, kind: Kind, field: F): Cell<F> {
  const evidence = LIFETIMES.find((entry) => entry.kind === kind)?.evidence ?? [];
  return {
    era,
    kind,
    field,
    values: [],
    text: 'no such pages yet',
    evidence,
    verified: isVerified(evidence, eraOf(era)),
  };
}

/** Picks the evidence that was read in a tree of the era: the row's own, else that of the kind, else what is nearest. */
function attest(own: readonly string[], kind: Kind, era: Era): Pick<Cell, 'evidence' | 'verified'> {
  const ofEra = (text: string): boolean => isVerified([text], era);
  const witnesses = WITNESSES[kind];
  if (isVerified(own, era)) return { evidence: own.filter(ofEra), verified: true };
  if (isVerified(witnesses, era)) return { evidence: witnesses.filter(ofEra), verified: true };
  const without = own.filter((text) => treeOf(text) === undefined);
  if (without.length > 0) return { evidence: without, verified: false };
  return { evidence: nearest(own.length > 0 ? own : witnesses, era), verified: false };
}

function isVerified(evidence: readonly string[], era: Era): boolean {
  return evidence.some((text) => era.trees.some((tree) => text.startsWith(`${tree}: `)));
}

/** Returns what was read in the last tree before the era and in the first one after it. */
function nearest(evidence: readonly string[], era: Era): readonly string[] {
  const trees = ERAS.flatMap((entry) => entry.trees).filter((tree) => evidence.some((text) => treeOf(text) === tree));
  const before = trees.filter((tree) => compareReleases(tree, era.first) < 0).pop();
  const after = trees.find((tree) => compareReleases(tree, era.first) > 0);
  const near = evidence.filter((text) => treeOf(text) === before || treeOf(text) === after);
  return near.length > 0 ? near : evidence;
}

function buildRow(kind: Kind, exists: boolean, cellOf: EraMatrix['cell']): KindRow {
  return {
    kind,
    exists,
    inPageCache: cellOf(kind, 'inPages').values.includes('folio'),
    mapping: mappingFacts(cellOf(kind, 'mapping').values),
    cell: (field) => cellOf(kind, field),
    can: (field, value) => cellOf(kind, field).values.includes(value),
  };
}

function mappingFacts(values: MappingFacts['values']): MappingFacts {
  return {
    values,
    canBeNull: values.includes('null'),
    canBeSet: values.some((value) => value !== 'null'),
    canBeTagged: values.some((value) => value !== 'null' && value !== 'address_space'),
    canBeAddressSpace: values.includes('address_space'),
  };
}

function covers(spans: readonly (readonly [EraId, EraId])[], id: EraId): boolean {
  const at = eraIndex(id);
  return spans.some(([first, last]) => eraIndex(first) <= at && at <= eraIndex(last));
}
