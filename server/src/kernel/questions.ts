/** A question is a function that answers what one field holds for the page or folio that it is given. */

import { QUESTIONS_ROWS } from './word-rows.generated.ts';
import type { QuestionRow } from './word-types.ts';

/** Returns the row of a question; undefined for any other name. */
export function questionOf(name: string): QuestionRow | undefined {
  return BY_NAME.get(name);
}

/** Every question, in the order of the table. */
export const QUESTIONS: readonly QuestionRow[] = QUESTIONS_ROWS;

const BY_NAME: ReadonlyMap<string, QuestionRow> = new Map(QUESTIONS_ROWS.map((row) => [row.name, row]));
