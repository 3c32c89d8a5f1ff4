/** Parses a file the way the product does, item by item and arm by arm, and lists the functions that were found. */

import { splitItems } from '../src/scan/items.ts';
import { tokenize } from '../src/scan/tokenizer.ts';
import { ERROR_NODE, type FlatTree, type FlatTreeNames, HAS_ERROR, MISSING } from '../src/syntax/flat-tree.ts';
import type { AttributeWords } from '../src/syntax/mask/attribute-words.ts';
import { maskItem } from '../src/syntax/mask/mask-item.ts';
import type { CParser } from '../src/syntax/parser.ts';

/** A definition that the parser found; offsets are UTF-16 offsets in the file. */
export interface ParsedFunction {
  readonly name: string;
  readonly nameStart: number;
  readonly start: number;
  readonly end: number;
  readonly clean: boolean;
}

/** A place that the grammar could not read. */
export interface BrokenPlace {
  readonly start: number;
  readonly end: number;
  /** The node type that is missing there, or `ERROR`. */
  readonly what: string;
}

export interface ParsedFile {
  readonly functions: readonly ParsedFunction[];
  readonly broken: readonly BrokenPlace[];
  /** Items that were parsed, and how many of them hold a broken place. */
  readonly items: number;
  readonly brokenItems: number;
}

/** Passes over cut `#if` arms beyond this many are not made. */
const MAX_PASSES = 8;

/** Parses every item of a file but its directives and macro definitions. */
export function parseFile(text: string, parser: CParser, words: AttributeWords): ParsedFile {
  const reader = new FileParser(parser, words);
  for (const item of splitItems(text, tokenize(text))) {
    if (item.kind !== 'directive' && item.kind !== 'macro') reader.item(text.slice(item.start, item.end), item.start);
  }
  return reader;
}

class FileParser implements ParsedFile {
  readonly functions: ParsedFunction[] = [];
  readonly broken: BrokenPlace[] = [];
  items = 0;
  brokenItems = 0;
  private readonly parser: CParser;
  private readonly words: AttributeWords;

  constructor(parser: CParser, words: AttributeWords) {
    this.parser = parser;
    this.words = words;
  }

  item(text: string, offset: number): void {
    this.items++;
    const before = this.broken.length;
    let passes = 1;
    for (let arm = 0; arm < Math.min(passes, MAX_PASSES); arm++) {
      const masked = maskItem(text, this.words, { arm });
      passes = masked.arms;
      const tree = this.parser.parse(masked.text);
      if (tree !== undefined) this.tree(tree, masked.text, offset);
    }
    if (this.broken.length > before) this.brokenItems++;
  }

  private tree(tree: FlatTree, text: string, offset: number): void {
    const { names } = this.parser;
    const definition = names.kindOf('function_definition');
    for (let row = 0; row < tree.count; row++) {
      const flags = tree.flags[row] ?? 0;
      const start = offset + (tree.start[row] ?? 0);
      const end = offset + (tree.end[row] ?? 0);
      if ((flags & (ERROR_NODE | MISSING)) !== 0) {
        this.broken.push({ start, end, what: names.names[tree.kind[row] ?? 0] ?? 'ERROR' });
      } else if (tree.kind[row] === definition) {
        const name = definedName(tree, names, row);
        const clean = (flags & HAS_ERROR) === 0;
        if (name < 0) continue;
        const nameStart = tree.start[name] ?? 0;
        const found = { name: text.slice(nameStart, tree.end[name]), nameStart: offset + nameStart, start, end, clean };
        this.functions.push(found);
      }
    }
  }
}

/** The row of the name that a definition declares, -1 where there is none. */
function definedName(tree: FlatTree, names: FlatTreeNames, definition: number): number {
  const field = names.fieldOf('declarator');
  let row = child(tree, definition, (at) => tree.field[at] === field);
  while (row >= 0) {
    if (names.names[tree.kind[row] ?? 0]?.endsWith('identifier') === true) return row;
    const inner = child(tree, row, (at) => tree.field[at] === field);
    const named = /declarator|identifier/;
    row = inner >= 0 ? inner : child(tree, row, (at) => named.test(names.names[tree.kind[at] ?? 0] ?? ''));
  }
  return -1;
}

function child(tree: FlatTree, parent: number, wanted: (row: number) => boolean): number {
  const end = tree.subtreeEnd[parent] ?? 0;
  for (let row = parent + 1; row < end; row = tree.subtreeEnd[row] ?? end) if (wanted(row)) return row;
  return -1;
}
