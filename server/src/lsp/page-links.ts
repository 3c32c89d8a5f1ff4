/** The pages that ship with the package have addresses; whoever links to one gets its address where it is there. */
import { rulePage } from '../docs/anchors.ts';
import type { Platform } from './platform.ts';

/** The URI of a page by its path in the package, with the fragment of a heading; undefined where there is none. */
export function pageLink(platform: Platform, path: string, anchor?: string): string | undefined {
  const address = platform.pageUri(path);
  return address === undefined || anchor === undefined ? address : `${address}#${anchor}`;
}

/** The URI of a rule's page, or undefined. */
export function ruleLink(rule: string, platform: Platform): string | undefined {
  return /^[a-z0-9-]+$/.test(rule) ? pageLink(platform, rulePage(rule)) : undefined;
}
