/** A table of Markdown as aligned columns of plain text. */

/** The width of a line that is read without effort where nothing is known of the window. */
const WIDTH = 80;
const GAP = 2;
const NARROWEST = 8;

/** Lays the lines of a table out in columns; the widest cells wrap until a row fits. */
export function plainTable(lines: readonly string[]): readonly string[] {
  const rows = lines.filter((line) => !/^\|[-|: ]+\|$/.test(line)).map(cellsOf);
  const widths = fitted(rows);
  return rows.flatMap((cells) => {
    const wrapped = cells.map((cell, i) => wrap(cell, widths[i] ?? WIDTH));
    const height = Math.max(...wrapped.map((column) => column.length));
    return Array.from({ length: height }, (_, line) =>
      wrapped
        .map((column, i) => (column[line] ?? '').padEnd((widths[i] ?? 0) + GAP))
        .join('')
        .trimEnd(),
    );
  });
}

function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

/** The width of each column: that of its longest cell, and less for the widest ones where a row would not fit. */
function fitted(rows: readonly (readonly string[])[]): readonly number[] {
  const count = Math.max(...rows.map((cells) => cells.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(...rows.map((cells) => cells[i]?.length ?? 0)));
  const room = WIDTH - GAP * (count - 1);
  while (widths.reduce((sum, width) => sum + width, 0) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= NARROWEST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
