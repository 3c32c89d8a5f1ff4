/** What the command line says about a tree, as the engine takes it. */
import type { TreeOptions } from '../engine/api.ts';
import { findOverlay } from '../store/overlays.ts';
import { Trouble } from './exit-status.ts';

/** Reads the overlay, if one is named; throws `Trouble` with its fault. */
export function treeOptions(args: { readonly era?: string; readonly whatIf?: string }): TreeOptions {
  const { era, whatIf } = args;
  return {
    ...(era === undefined ? {} : { era }),
    ...(whatIf === undefined ? {} : { whatIf: overlayNamed(whatIf) }),
  };
}

function overlayNamed(word: string): NonNullable<TreeOptions['whatIf']> {
  const found = findOverlay(word, process.cwd());
  if ('why' in found) throw new Trouble(found.why);
  return found.overlay;
}
