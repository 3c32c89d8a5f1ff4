/** Reads a syntax tree through the public TreeCursor: correct for any version of the parser, and slow. */

import type { Tree } from 'web-tree-sitter';
import { ERROR_KIND, ERROR_NODE, EXTRA, HAS_ERROR, MISSING, NAMED } from './flat-tree.ts';
import type { TreeColumns } from './tree-columns.ts';

/** Fills the columns with the nodes of a tree. */
export function walkWithCursor(tree: Tree, columns: TreeColumns): void {
  columns.clear();
  const cursor = tree.walk();
  let parent = -1;
  for (;;) {
    const node = cursor.currentNode;
    const flags =
      (cursor.nodeIsNamed ? NAMED : 0) |
      (cursor.nodeIsMissing ? MISSING : 0) |
      (cursor.nodeTypeId === ERROR_KIND ? ERROR_NODE : 0) |
      (node.hasError ? HAS_ERROR : 0) |
      (node.isExtra ? EXTRA : 0);
    const row = columns.add(
      cursor.nodeTypeId,
      cursor.startIndex,
      cursor.endIndex,
      parent,
      cursor.currentFieldId,
      flags,
    );
    if (cursor.gotoFirstChild()) {
      parent = row;
      continue;
    }
    columns.close(row);
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete();
        return;
      }
      columns.close(parent);
      parent = columns.parent[parent] ?? -1;
    }
  }
}
