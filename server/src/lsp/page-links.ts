/** The pages that ship with the package are files; whoever links to one gets its address where it is there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../store/placement.ts';
import { rulePage } from '../docs/anchors.ts';

const addresses = new Map<string, string | undefined>();

/** The `file:` URI of a page by its path in the package, with the fragment of a heading; undefined where there is none. */
export function pageLink(path: string, anchor?: string): string | undefined {
  if (!addresses.has(path)) {
    const page = join(packageRoot, path);
    addresses.set(path, existsSync(page) ? pathToFileURL(page).href : undefined);
  }
  const address = addresses.get(path);
  return address === undefined || anchor === undefined ? address : `${address}#${anchor}`;
}

/** The `file:` URI of a rule's page, or undefined. */
export function ruleLink(rule: string): string | undefined {
  return /^[a-z0-9-]+$/.test(rule) ? pageLink(rulePage(rule)) : undefined;
}
