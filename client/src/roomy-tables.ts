/** VS Code sets the columns of a table in a hover side by side without room between them. */

/** Puts room behind each cell but the last of every table in a Markdown text. */
export function roomyTables(markdown: string): string {
  return markdown.replace(/^\|(?![-:| ]+\|$).*\|$/gm, (line) => {
    const cells = line.slice(1, -1).split('|');
    return `|${cells.map((cell, i) => (i === cells.length - 1 ? cell : `${cell.trimEnd()}${ROOM} `)).join('|')}|`;
  });
}

/** Blanks that the renderer does not trim away. */
const ROOM = '&nbsp;&nbsp;&nbsp;';
