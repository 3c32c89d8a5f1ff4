/** In a browser the pages of the package are served as plain text, so a link to the page of a rule becomes the command that shows it. */
import { COMMANDS } from './protocol.ts';

/** The address of the command for that of a page; any other address stays as it is. */
export function ruleLink(address: string, packageAddress: string): string {
  const start = `${packageAddress}/docs/rules/`;
  const rule = address.startsWith(start) ? /^([a-z0-9-]+)\.md$/.exec(address.slice(start.length))?.[1] : undefined;
  return rule === undefined ? address : `command:${COMMANDS.explainRule}?${encodeURIComponent(JSON.stringify([rule]))}`;
}

/** The same for every link in a Markdown text. */
export function ruleLinks(markdown: string, packageAddress: string): string {
  return markdown.replace(/\]\(([^()\s]+)\)/g, (_link, address: string) => `](${ruleLink(address, packageAddress)})`);
}
