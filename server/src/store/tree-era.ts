/** The era of a tree, told without a parser: what is kept of a tree is kept for its era. */
import type { TreeOptions } from '../engine/api.ts';
import { parseEra } from '../kernel/eras.ts';
import { decideEra, PROBE_FILES, treeFacts } from '../kernel/probes.ts';
import { createFileReader } from './file-reader.ts';

/** The id of the era, read from the tree unless it is asked for. */
export function treeEra(root: string, { era }: TreeOptions): string {
  const reader = createFileReader(root);
  const texts = new Map<string, string>();
  for (const path of PROBE_FILES) {
    const text = reader.read(path);
    if (text !== undefined) texts.set(path, text);
  }
  return decideEra(treeFacts(texts), era === undefined ? undefined : parseEra(era)).era.id;
}
