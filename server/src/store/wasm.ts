/** The parser's two WebAssembly files are found in the package itself; nothing is fetched. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Broken } from './broken.ts';
import { ownFile, packageRoot } from './placement.ts';

/** Absolute paths of web-tree-sitter's runtime and of the C grammar. */
export interface WasmFiles {
  readonly core: string;
  readonly grammar: string;
}

const CORE = 'web-tree-sitter.wasm';
const GRAMMAR = 'tree-sitter-c.wasm';

/** Finds the files beside the bundle, else in `node_modules`; throws an error with the remedy where they are missing. */
export function findWasm(): WasmFiles {
  const folder = dirname(ownFile);
  const beside = { core: join(folder, CORE), grammar: join(folder, GRAMMAR) };
  if (existsSync(beside.core) && existsSync(beside.grammar)) return beside;
  const require = createRequire(ownFile);
  try {
    return { core: require.resolve(`web-tree-sitter/${CORE}`), grammar: require.resolve(`tree-sitter-c/${GRAMMAR}`) };
  } catch {
    throw new Broken(
      `the parser cannot be loaded: ${CORE} and ${GRAMMAR} are missing beside ${folder}: run \`npm run build\` in ${packageRoot}`,
    );
  }
}
