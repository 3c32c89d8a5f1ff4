/** What the command line says about a tree, as the engine takes it. */
import type { TreeOptions } from '../engine/api.ts';
import type { SiteField } from '../kernel/site-fields.ts';
import type { Overlay } from '../kernel/overlay-types.ts';
import { findOverlay } from '../store/overlays.ts';
import { Trouble } from './exit-status.ts';

/** Reads the overlay, if one is named; throws `Trouble` with its fault. Without `fields` all are looked for. */
export function treeOptions(
  args: { readonly era?: string; readonly whatIf?: string },
  fields?: readonly SiteField[],
): TreeOptions {
  const { era, whatIf } = args;
  return {
    ...(era === undefined ? {} : { era }),
    ...(fields === undefined ? {} : { fields }),
    ...(whatIf === undefined ? {} : { whatIf: overlayNamed(whatIf) }),
  };
}

/** Reads an overlay by its shipped name or its path; throws `Trouble` with its fault. */
export function overlayNamed(word: string): Overlay {
  const found = findOverlay(word, process.cwd());
  if ('why' in found) throw new Trouble(found.why);
  return found.overlay;
}
