/** Text in columns for people: aligned, and the last column wrapped so that a row stays below a width. */
import { displayWidth } from './printable.ts';

/** A line of a terminal that is read without effort. */
export const WIDTH = 110;

const GAP = 2;

/** Lays rows out in columns, one text for each row; the last cell wraps under itself. Cells have no tabs and no colours. */
export function columns(rows: readonly (readonly string[])[], indent = 0): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, count - 1) }, (_, i) =>
    Math.max(0, ...rows.map((row) => displayWidth(row[i] ?? ''))),
  );
  const before = indent + widths.reduce((sum, width) => sum + width + GAP, 0);
  return rows.map((row) => {
    const [first = '', ...more] = wrap(row[count - 1] ?? '', Math.max(30, WIDTH - before));
    const head = widths.map((width, i) => pad(row[i] ?? '', width + GAP)).join('');
    const lines = [`${' '.repeat(indent)}${head}${first}`.trimEnd(), ...more.map((text) => ' '.repeat(before) + text)];
    return lines.join('\n');
  });
}

/** Breaks a text at blanks into lines of at most a width; a longer word has a line of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
