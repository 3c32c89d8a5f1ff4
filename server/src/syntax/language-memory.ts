/** The tables of a tree-sitter language that a walk of its trees needs, read once from WebAssembly memory. */

/**
 * Byte offsets in the language's descriptor for ABI 15 on wasm32, from the public header `tree_sitter/parser.h`.
 */
const DESCRIPTOR = {
  abi: 0,
  symbolCount: 4,
  aliasCount: 8,
  productionCount: 28,
  maxAliasSequence: 36,
  fieldMapSlices: 64,
  fieldMapEntries: 68,
  symbolMetadata: 72,
  publicSymbolMap: 76,
  aliasSequences: 84,
} as const;

const SUPPORTED_ABI = 15;
const SLICE_BYTES = 4;
const ENTRY_BYTES = 4;
const METADATA_BYTES = 3;

/** The tables; a production is the rule by which a node was built, a symbol its grammar type. */
export interface LanguageTables {
  /** The number that the public interface shows for a symbol. */
  readonly publicSymbols: Uint16Array;
  /** 1 for the symbols that are named node types. */
  readonly namedSymbols: Uint8Array;
  /** Symbol that a child is shown as, 0 for its own, at `production * aliasWidth + child`. */
  readonly aliases: Uint16Array;
  readonly aliasWidth: number;
  /** Field that a child fills, 0 for none, at `production * fieldWidth + child`. */
  readonly fields: Uint8Array;
  readonly fieldWidth: number;
}

/** Reads the tables of the language whose descriptor is at an address; undefined for another ABI. */
export function readLanguageTables(memory: WebAssembly.Memory, address: number): LanguageTables | undefined {
  const view = new DataView(memory.buffer);
  const word = (offset: number): number => view.getUint32(offset, true);
  if (word(address + DESCRIPTOR.abi) !== SUPPORTED_ABI) return undefined;
  const symbols = word(address + DESCRIPTOR.symbolCount) + word(address + DESCRIPTOR.aliasCount);
  const productions = word(address + DESCRIPTOR.productionCount);
  const aliasWidth = view.getUint16(address + DESCRIPTOR.maxAliasSequence, true);
  const metadata = word(address + DESCRIPTOR.symbolMetadata);
  return {
    publicSymbols: halves(view, word(address + DESCRIPTOR.publicSymbolMap), symbols),
    namedSymbols: Uint8Array.from({ length: symbols }, (_, symbol) =>
      view.getUint8(metadata + symbol * METADATA_BYTES + 1),
    ),
    aliases: halves(view, word(address + DESCRIPTOR.aliasSequences), productions * aliasWidth),
    aliasWidth,
    ...readFields(
      view,
      word(address + DESCRIPTOR.fieldMapSlices),
      word(address + DESCRIPTOR.fieldMapEntries),
      productions,
    ),
  };
}

function halves(view: DataView, address: number, count: number): Uint16Array {
  return Uint16Array.from({ length: count }, (_, index) => view.getUint16(address + 2 * index, true));
}

interface FieldEntry {
  readonly production: number;
  readonly child: number;
  readonly field: number;
}

function readFields(
  view: DataView,
  slices: number,
  entries: number,
  productions: number,
): Pick<LanguageTables, 'fields' | 'fieldWidth'> {
  const found: FieldEntry[] = [];
  for (let production = 0; production < productions; production++) {
    const first = view.getUint16(slices + production * SLICE_BYTES, true);
    const length = view.getUint16(slices + production * SLICE_BYTES + 2, true);
    for (let index = first; index < first + length; index++) {
      const entry = entries + index * ENTRY_BYTES;
      const inherited = view.getUint8(entry + 3) !== 0; // the field is that of a node further down
      if (!inherited) found.push({ production, child: view.getUint8(entry + 2), field: view.getUint16(entry, true) });
    }
  }
  const fieldWidth = found.reduce((width, entry) => Math.max(width, entry.child + 1), 1);
  const fields = new Uint8Array(productions * fieldWidth);
  for (const { production, child, field } of found) {
    const at = production * fieldWidth + child;
    if (fields[at] === 0) fields[at] = field;
  }
  return { fields, fieldWidth };
}
