/** A table of the kernel layer is a text file of rows: cells between bars, the first row the names of the columns. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One row of a table. */
export interface TableRow {
  /** Where it stands, `path:line`, the path relative to the root of the repository, the line 1-based. */
  readonly at: string;
  /** Returns the cell of a column without the blanks around it; an empty text for a column that the table lacks. */
  get(column: string): string;
}

/** Reads the table at a path relative to `root`; blank lines and lines that begin with `#` are passed over, rows of a wrong length are reported. */
export function readTable(root: string, path: string, problems: string[]): readonly TableRow[] {
  let columns: readonly string[] | undefined;
  const rows: TableRow[] = [];
  for (const [i, line] of readFileSync(join(root, path), 'utf8').split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const cells = line.split('|').map((cell) => cell.trim());
    if (columns === undefined) {
      columns = cells;
      continue;
    }
    const names: readonly string[] = columns;
    const at = `${path}:${i + 1}`;
    if (cells.length !== names.length) problems.push(`${at}: ${cells.length} cells in ${names.length} columns`);
    rows.push({ at, get: (column) => cells[names.indexOf(column)] ?? '' });
  }
  return rows;
}

/** Cuts a cell into its pieces and drops the blanks and the empty ones. */
export function list(text: string, separator: string): readonly string[] {
  return text
    .split(separator)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

/** A key of an object literal with the code of its value; an empty code leaves the key out. */
export type Entry = readonly [key: string, code: string];

/** Renders an object literal. */
export function objectCode(entries: readonly Entry[]): string {
  const filled = entries.filter(([, code]) => code !== '');
  return `{ ${filled.map(([key, code]) => `${key}: ${code}`).join(', ')} }`;
}

/** Renders an array of strings. */
export function stringsCode(texts: readonly string[]): string {
  return `[${texts.map(quote).join(', ')}]`;
}

/** Renders a string; an empty text stays empty, so that `objectCode()` leaves its key out. */
export function textCode(text: string): string {
  return text === '' ? '' : quote(text);
}

/** Renders a string literal. */
export function quote(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text.replaceAll('\\', '\\\\')}'`;
}
