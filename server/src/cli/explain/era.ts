/** An era is explained by what changed with it and by what `->mapping` holds in it. */
import { type Era, ERAS } from '../../kernel/eras.ts';
import { KIND_NAMES, KINDS } from '../../kernel/kinds.ts';
import { matrixOf } from '../../kernel/matrix.ts';
import type { Colors } from '../terminal.ts';

/** Lists the eras, oldest first. */
export function listEras(colors: Colors): string {
  const width = Math.max(...ERAS.map(({ label }) => label.length));
  return `${ERAS.map((era) => `${colors.bold(era.label.padEnd(width))}  ${era.change}`).join('\n')}\n`;
}

/** Explains one era. */
export function explainEra(era: Era, colors: Colors): string {
  const matrix = matrixOf(era.id);
  const rows = KINDS.map((kind) => matrix.row(kind)).filter((row) => row.exists);
  const table = rows.map(
    (row) => [KIND_NAMES[row.kind], row.cell('mapping').text, row.inPageCache ? 'yes' : 'no'] as const,
  );
  const widths = [0, 1].map((i) =>
    Math.max('what ->mapping holds'.length, ...table.map((line) => (line[i] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const read =
    era.trees.length > 0
      ? `Read in the source of ${era.trees.join(', ')}.`
      : 'Taken from commits; no tree of it was read.';
  return [
    colors.bold(`Linux ${era.label}`),
    `What changed: ${era.change}.`,
    read,
    '',
    colors.bold(line(['page', 'what ->mapping holds', 'in the page cache'])),
    ...table.map(line),
    '',
  ].join('\n');
}
