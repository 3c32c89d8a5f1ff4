/** The era of a tree, told without a parser: what is kept of a tree is kept for its era. */
import type { TreeOptions } from '../engine/api.ts';
import { parseEra } from '../kernel/eras.ts';
import { decideEra, PROBE_FILES, treeFacts } from '../kernel/probes.ts';
import type { FileReader } from '../model/ports.ts';
import { createFileReader } from './file-reader.ts';

/** The id of the era, read from the tree unless it is asked for. */
export function treeEra(root: string, options: TreeOptions): string {
  return eraIn(createFileReader(root), options);
}

/** The same of a tree that is not as it is on disk. */
export function eraIn(reader: Pick<FileReader, 'read'>, { era }: TreeOptions): string {
  const texts = new Map<string, string>();
  for (const path of PROBE_FILES) {
    const text = reader.read(path);
    if (text !== undefined) texts.set(path, text);
  }
  return decideEra(treeFacts(texts), era === undefined ? undefined : parseEra(era)).era.id;
}
