/** What a helper says under an overlay: where its answer is read from a field that the overlay changes, it changes too. */
import type { EraId } from './eras.ts';
import { excludedKinds, yieldedKinds } from './helper-table.ts';
import type { Helper } from './helper-types.ts';
import { intersect, kindSet, type KindSet, kindsOf, minus, union } from './kinds.ts';
import { type EraMatrix, type Field, firstEraOf, type KindRow } from './matrix.ts';
import type { WhatIf } from './matrix-types.ts';
import { TAGGED_WORDS, type MappingWord } from './tag-bits.ts';

/** A field that a helper answers from, and the answers it can give for a row; undefined where the row says nothing. */
interface Answer {
  readonly field: Field;
  answers(row: KindRow): readonly boolean[] | undefined;
}

const ANON: Answer = { field: 'anonBit', answers: (row) => booleans(row.cell('anonBit').values, 'true', 'false') };

/** An address that is none cannot be asked for its host. */
const HOST: Answer = { field: 'host', answers: (row) => booleans(row.cell('host').values, 'dax', 'not-dax') };

const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  ['PageAnon', ANON],
  ['folio_test_anon', ANON],
  ['PageMappingFlags', tag(TAGGED_WORDS)],
  ['folio_mapping_flags', tag(TAGGED_WORDS)],
  ['PageKsm', tag(['ksm-tagged'])],
  ['folio_test_ksm', tag(['ksm-tagged'])],
  ['__PageMovable', tag(['movable-tagged'])],
  ['__folio_test_movable', tag(['movable-tagged'])],
  ['IS_DAX', HOST],
  ['dax_mapping', HOST],
]);

/** Returns the kinds that cannot be behind a branch of a guard, in the matrix of an era as in one under an overlay. */
export function excludedIn(row: Helper, matrix: EraMatrix, branch: boolean): KindSet {
  if (matrix.whatIf === undefined) return excludedKinds(row, matrix.era, branch);
  const known = introducing(matrix, matrix.whatIf, (era) => excludedKinds(row, era, branch));
  const answer = ANSWERS.get(row.name);
  if (answer === undefined) return known;
  const asked = matrix.kindsWhere(matrix.whatIf.changed(answer.field), (each) => answer.answers(each) !== undefined);
  const never = matrix.kindsWhere(asked, (each) => answer.answers(each)?.includes(branch) === false);
  return union(minus(known, asked), never);
}

/** Returns the kinds that a source yields, in the matrix of an era as in one under an overlay. */
export function yieldedIn(row: Helper, matrix: EraMatrix): KindSet {
  const { era, whatIf } = matrix;
  return whatIf === undefined ? yieldedKinds(row, era) : introducing(matrix, whatIf, (each) => yieldedKinds(row, each));
}

/** Kinds that an overlay introduces are met where they were met in the era that they came with. */
function introducing({ era }: EraMatrix, whatIf: WhatIf, kindsIn: (era: EraId) => KindSet): KindSet {
  const known = kindsIn(era);
  return kindsOf(whatIf.introduced).reduce<KindSet>((kinds, kind) => {
    const one = kindSet(kind);
    return union(minus(kinds, one), intersect(kindsIn(firstEraOf(kind)), one));
  }, known);
}

function tag(words: readonly MappingWord[]): Answer {
  return {
    field: 'mapping',
    answers: (row) => [...new Set(row.mapping.values.map((word) => words.includes(word)))],
  };
}

function booleans(values: readonly string[], yes: string, no: string): readonly boolean[] | undefined {
  if (!values.every((value) => value === yes || value === no)) return undefined;
  return values.map((value) => value === yes);
}
