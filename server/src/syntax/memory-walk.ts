/**
 * Reads a syntax tree straight from the parser's WebAssembly memory, without a call per node.
 *
 * The offsets are the layout of nodes in tree-sitter 0.27 for wasm32. Nothing promises that they stay: `parser.ts`
 * compares this walk with the TreeCursor's at every start and falls back to the latter where they differ.
 */

import { ERROR_KIND, ERROR_NODE, EXTRA, HAS_ERROR, MISSING, NAMED } from './flat-tree.ts';
import type { LanguageTables } from './language-memory.ts';
import type { TreeColumns } from './tree-columns.ts';

/** A child's slot holds the address of a record, or, with bit 0 set, a small leaf itself. */
const SLOT_BYTES = 8;

/** Bits of the first byte of a small leaf, and the offsets of its other bytes. */
const LEAF = { visible: 2, named: 4, extra: 8, missing: 32, padding: 6, size: 7 } as const;

/** Word offsets (4 bytes each) in a record; the slots of its children end where it begins. */
const RECORD = { padding: 1, size: 4, errorCost: 8, childCount: 9, symbol: 10, flags: 11 } as const;
const RECORD_FLAGS = { visible: 1, named: 2, extra: 4, missing: 512 } as const;
const PRODUCTION_OFFSET = 66;

/** The stack holds one frame for each node whose children are being visited. */
const FRAME = { slot: 0, left: 1, position: 2, child: 3, production: 4, parent: 5, field: 6, row: 7 } as const;
const FRAME_SIZE = 8;

/** Walks trees of one language in one memory. */
export class MemoryWalk {
  private readonly memory: WebAssembly.Memory;
  private readonly language: LanguageTables;
  private bytes = new Uint8Array(0);
  private halves = new Uint16Array(0);
  private words = new Int32Array(0);
  private stack = new Int32Array(FRAME_SIZE << 8);
  private depth = 0;

  constructor(memory: WebAssembly.Memory, language: LanguageTables) {
    this.memory = memory;
    this.language = language;
  }

  /** Fills the columns with the nodes of the tree whose root slot is at an address. */
  fill(root: number, columns: TreeColumns): void {
    if (this.bytes.buffer !== this.memory.buffer) this.attach(); // memory that has grown has another buffer
    columns.clear();
    this.depth = 0;
    this.push(root, 1, 0, -1, -1, 0, -1);
    while (this.depth > 0) {
      const top = (this.depth - 1) * FRAME_SIZE;
      const left = this.stack[top + FRAME.left] ?? 0;
      if (left > 0) {
        this.stack[top + FRAME.left] = left - 1;
        this.visit(top, columns);
        continue;
      }
      const row = this.stack[top + FRAME.row] ?? -1;
      if (row >= 0) columns.close(row);
      this.depth--;
    }
  }

