/** The one place where the engine and its parser are put together. */
import { openTree } from '../engine/tree.ts';
import { loadLowering } from '../syntax/lowering.ts';
import { Broken } from './broken.ts';
import type { EngineParts } from './open-trees.ts';
import { findWasm } from './wasm.ts';

/** Loads the parser; rejects with an error that names the remedy where its files are missing. */
export async function loadEngine(): Promise<EngineParts> {
  const files = findWasm();
  try {
    return { openTree, lowering: await loadLowering(files) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Broken(`the parser cannot be loaded: ${why.replace(/\s+/g, ' ')}; install daxlint again`);
  }
}
