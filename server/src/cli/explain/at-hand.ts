/** Which kernel an explanation is about: the one that was asked for, the tree around the folder, or the newest. */
import { resolve } from 'node:path';
import type { Tree, TreeOptions } from '../../engine/api.ts';
import { eraReason } from '../../store/era-note.ts';
import { findTree } from '../../store/find-tree.ts';
import { loadEngine } from '../../store/load-engine.ts';
import { openTreeOf } from '../../store/open-trees.ts';
import { describeWhatIf } from '../check-report.ts';
import { printable, printablePath } from '../printable.ts';

/** The tree of a folder, or the absence of one, with what the user asked for. */
export async function treeAtHand(options: TreeOptions, folder = process.cwd()): Promise<Tree> {
  const root = findTree(resolve(folder));
  return openTreeOf({ ...(root === undefined ? {} : { root }), options }, await loadEngine());
}

/** Says which era an explanation is about, and why; each line is a sentence without a full stop. */
export function whichEra({ era: decision, root, whatIf }: Tree): readonly string[] {
  const { label } = decision.era;
  const odd = [
    ...(decision.mismatch === undefined ? [] : [`mismatch: ${decision.mismatch}`]),
    ...(whatIf === undefined ? [] : [describeWhatIf(whatIf.overlay), ...whatIf.notes.map((note) => `note: ${note}`)]),
  ].map(printable);
  if (decision.reason === 'setting') return [`Linux ${label}, as asked for`, ...odd];
  if (root === undefined)
    return [`Linux ${label}, the newest, because this folder is in no kernel tree; --era names another one`, ...odd];
  return [`Linux ${label}, the tree in ${printablePath(root)}: ${eraReason(decision)}`, ...odd];
}
