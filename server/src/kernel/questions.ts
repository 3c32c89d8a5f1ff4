/** A question is a function that answers what one field holds for the page or folio that it is given. */

import { QUESTIONS_ROWS, RELEASES_ROWS } from './word-rows.generated.ts';
import type { QuestionRow, ReleaseRow } from './word-types.ts';

/** Returns the row of a question; undefined for any other name. */
export function questionOf(name: string): QuestionRow | undefined {
  return BY_NAME.get(name);
}

/** Every question, in the order of the table. */
export const QUESTIONS: readonly QuestionRow[] = QUESTIONS_ROWS;

/** Returns the row of a function that drops references of a page; undefined for any other name. */
export function releaseOf(name: string): ReleaseRow | undefined {
  return RELEASE_BY_NAME.get(name);
}

/** Every function that drops references, in the order of the table. */
export const RELEASES: readonly ReleaseRow[] = RELEASES_ROWS;

const RELEASE_BY_NAME: ReadonlyMap<string, ReleaseRow> = new Map(RELEASES_ROWS.map((row) => [row.name, row]));

const BY_NAME: ReadonlyMap<string, QuestionRow> = new Map(QUESTIONS_ROWS.map((row) => [row.name, row]));
