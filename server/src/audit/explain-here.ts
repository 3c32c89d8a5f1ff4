/** What `daxlint explain` says of a place in a file, and of the word that stands there. */
import { sep } from 'node:path';
import { explainField } from '../cli/explain/field.ts';
import { explainHelper } from '../cli/explain/helper.ts';
import { explainPlace } from '../cli/explain/place.ts';
import { parseField } from '../kernel/field-names.ts';
import { helper } from '../kernel/helper-table.ts';
import { loadEngine } from '../store/load-engine.ts';
import { openTreeOf } from '../store/open-trees.ts';
import { type AuditRun, cacheArguments, optionsOf } from './run.ts';

/** A place as an editor names it; line and column are 1-based. */
export interface PlaceWithWord {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly word?: string;
}

/** Explains the line as it is on disk, and behind it a helper or a field that is named there. Throws `Trouble`. */
export async function explainHere(place: PlaceWithWord, { tree, terminal, threads }: AuditRun): Promise<string> {
  const options = optionsOf(tree, true);
  const args = { local: false, jobs: threads, ...cacheArguments(tree) };
  const whole = await explainPlace(place, terminal, args, options);
  // The editor shows which tree it is.
  const about = whole.replaceAll(tree.root + sep, '');
  const { word } = place;
  if (word === undefined) return about;
  const opened = openTreeOf({ root: tree.root, options }, await loadEngine());
  const row = helper(word, opened.era.era.id) ?? helper(word);
  if (row !== undefined) return `${about}\n${explainHelper(row, opened, false, terminal.colors)}`;
  const field = parseField(`page->${word}`);
  return field === undefined ? about : `${about}\n${explainField(field, opened, false, terminal.colors)}`;
}
