/** The page of a rule is a file of the package; a diagnostic links to it where it is there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../store/placement.ts';

const links = new Map<string, string | undefined>();

/** The `file:` URI of a rule's page, or undefined. */
export function ruleLink(rule: string): string | undefined {
  if (!links.has(rule)) {
    const page = join(packageRoot, 'docs/rules', `${rule}.md`);
    links.set(rule, /^[a-z0-9-]+$/.test(rule) && existsSync(page) ? pathToFileURL(page).href : undefined);
  }
  return links.get(rule);
}
