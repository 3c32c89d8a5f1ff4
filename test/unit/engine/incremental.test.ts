/** After any edits the items of an open file are those of a fresh scan of the same text, and so are the findings. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Entry, rescan, scanAll } from '../../../server/src/engine/item-list.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { LineIndex } from '../../../server/src/text/line-index.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FILES = [
  'fs/dax.c',
  'mm/poison.c',
  'mm/usage.c',
  'drivers/egret/dma.c',
  'include/trace/events/heronfs.h',
  'include/linux/fs.h',
];
const PIECES = [
  'x',
  '\n',
  '{',
  '}',
  '(',
  ')',
  ';',
  '"',
  "'",
  '/*',
  '*/',
  '//',
  '\\\n',
  '#if A\n',
  '#else\n',
  '#endif\n',
  '\n#ifdef B\n',
  '\n#elif C\n',
  '#define A(x) x\n',
  ' ',
  '\r\n',
  '=',
  'FOO(x)\n',
  '\n}\n',
  '\n{\n',
  ' page->mapping ',
  '/* daxlint-ok: guard-polarity: no */',
  'daxlint',
  '-ok',
  'struct page *p;',
  '[',
  ']',
  '',
];

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** One random edit: where, what goes, what comes. */
function edit(text: string, below: (n: number) => number): { start: number; end: number; piece: string } {
  const start = below(text.length + 1);
  const end = Math.min(text.length, start + (below(3) === 0 ? below(80) : 0));
  return { start, end, piece: PIECES[below(PIECES.length)] ?? '' };
}

const plain = (entries: readonly Entry[]): readonly string[] =>
  entries.map(
    ({ kind, start, end, complete, behind }) => `${kind} ${start} ${end} ${complete} ${JSON.stringify(behind)}`,
  );

/** Macros that stand alone end where the next line begins, in whatever arm that is. */
const LONE_MACROS = Array.from({ length: 12 }, (_, at) =>
  '#ifdef A\nFLAG(A%, a)\n\tTEST(A%, a)\n#else\nFALSE(A%, a)\n#endif\n\nextern int x%(int y);\n'.replaceAll(
    '%',
    `${at}`,
  ),
).join('');

const SOURCES = new Map([
  ...FILES.map((name) => [name, readFileSync(join(ROOT, 'test/sample-tree', name), 'utf8')] as const),
  ['lone macros', LONE_MACROS],
]);

for (const [index, [name, source]] of [...SOURCES].entries()) {
  test(`items of ${name} after edits`, () => {
    // With this seed the lone macros were cut otherwise than in a fresh scan once.
    const below = random(name === 'lone macros' ? 13 : index + 17);
    for (let round = 0; round < 12; round += 1) {
      let text = source;
      let entries = scanAll(text);
      for (let step = 0; step < 40; step += 1) {
        const { start, end, piece } = edit(text, below);
        const next = text.slice(0, start) + piece + text.slice(end);
        entries = rescan(entries, text, next, start, end, piece.length).entries;
        text = next;
        assert.deepEqual(
          plain(entries),
          plain(scanAll(text)),
          `round ${round}, step ${step}: ${JSON.stringify(piece)} at ${start}`,
        );
      }
    }
  });
}

/** What may be scanned again around an edit: the item itself, its neighbours, and a few to see that all is as before. */
const FEW = 8;

const GUARDED = `#ifdef CONFIG_A
static int a_%(int x)
{
	return x;
}
#else
static int a_%(int x)
#endif
{
	return 0;
}
PAGEFLAG(Name%, name, %)
#if defined(B)
static struct s s_% = { .x = 1 };
#endif
`;

for (const [title, at, piece] of [
  [
    'a function behind an #endif',
    'static struct s s_20 = { .x = 1 };\n#endif\n',
    'static int f(void)\n{\n\treturn 1;\n}\n',
  ],
  ['a brace in an arm', 'static int a_20(int x)\n{', '\n\t{'],
  ['a line behind an #else', 'return x;\n}\n#else\n', 'int y;\n'],
  ['a word before a lone macro', 'PAGEFLAG(Name20, name, 20', '0'],
] as const) {
  test(`little is scanned again for ${title}`, () => {
    const text = Array.from({ length: 40 }, (_, at) => GUARDED.replaceAll('%', String(at))).join('');
    const start = text.indexOf(at) + at.length;
    const next = text.slice(0, start) + piece + text.slice(start);
    const { entries, removed, added } = rescan(scanAll(text), text, next, start, start, piece.length);
    assert.deepEqual(plain(entries), plain(scanAll(next)));
    assert.ok(removed.length <= FEW && added.length <= FEW, `${removed.length} items went, ${added.length} came`);
    const back = rescan(entries, next, text, start, start + piece.length, 0);
    assert.deepEqual(plain(back.entries), plain(scanAll(text)));
    assert.ok(back.removed.length <= FEW, `${back.removed.length} items went again`);
  });
}

