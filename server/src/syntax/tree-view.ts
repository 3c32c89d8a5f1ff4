/** A tree view answers what the lowering asks of a parsed item: node types, fields, children, and the text that was there before masking. */
import { ERROR_KIND, ERROR_NODE, type FlatTree, type FlatTreeNames, MISSING, NAMED } from './flat-tree.ts';

/** A node is its row in the flat tree. */
export type Node = number;

export class TreeView {
  readonly tree: FlatTree;
  private readonly names: FlatTreeNames;
  /**
   * The text as written; masking keeps its length, so that offsets of the tree are true in it. Where brackets were closed
   * behind its end, what is there ends with it.
   */
  readonly source: string;

  constructor(tree: FlatTree, names: FlatTreeNames, source: string) {
    this.tree = tree;
    this.names = names;
    this.source = source;
  }

  type(node: Node): string {
    const kind = this.tree.kind[node] ?? 0;
    return kind === ERROR_KIND ? 'ERROR' : (this.names.names[kind] ?? '');
  }

  start(node: Node): number {
    return Math.min(this.tree.start[node] ?? 0, this.source.length);
  }

  end(node: Node): number {
    return Math.min(this.tree.end[node] ?? 0, this.source.length);
  }

  span(node: Node): { start: number; end: number } {
    return { start: this.start(node), end: this.end(node) };
  }

  /** The text as the author wrote it. */
  text(node: Node): string {
    return this.source.slice(this.start(node), this.end(node));
  }

  *children(node: Node): Generator<Node> {
    const { subtreeEnd } = this.tree;
    const end = subtreeEnd[node] ?? 0;
    for (let child = node + 1; child < end; child = subtreeEnd[child] ?? end) yield child;
  }

  *namedChildren(node: Node): Generator<Node> {
    for (const child of this.children(node)) if (this.isNamed(child) && this.type(child) !== 'comment') yield child;
  }

  /** The first child with a field name, -1 where there is none. */
  field(node: Node, name: string): Node {
    const id = this.names.fieldOf(name);
    for (const child of this.children(node)) if (this.tree.field[child] === id) return child;
    return -1;
  }

  isNamed(node: Node): boolean {
    return ((this.tree.flags[node] ?? 0) & NAMED) !== 0;
  }

  /** Whether the node is text that the grammar could not place, or a place where text is missing. */
  isBroken(node: Node): boolean {
    return ((this.tree.flags[node] ?? 0) & (ERROR_NODE | MISSING)) !== 0;
  }
}
