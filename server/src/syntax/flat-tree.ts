/** A syntax tree is handed on as columns in pre-order, which cost nothing to walk and outlive the parser's memory. */

/**
 * The visible nodes of one tree; row 0 is the root, a node's first child (if any) is the row after it.
 *
 * Offsets are UTF-16 offsets into the parsed text. Only the first `count` rows hold nodes.
 */
export interface FlatTree {
  readonly count: number;
  /** Index into `FlatTreeNames.names`, or `ERROR_KIND`. */
  readonly kind: Uint16Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Row of the parent, -1 for the root. */
  readonly parent: Int32Array;
  /** The row after the last descendant: where the next sibling stands, if `parent` of that row is this node's parent. */
  readonly subtreeEnd: Int32Array;
  /** Index into `FlatTreeNames.fieldNames`; 0 where the node fills no field of its parent. */
  readonly field: Uint8Array;
  /** `NAMED`, `MISSING`, `ERROR_NODE`, `HAS_ERROR` and `EXTRA` bits. */
  readonly flags: Uint8Array;
}

/** What the numbers in a tree's columns stand for; the same for all trees of a grammar. */
export interface FlatTreeNames {
  /** Node type by kind. */
  readonly names: readonly string[];
  /** Field name by field; the entry 0 is empty. */
  readonly fieldNames: readonly string[];
  /** Kind of a named node type; -1 for a name that the grammar does not have. */
  kindOf(name: string): number;
  /** Field by name; -1 for a name that the grammar does not have. */
  fieldOf(name: string): number;
}

/** The kind of an `ERROR` node. */
export const ERROR_KIND = 65535;

/** The node is a named one: not a keyword or an operator. */
export const NAMED = 1;
/** The parser inserted the node: the text lacks it. */
export const MISSING = 2;
/** The node is an `ERROR`: text that the grammar could not place. */
export const ERROR_NODE = 4;
/** The node or something below it is `MISSING` or an `ERROR`. */
export const HAS_ERROR = 8;
/** The node may stand anywhere, such as a comment. */
export const EXTRA = 16;

/** Row of a node's first child, or -1. */
export function firstChild(tree: FlatTree, row: number): number {
  return (tree.subtreeEnd[row] ?? 0) > row + 1 ? row + 1 : -1;
}

/** Row of a node's next sibling, or -1. */
export function nextSibling(tree: FlatTree, row: number): number {
  const next = tree.subtreeEnd[row] ?? tree.count;
  return next < tree.count && tree.parent[next] === tree.parent[row] ? next : -1;
}

/** Row of the first child that fills a field, or -1. */
export function childByField(tree: FlatTree, row: number, field: number): number {
  for (let child = firstChild(tree, row); child >= 0; child = nextSibling(tree, child)) {
    if (tree.field[child] === field) return child;
  }
  return -1;
}
