/** Writes C as a kernel has it: functions that get pages, test their fields and hand them on. */
import { ERAS } from '../../server/src/kernel/eras.ts';
import { HELPERS } from '../../server/src/kernel/helper-table.ts';
import type { Random } from './random.ts';

const FIELDS = ['mapping', 'index', 'lru', 'pgmap', 'share', 'inode', 'flags', 'private', '_refcount', 'i_pages'];
const NAMES = ['page', 'folio', 'p', 'mapping', 'inode', 'x', 'err', 'pages[i]', '*pages', 'bh->b_page', 'vmf->page'];
const TYPES = ['struct page *', 'struct folio *', 'struct address_space *', 'struct inode *', 'int ', 'unsigned long '];
const HELPER_NAMES = HELPERS.map(({ name }) => name);

/** Words that mean something in the C of a kernel. */
export const C_WORDS: readonly string[] = [
  ...HELPER_NAMES,
  ...FIELDS.map((field) => `->${field}`),
  ...NAMES,
  ...TYPES,
  'if',
  'else',
  'while',
  'for',
  'do',
  'switch',
  'case 1:',
  'default:',
  'goto out;',
  'out:',
  'return',
  'return NULL;',
  'break;',
  'continue;',
  'struct',
  'union',
  'typedef',
  'static inline',
  'sizeof',
  'typeof(x)',
  '__attribute__((unused))',
  '__must_check',
  '#if IS_ENABLED(CONFIG_FS_DAX)\n',
  '\n#else\n',
  '\n#elif 1\n',
  '\n#endif\n',
  '\n#define f(x) do { x->mapping = NULL; } while (0)\n',
  '#include <linux/mm.h>\n',
  'list_for_each_entry(page, &list, lru)',
  'for_each_sgtable_page(sgt, &iter, 0)',
  'WARN_ON(',
  'likely(',
  'READ_ONCE(',
  'container_of(',
  '&& !',
  '||',
  '? 1 : 0',
  '== NULL',
  '!= 0x1',
  '& PAGE_MAPPING_FLAGS',
  '({ int y; y; })',
  '.readpage = f,',
  'static const struct address_space_operations ops = { .writepage = f };',
  '/* daxlint-ok: mapping-is-a-pointer: here */',
  '/* daxlint-ok */',
  'SYSCALL_DEFINE2(x, int, a, int, b)',
  'EXPORT_SYMBOL(f);',
  '__releases(lock)',
  'asm volatile("nop" ::: "memory");',
];

/** A line that says which era an input is read in. */
export function eraLine(random: Random): string {
  return `//- era: ${random.pick(ERAS).id}\n`;
}

/** A file of a few functions; `prefix` tells the functions of one file from those of others, `callees` can be called. */
export function cFile(random: Random, prefix = 'f', callees: readonly string[] = []): string {
  const count = 1 + random.below(4);
  const own = Array.from({ length: count }, (_, n) => `${prefix}${n}`);
  const called = [...own, ...callees, ...HELPER_NAMES];
  return own.map((name) => cFunction(random, name, called)).join('\n');
}

function cFunction(random: Random, name: string, called: readonly string[]): string {
  const parameters = Array.from(
    { length: random.below(4) },
    () => `${random.pick(TYPES)}${random.pick(NAMES.slice(0, 6))}`,
  );
  const body = statements(random, 3, called);
  const locals = `\tstruct page *page = ${call(random, called, 1)};\n`;
  const head = `${random.oneIn(3) ? 'static ' : ''}${random.pick(TYPES)}${name}(${parameters.join(', ') || 'void'})`;
  return `${head}\n{\n${random.oneIn(2) ? locals : ''}${body}${random.oneIn(3) ? 'out:\n' : ''}\treturn ${expression(random, 1, called)};\n}\n`;
}

function statements(random: Random, depth: number, called: readonly string[]): string {
  return Array.from({ length: 1 + random.below(4) }, () => statement(random, depth, called)).join('');
}

function statement(random: Random, depth: number, called: readonly string[]): string {
  const inner = (): string => (depth > 0 ? statements(random, depth - 1, called) : '\tx++;\n');
  const asked = (): string => expression(random, 2, called);
  switch (random.below(depth > 0 ? 14 : 6)) {
    case 0:
      return `\t${random.pick(NAMES)} = ${asked()};\n`;
    case 1:
      return `\t${call(random, called, 2)};\n`;
    case 2:
      return `\tif (${asked()})\n\t\treturn ${random.oneIn(2) ? 'NULL' : '-EINVAL'};\n`;
    case 3:
      return `\tif (!${access(random)})\n\t\tgoto out;\n`;
    case 4:
      return `\t${random.pick(TYPES)}${random.pick(NAMES.slice(0, 6))} = ${asked()};\n`;
    case 5:
      return `\t${access(random)} = ${random.oneIn(2) ? 'NULL' : asked()};\n`;
    case 6:
    case 7:
      return `\tif (${asked()}) {\n${inner()}\t} else {\n${inner()}\t}\n`;
    case 8:
      return `\twhile (${asked()}) {\n${inner()}\t}\n`;
    case 9:
      return `\tfor (i = 0; i < n; i++) {\n${inner()}\t\tif (${asked()})\n\t\t\tcontinue;\n\t}\n`;
    case 10:
      return `#ifdef CONFIG_FS_DAX\n${inner()}#else\n${inner()}#endif\n`;
    case 11:
      return `\tswitch (${asked()}) {\n\tcase 1:\n${inner()}\t\tbreak;\n\tdefault:\n${inner()}\t}\n`;
    case 12:
      return `\tlist_for_each_entry(page, &list, lru) {\n${inner()}\t}\n`;
    default:
      return `\tdo {\n${inner()}\t} while (${asked()});\n`;
  }
}

function access(random: Random): string {
  return `${random.pick(NAMES)}->${random.pick(FIELDS)}`;
}

function call(random: Random, called: readonly string[], depth: number): string {
  const count = random.below(4);
  return `${random.pick(called)}(${Array.from({ length: count }, () => expression(random, depth - 1, called)).join(', ')})`;
}

function expression(random: Random, depth: number, called: readonly string[]): string {
  const inner = (): string => (depth > 0 ? expression(random, depth - 1, called) : random.pick(NAMES));
  switch (random.below(depth > 0 ? 11 : 4)) {
    case 0:
      return random.pick(NAMES);
    case 1:
      return access(random);
    case 2:
      return `${access(random)}->host`;
    case 3:
      return String(random.below(3));
    case 4:
    case 5:
      return call(random, called, depth);
    case 6:
      return `!${inner()}`;
    case 7:
      return `(${inner()} ${random.pick(['&&', '||', '==', '!=', '&', '<', '+'])} ${inner()})`;
    case 8:
      return `(${random.pick(TYPES)})${inner()}`;
    case 9:
      return `(${inner()} ? ${inner()} : ${inner()})`;
    default:
      return `({ ${inner()}; })`;
  }
}
