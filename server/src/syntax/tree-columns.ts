/** The columns of a flat tree while they are being filled; they grow and are used again for the next tree. */

import type { FlatTree } from './flat-tree.ts';

/** Rows are added in pre-order; each is closed when all its descendants have been added. */
export class TreeColumns implements FlatTree {
  count = 0;
  kind = new Uint16Array(0);
  start = new Int32Array(0);
  end = new Int32Array(0);
  parent = new Int32Array(0);
  subtreeEnd = new Int32Array(0);
  field = new Uint8Array(0);
  flags = new Uint8Array(0);

  constructor(rows = 1 << 12) {
    this.grow(rows);
  }

  clear(): void {
    this.count = 0;
  }

  /** Adds a node and returns its row. */
  add(kind: number, start: number, end: number, parent: number, field: number, flags: number): number {
    const row = this.count;
    if (row === this.kind.length) this.grow(row * 2);
    this.kind[row] = kind;
    this.start[row] = start;
    this.end[row] = end;
    this.parent[row] = parent;
    this.subtreeEnd[row] = row + 1;
    this.field[row] = field;
    this.flags[row] = flags;
    this.count = row + 1;
    return row;
  }

  /** Records that everything added since the row belongs to it. */
  close(row: number): void {
    this.subtreeEnd[row] = this.count;
  }

  /** The filled rows in columns that nothing overwrites. */
  snapshot(): FlatTree {
    const { count } = this;
    return {
      count,
      kind: this.kind.slice(0, count),
      start: this.start.slice(0, count),
      end: this.end.slice(0, count),
      parent: this.parent.slice(0, count),
      subtreeEnd: this.subtreeEnd.slice(0, count),
      field: this.field.slice(0, count),
      flags: this.flags.slice(0, count),
    };
  }

  private grow(rows: number): void {
    const { kind, start, end, parent, subtreeEnd, field, flags } = this;
    this.kind = new Uint16Array(rows);
    this.start = new Int32Array(rows);
    this.end = new Int32Array(rows);
    this.parent = new Int32Array(rows);
    this.subtreeEnd = new Int32Array(rows);
    this.field = new Uint8Array(rows);
    this.flags = new Uint8Array(rows);
    this.kind.set(kind);
    this.start.set(start);
    this.end.set(end);
    this.parent.set(parent);
    this.subtreeEnd.set(subtreeEnd);
    this.field.set(field);
    this.flags.set(flags);
  }
}
