/** What the tests of the syntax tier share: one parser, and views of its trees. */

import { createRequire } from 'node:module';
import { ERROR_NODE, type FlatTree, MISSING } from '../../../server/src/syntax/flat-tree.ts';
import { type CParser, loadParser } from '../../../server/src/syntax/parser.ts';

const require = createRequire(import.meta.url);

/** The parser, loaded from the installed packages. */
export const parser: CParser = await loadParser((file) =>
  require.resolve(file === 'web-tree-sitter.wasm' ? `web-tree-sitter/${file}` : `tree-sitter-c/${file}`),
);

/** Parses text that must fit in memory. */
export function parse(text: string): FlatTree {
  const tree = parser.parse(text);
  if (tree === undefined) throw new Error('the parser gave up');
  return tree;
}

/** The type of a node. */
export function typeOf(tree: FlatTree, row: number): string {
  return parser.names.names[tree.kind[row] ?? 0] ?? 'ERROR';
}

/** The rows of a type of node. */
export function rowsOf(tree: FlatTree, type: string): readonly number[] {
  return Array.from({ length: tree.count }, (_, row) => row).filter((row) => typeOf(tree, row) === type);
}

/** What the grammar could not read, as `type: text`. */
export function faults(tree: FlatTree, text: string): readonly string[] {
  return Array.from({ length: tree.count }, (_, row) => row)
    .filter((row) => ((tree.flags[row] ?? 0) & (ERROR_NODE | MISSING)) !== 0)
    .map((row) => `${typeOf(tree, row)}: ${text.slice(tree.start[row], tree.end[row])}`);
}