test('findings after edits', async () => {
  const { openTree, lowering } = await loadEngine();
  const tree = openTree({ lowering, options: { era: '6.1' } });
  const below = random(5);
  for (const name of FILES.slice(0, 4)) {
    const source = readFileSync(join(ROOT, 'test/sample-tree', name), 'utf8');
    const file = tree.open('a.c', source);
    for (let step = 0; step < 60; step += 1) {
      if (step % 20 === 19) file.setText(source);
      const { start, end, piece } = edit(file.text, below);
      file.edit([{ span: { start, end }, newText: piece }]);
      assert.deepEqual(file.lines, new LineIndex(file.text));
      assert.deepEqual(
        file.findings,
        tree.open('a.c', file.text).findings,
        `${name}, step ${step}: ${JSON.stringify(piece)} at ${start}`,
      );
    }
  }
});

test('findings after edits that are taken back in any order', async () => {
  const { openTree, lowering } = await loadEngine();
  const tree = openTree({ lowering, options: { era: '6.1' } });
  const below = random(11);
  for (const name of FILES.slice(0, 4)) {
    const file = tree.open('a.c', readFileSync(join(ROOT, 'test/sample-tree', name), 'utf8'));
    const texts = [file.text];
    for (let step = 0; step < 60; step += 1) {
      const { start, end, piece } = edit(file.text, below);
      if (below(2) === 0) file.setText(texts[below(texts.length)] ?? '');
      else file.edit([{ span: { start, end }, newText: piece }]);
      texts.push(file.text);
      assert.deepEqual(file.findings, tree.open('a.c', file.text).findings, `${name}, step ${step}`);
    }
  }
});

test('an edit that is taken back after a declaration changed is read anew', async () => {
  const { openTree, lowering } = await loadEngine();
  const tree = openTree({ lowering, options: { era: '6.1' } });
  const declared = 'static struct page *got;\n';
  const used = 'static void *f(unsigned long pfn)\n{\n\tgot = pfn_to_page(pfn);\n\treturn got->mapping->host;\n}\n';
  const file = tree.open('a.c', declared + used);
  assert.equal(file.unit.sites.length, 1);
  const typed = (from: string, to: string): void => {
    const start = file.text.indexOf(from);
    file.edit([{ span: { start, end: start + from.length }, newText: to }]);
  };
  typed('return got', 'return xgot');
  assert.equal(file.unit.sites.length, 0);
  typed('struct page', 'struct heron');
  typed('return xgot', 'return got');
  assert.equal(file.unit.sites.length, 0);
  typed('struct heron', 'struct page');
  assert.equal(file.unit.sites.length, 1);
});

/** Types that lead from one to the next; the functions name only the first. */
const CHAIN = `struct bar { struct page *page; };
struct foo { struct bar *next; };
#define PAGE_OF(foo) ((foo)->next->page)
static struct inode *owner(struct foo *foo)
{
	return foo->next->page->mapping->host;
}
static struct inode *owner_by_macro(struct foo *foo)
{
	return PAGE_OF(foo)->mapping->host;
}
static int plain(struct page *page)
{
	int ret = page->mapping == NULL;

	return ret;
}
`;

test('what an item hangs on without naming it is followed, and nothing else', async () => {
  const { openTree, lowering } = await loadEngine();
  let read = 0;
  const counted: typeof lowering = {
    item: (text, isComplete) => {
      read += 1;
      return lowering.item(text, isComplete);
    },
    macro: (directive) => lowering.macro(directive),
    expression: (text) => lowering.expression(text),
    learn: () => counted,
  };
  const tree = openTree({ lowering: counted, options: { era: '6.1' } });
  const file = tree.open('a.c', CHAIN);
  const replace = (old: string, newText: string): number => {
    const start = file.text.indexOf(old);
    file.edit([{ span: { start, end: start + old.length }, newText }]);
    const before = read;
    const { findings } = file;
    const again = read - before;
    assert.deepEqual(findings, tree.open('a.c', file.text).findings, `${old} became ${newText}`);
    return again;
  };
  assert.equal(file.unit.sites.length, 3);
  assert.equal(replace('struct page *page;', 'struct pagx *page;'), 2);
  assert.equal(file.unit.sites.length, 1);
  assert.equal(replace('struct pagx *page;', 'struct page *page;'), 2);
  assert.equal(replace('->next->page)', '->nxt->page)'), 1, 'only the function that uses the macro is read again');
  assert.equal(replace('struct foo {', 'int ret;\nstruct foo {'), 0, 'a local hides the variable of the file');
});
