/** Trees are opened here, and only here, for the command line, its workers and the language server. */
import type { OpenTree, Tree, TreeOptions } from '../engine/api.ts';
import type { Lowering } from '../model/ports.ts';
import { createFileReader } from './file-reader.ts';

/** What it takes to open a tree again in another thread: plain data. */
export interface TreeSetup {
  /** Absolute path of the root, or absent for lone files. */
  readonly root?: string;
  /** Absolute folders outside the root that hold files to analyse. */
  readonly also?: readonly string[];
  readonly options?: TreeOptions;
}

/** What the program is made of: tests put in their own. */
export interface EngineParts {
  readonly openTree: OpenTree;
  readonly lowering: Lowering;
}

/** Opens the tree that a set-up describes. */
export function openTreeOf(setup: TreeSetup, parts: EngineParts): Tree {
  const options = setup.options === undefined ? {} : { options: setup.options };
  if (setup.root === undefined) return parts.openTree({ lowering: parts.lowering, ...options });
  const reader = createFileReader(setup.root, setup.also === undefined ? {} : { also: setup.also });
  return parts.openTree({ root: setup.root, reader, lowering: parts.lowering, ...options });
}
