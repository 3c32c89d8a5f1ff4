/** Pages are written in Markdown; a terminal shows them without its signs. */
import { plainTable } from './plain-table.ts';

/** Turns a page into plain text: headings without `#`, code indented, tables in columns, links with their target left out. */
export function markdownToText(markdown: string, heading: (text: string) => string = (text) => text): string {
  let code = false;
  const lines: string[] = [];
  const table: string[] = [];
  for (const line of [...markdown.split('\n'), '']) {
    if (!code && line.startsWith('|')) {
      table.push(plain(line));
      continue;
    }
    if (table.length > 0) lines.push(...plainTable(table.splice(0)));
    if (line.startsWith('```')) {
      code = !code;
      continue;
    }
    if (code) {
      lines.push(`    ${line}`.trimEnd());
      continue;
    }
    const title = /^#{1,6}\s+(.*)$/.exec(line);
    const text = plain(title?.[1] ?? line);
    lines.push(title === null ? text : heading(text));
  }
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function plain(line: string): string {
  return line
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(^|[\s(])\*([^*\s][^*`]*)\*(?=$|[\s,.;:)])/g, '$1$2')
    .replace(/<!--.*?-->/g, '');
}
