/** Sets up tree-sitter with its C grammar; this is the only module that imports the parser. */

import { Language, Parser, type Tree } from 'web-tree-sitter';
import { walkWithCursor } from './cursor-walk.ts';
import type { FlatTree, FlatTreeNames } from './flat-tree.ts';
import { readLanguageTables } from './language-memory.ts';
import { MemoryWalk } from './memory-walk.ts';
import { TreeColumns } from './tree-columns.ts';

/** The files that the parser needs at run time. */
export type ParserFile = 'web-tree-sitter.wasm' | 'tree-sitter-c.wasm';

/** Turns C text into flat trees; kept for the life of the process. */
export interface CParser {
  readonly names: FlatTreeNames;
  /** How trees are read: straight from memory, or through the TreeCursor where the memory is not laid out as expected. */
  readonly walk: 'memory' | 'cursor';
  /** The tree of a text; undefined where the parser gave up (out of memory). */
  parse(text: string): FlatTree | undefined;
}

/** 32 MB to begin with and 2 GB at most, in pages of 64 KB: what the parser's own module asks for. */
const MEMORY = { initial: 512, maximum: 32768 } as const;

/**
 * Loads the parser; `locate` gives the path of each of its files.
 *
 * To be called once a process: the parser's module keeps its memory in a variable of its own.
 */
export async function loadParser(locate: (file: ParserFile) => string): Promise<CParser> {
  const memory = new WebAssembly.Memory(MEMORY);
  await Parser.init({ wasmMemory: memory, locateFile: () => locate('web-tree-sitter.wasm') });
  const language = await Language.load(locate('tree-sitter-c.wasm'));
  const parser = new Parser();
  parser.setLanguage(language);
  return new LoadedParser(parser, language, memory);
}

class LoadedParser implements CParser {
  readonly names: FlatTreeNames;
  private readonly parser: Parser;
  private readonly columns = new TreeColumns();
  private readonly memoryWalk: MemoryWalk | undefined;

  constructor(parser: Parser, language: Language, memory: WebAssembly.Memory) {
    this.parser = parser;
    this.names = namesOf(language);
    this.memoryWalk = this.checkedMemoryWalk(language, memory);
  }

  get walk(): 'memory' | 'cursor' {
    return this.memoryWalk === undefined ? 'cursor' : 'memory';
  }

  parse(text: string): FlatTree | undefined {
    let tree: Tree | null = null;
    try {
      tree = this.parser.parse(text);
      if (tree === null) return undefined;
      const address = addressOf(tree);
      if (this.memoryWalk === undefined || address === undefined) walkWithCursor(tree, this.columns);
      else this.memoryWalk.fill(address, this.columns);
      return this.columns.snapshot();
    } catch {
      return undefined;
    } finally {
      tree?.delete();
    }
  }

  /** The fast walk, if it reads a sample exactly as the cursor does. */
  private checkedMemoryWalk(language: Language, memory: WebAssembly.Memory): MemoryWalk | undefined {
    let tree: Tree | null = null;
    try {
      const tables = readLanguageTables(memory, addressOf(language) ?? 0);
      tree = this.parser.parse(SAMPLE);
      const root = tree === null ? undefined : addressOf(tree);
      if (tables === undefined || tree === null || root === undefined) return undefined;
      const walk = new MemoryWalk(memory, tables);
      const fast = new TreeColumns();
      walk.fill(root, fast);
      const slow = new TreeColumns();
      walkWithCursor(tree, slow);
      return sameTree(fast.snapshot(), slow.snapshot()) ? walk : undefined;
    } catch {
      return undefined;
    } finally {
      tree?.delete();
    }
  }
}

/** Text with most shapes of node: leaves and records, aliases, fields of hidden nodes, extras, errors, missing nodes. */
const SAMPLE = `#include <a.h>
#ifdef A
#define F(x) \\
	g(x)
#endif
/* a comment whose length needs more than one byte of a leaf ${'.'.repeat(300)} */
struct s { int a : 3, *b[2]; union { long c; }; } __attribute__((packed));
static const struct t ops = { .open = f, [0 ... 3] = { 1, "s" "t" }, };
typedef unsigned long (*fn_t)(struct s *x, ...);
static inline long f(struct s *x, int n)
{
	int i = 0, *p = &x->b[n]; // a line comment
	for (i = 0; i < n; i++) { if (!x || x->a == 'c') continue; else break; }
	while (n--) switch (n) { case 1 ... 2: return -1; default: goto out; }
	do { *p = (long)sizeof(int) + ({ f(x, 1); }); } while (0);
out:
	return n ? x->b[0][1] : f(x, (unsigned char)n)${'\n'.repeat(300)};
}
int broken(int a { return a + ; }
void missing(void) { g(1) }
`;

function sameTree(one: FlatTree, other: FlatTree): boolean {
  if (one.count !== other.count) return false;
  const columns = ['kind', 'start', 'end', 'parent', 'subtreeEnd', 'field', 'flags'] as const;
  return columns.every((column) => one[column].every((value, row) => value === other[column][row]));
}

/** The address at which the parser keeps an object, which its JavaScript wrapper holds under the key 0. */
function addressOf(wrapper: object): number | undefined {
  const address: unknown = Reflect.get(wrapper, 0);
  return typeof address === 'number' ? address : undefined;
}

function namesOf(language: Language): FlatTreeNames {
  const names = Array.from({ length: language.nodeTypeCount }, (_, kind) => language.types[kind] ?? '');
  const fieldNames = Array.from({ length: language.fieldCount + 1 }, (_, field) => language.fields[field] ?? '');
  const fieldIds = new Map(fieldNames.map((name, field) => [name, field]));
  return {
    names,
    fieldNames,
    kindOf: (name) => language.idForNodeType(name, true) ?? -1,
    fieldOf: (name) => (name === '' ? -1 : (fieldIds.get(name) ?? -1)),
  };
}
