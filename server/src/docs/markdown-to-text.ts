/** Pages are written in Markdown; a terminal shows them without its signs. */

/** Turns a page into plain text: headings without `#`, code indented, links with their target left out. */
export function markdownToText(markdown: string, heading: (text: string) => string = (text) => text): string {
  let code = false;
  const lines: string[] = [];
  for (const line of markdown.split('\n')) {
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
    .replace(/<!--.*?-->/g, '');
}