  /** Adds the next child of the node on top of the stack, and puts that child on the stack when it has children. */
  private visit(top: number, columns: TreeColumns): void {
    const slot = this.stack[top + FRAME.slot] ?? 0;
    const from = this.stack[top + FRAME.position] ?? 0;
    const parent = this.stack[top + FRAME.parent] ?? -1;
    this.stack[top + FRAME.slot] = slot + SLOT_BYTES;
    const head = this.words[slot >> 2] ?? 0;
    const isLeaf = (head & 1) === 1;
    const record = head >> 2;
    const bits = isLeaf ? head & 255 : (this.words[record + RECORD.flags] ?? 0);
    const extra = (bits & (isLeaf ? LEAF.extra : RECORD_FLAGS.extra)) !== 0;
    const alias = extra ? 0 : this.alias(top);
    const field = extra ? 0 : this.field(top);
    if (!extra) this.stack[top + FRAME.child] = (this.stack[top + FRAME.child] ?? 0) + 1;

    const padding = isLeaf ? (this.bytes[slot + LEAF.padding] ?? 0) : (this.words[record + RECORD.padding] ?? 0);
    const size = isLeaf ? (this.bytes[slot + LEAF.size] ?? 0) : (this.words[record + RECORD.size] ?? 0);
    const past = from + padding + size;
    this.stack[top + FRAME.position] = past;
    const children = isLeaf ? 0 : (this.words[record + RECORD.childCount] ?? 0);

    let row = -1;
    const visible = (bits & (isLeaf ? LEAF.visible : RECORD_FLAGS.visible)) !== 0 || alias !== 0 || parent < 0;
    if (visible) {
      const symbol = isLeaf ? (head >> 8) & 255 : (this.words[record + RECORD.symbol] ?? 0) & 0xffff;
      const flags = this.flags(isLeaf, bits, record, symbol, alias) | (extra ? EXTRA : 0);
      const kind = symbol === ERROR_KIND ? ERROR_KIND : (this.language.publicSymbols[alias || symbol] ?? 0);
      row = columns.add(kind, (from + padding) >> 1, past >> 1, parent, field, flags);
    }
    if (children === 0) return;
    const production = this.halves[(head + PRODUCTION_OFFSET) >> 1] ?? 0;
    const firstSlot = head - children * SLOT_BYTES;
    if (visible) this.push(firstSlot, children, from, production, row, 0, row);
    else this.push(firstSlot, children, from, production, parent, field, -1);
  }

  private flags(isLeaf: boolean, bits: number, record: number, symbol: number, alias: number): number {
    const named =
      alias === 0 ? (bits & (isLeaf ? LEAF.named : RECORD_FLAGS.named)) !== 0 : this.language.namedSymbols[alias] === 1;
    const missing = (bits & (isLeaf ? LEAF.missing : RECORD_FLAGS.missing)) !== 0;
    const wrong = missing || (!isLeaf && (this.words[record + RECORD.errorCost] ?? 0) !== 0);
    return (
      (named ? NAMED : 0) | (missing ? MISSING : 0) | (wrong ? HAS_ERROR : 0) | (symbol === ERROR_KIND ? ERROR_NODE : 0)
    );
  }

  private alias(top: number): number {
    const production = this.stack[top + FRAME.production] ?? -1;
    const child = this.stack[top + FRAME.child] ?? 0;
    if (production <= 0 || child >= this.language.aliasWidth) return 0;
    return this.language.aliases[production * this.language.aliasWidth + child] ?? 0;
  }

  /** The field that the next child fills; a node that is not shown hands its own field down. */
  private field(top: number): number {
    const handedDown = this.stack[top + FRAME.field] ?? 0;
    const production = this.stack[top + FRAME.production] ?? -1;
    const child = this.stack[top + FRAME.child] ?? 0;
    if (production < 0 || child >= this.language.fieldWidth) return handedDown;
    return this.language.fields[production * this.language.fieldWidth + child] || handedDown;
  }

  private push(
    slot: number,
    children: number,
    position: number,
    production: number,
    parent: number,
    field: number,
    row: number,
  ): void {
    const top = this.depth * FRAME_SIZE;
    if (top + FRAME_SIZE > this.stack.length) {
      const old = this.stack;
      this.stack = new Int32Array(old.length * 2);
      this.stack.set(old);
    }
    const { stack } = this;
    stack[top + FRAME.slot] = slot;
    stack[top + FRAME.left] = children;
    stack[top + FRAME.position] = position;
    stack[top + FRAME.child] = 0;
    stack[top + FRAME.production] = production;
    stack[top + FRAME.parent] = parent;
    stack[top + FRAME.field] = field;
    stack[top + FRAME.row] = row;
    this.depth++;
  }

  private attach(): void {
    const { buffer } = this.memory;
    this.bytes = new Uint8Array(buffer);
    this.halves = new Uint16Array(buffer);
    this.words = new Int32Array(buffer);
  }
}
