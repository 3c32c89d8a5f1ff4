/** Texts that nobody writes by hand and that a program that reads C has to survive, each as long as one asks for. */
import { HINT, WARNING } from '../kernel-tree.ts';

export interface HardText {
  readonly title: string;
  /** The size that is promised to be read. */
  readonly size: number;
  /** A text of a size that the title counts. */
  readonly make: (size: number) => string | Buffer;
}

const FUNCTION = (n: number): string =>
  `void f${n}(struct page *page)\n{\n\tif (page->mapping)\n\t\tdrop(page);\n}\n\n`;

function repeated(count: number, piece: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => piece(n)).join('');
}

/** The hard texts. */
export const HARD_TEXTS: readonly HardText[] = [
  { title: 'lines of functions with a site each', size: 100_000, make: (size) => repeated(size / 6, FUNCTION) },
  {
    title: 'lines in one function',
    size: 10_000,
    make: (size) =>
      `void f(struct page *page)\n{\n${repeated(size / 2, (n) => `\tif (page->mapping)\n\t\tuse(${n});\n`)}}\n`,
  },
  {
    title: 'nested braces',
    size: 5000,
    make: (size) => `void f(struct page *page)\n${'{'.repeat(size)} page->mapping; ${'}'.repeat(size)}\n`,
  },
  {
    title: 'nested braces that stay open',
    size: 5000,
    make: (size) => `${FUNCTION(0)}void f(struct page *page)\n${'{'.repeat(size)} page->mapping;`,
  },
  {
    title: 'nested parentheses',
    size: 5000,
    make: (size) => `void f(struct page *page)\n{\n\tx = ${'('.repeat(size)}page->mapping${')'.repeat(size)};\n}\n`,
  },
  {
    title: 'nested ifs',
    size: 5000,
    make: (size) => `void f(struct page *page)\n{\n${'if (page->mapping) '.repeat(size)} x();\n}\n`,
  },
  {
    title: 'else ifs',
    size: 5000,
    make: (size) => `void f(struct page *page)\n{\n\tif (x) ;\n${'else if (page->mapping) y();\n'.repeat(size)}}\n`,
  },
  {
    title: 'terms of one condition',
    size: 5000,
    make: (size) =>
      `void f(struct page *page)\n{\n\tif (${repeated(size, (n) => `page->mapping == m${n} && `)}x)\n\t\ty();\n}\n`,
  },
  {
    title: 'nested calls',
    size: 3000,
    make: (size) =>
      `void f(struct page *page)\n{\n\t${'page_folio('.repeat(size)}page->mapping${')'.repeat(size)};\n}\n`,
  },
  {
    title: 'stars and signs',
    size: 5000,
    make: (size) =>
      `void f(struct page *page)\n{\n\tx = ${'!'.repeat(size)}page->mapping;\n\ty = ${'*'.repeat(size)}page;\n}\n`,
  },
  {
    title: 'nested #if',
    size: 2000,
    make: (size) =>
      `void f(struct page *page)\n{\n${repeated(size, (n) => `#if A${n}\n`)}\tpage->mapping;\n${'#endif\n'.repeat(size)}}\n`,
  },
  {
    title: '#if after #if in one function',
    size: 2000,
    make: (size) =>
      `void f(struct page *page)\n{\n${repeated(size, (n) => `#if A${n}\n\tpage->mapping;\n#else\n\tx();\n#endif\n`)}}\n`,
  },
  { title: '#if that stays open', size: 2000, make: (size) => `${repeated(size, (n) => `#if A${n}\n${FUNCTION(n)}`)}` },
  {
    title: 'units in one line of functions',
    size: 1_000_000,
    make: (size) =>
      repeated(size / 60, (n) => `void f${n}(struct page *p) { if (p->index) g(p); }          `.padEnd(60)),
  },
  {
    title: 'units of one string',
    size: 10_000_000,
    make: (size) => `char *s = "${'page->mapping '.repeat(size / 14)}";\n${FUNCTION(0)}`,
  },
  {
    title: 'units of a comment that stays open',
    size: 1_000_000,
    make: (size) => `${FUNCTION(0)}/* ${'page->mapping\n'.repeat(size / 14)}`,
  },
  {
    title: 'strings that stay open',
    size: 5000,
    make: (size) => repeated(size, (n) => `char *s${n} = "page->mapping\n`) + FUNCTION(0),
  },
  {
    title: 'backslashes before line ends',
    size: 20_000,
    make: (size) => `#define M(page) \\\n${repeated(size, () => '\tif ((page)->mapping) x(); \\\n')}\n${FUNCTION(0)}`,
  },
  { title: 'NUL bytes', size: 20_000, make: (size) => `${FUNCTION(0)}${'\0 '.repeat(size)}${FUNCTION(1)}` },
  {
    title: 'bytes of Latin-1',
    size: 20_000,
    make: (size) => Buffer.from(`${FUNCTION(0)}/* ${'é '.repeat(size)}*/\n${FUNCTION(1)}`, 'latin1'),
  },
  {
    title: 'units of UTF-16 with a mark',
    size: 20_000,
    make: (size) => Buffer.from(`\ufeff${repeated(size / 64, FUNCTION)}`, 'utf16le'),
  },
  {
    title: 'lines that end in CR LF',
    size: 12_000,
    make: (size) => repeated(size / 6, FUNCTION).replaceAll('\n', '\r\n'),
  },
  {
    title: 'suppressions',
    size: 3000,
    make: (size) => repeated(size, (n) => `/* daxlint-ok: mapping-is-a-pointer: x${n} */\n`) + WARNING,
  },
  {
    title: 'parameters',
    size: 3000,
    make: (size) => `void f(${repeated(size, (n) => `struct page *p${n}, `)}int x)\n{\n\tuse(p0->mapping);\n}\n`,
  },
  {
    title: 'findings in one file',
    size: 1500,
    make: (size) => repeated(size, (n) => HINT.replace('drop', `drop${n}`)),
  },
  {
    title: 'labels and jumps',
    size: 2000,
    make: (size) =>
      `void f(struct page *page)\n{\n${repeated(size, (n) => `l${n}:\n\tif (page->mapping)\n\t\tgoto l${(n * 7) % size};\n`)}}\n`,
  },
  {
    title: 'cases of one switch',
    size: 3000,
    make: (size) =>
      `void f(struct page *page)\n{\n\tswitch (x) {\n${repeated(size, (n) => `\tcase ${n}:\n\t\tuse(page->mapping);\n`)}\t}\n}\n`,
  },
  {
    title: 'locals that hand on a page',
    size: 3000,
    make: (size) =>
      `void f(struct page *p0)\n{\n${repeated(size, (n) => `\tstruct page *p${n + 1} = p${n};\n`)}\tuse(p${size}->mapping);\n}\n`,
  },
  {
    title: 'loops within loops',
    size: 300,
    make: (size) =>
      `void f(struct page *page)\n{\n${'while (x) { page = page->next; if (page->mapping) '.repeat(size)};${'}'.repeat(size)}\n}\n`,
  },
  {
    title: 'macros that call each other',
    size: 3000,
    make: (size) =>
      repeated(size, (n) => `#define m${n}(p) m${n + 1}(p)\n`) +
      `void f(struct page *page)\n{\n\tm0(page);\n\tuse(page->mapping);\n}\n`,
  },
  {
    title: 'members of one table',
    size: 5000,
    make: (size) =>
      `static const struct address_space_operations o = {\n${repeated(size, (n) => `\t.x${n} = f${n},\n`)}};\n${FUNCTION(0)}`,
  },
];

/** A tree of one file in which so many functions call each other in a circle, with a page that is sent into it. */
export function callCycle(size: number): string {
  const turn = (n: number): string =>
    `void t${n}(struct page *page)\n{\n${n === size >> 1 ? '\tif (page->mapping)\n\t\tuse(page);\n' : ''}\tt${(n + 1) % size}(page);\n}\n`;
  return `void start(unsigned long pfn)\n{\n\tt0(pfn_to_page(pfn));\n}\n${repeated(size, turn)}${FUNCTION(0).replace('void f0', `void t${size}`)}`;
}
