/** The solve over several files: what gets to a parameter, over which calls, and what a call gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { solved } from '../../../server/src/engine/whole-tree.ts';
import { type Kind, kindsOf } from '../../../server/src/kernel/kinds.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';

const engine = await loadEngine();

/** Solves some files of C, by path, as a tree of an era without headers of its own. */
function solveFiles(files: Readonly<Record<string, string>>, era = '6.1') {
  const tree = engine.openTree({ lowering: engine.lowering, options: { era } });
  return solved(Object.entries(files).map(([path, text]) => tree.facts(path, text)));
}

type Solved = ReturnType<typeof solveFiles>;

/** The kinds that are known to get to a place, and whether nothing else can. */
function proven(tree: Solved, path: string, place: string): { readonly kinds: readonly Kind[]; readonly all: boolean } {
  const arrival = tree.solution.arrivals(path).at(place);
  assert.ok(arrival, `${place} is a place of ${path}`);
  return { kinds: kindsOf(arrival.proven), all: (arrival.possible & ~arrival.proven) === 0 };
}

const MM = 'struct page; struct address_space; struct folio;\n';

test('a page goes from its source through the calls of other files', () => {
  const tree = solveFiles({
    'a.c': `${MM}void take(struct page *page);\nvoid find(unsigned long pfn)\n{\n\ttake(hmm_pfn_to_page(pfn));\n}\n`,
    'b.c': `${MM}void use(struct page *page);\nvoid take(struct page *page)\n{\n\tuse(page);\n}\n`,
    'c.c': `${MM}void use(struct page *page)\n{\n\tpage->mapping = NULL;\n}\n`,
  });
  const arrived = proven(tree, 'c.c', 'P use 0');
  assert.ok(arrived.kinds.includes('fsdax') && arrived.all);
  const chain = tree.solution.chain('c.c', 'P use 0', 'fsdax');
  assert.deepEqual(
    chain.map(({ file, line, function: name, how }) => `${file}:${line} ${name} ${how}`),
    ['a.c:5 find argument', 'b.c:5 take argument'],
  );
});

test('a guard on the way takes its kinds out, and its negation does not', () => {
  const middle = (condition: string): string =>
    `${MM}void use(struct page *page);\nvoid take(struct page *page)\n{\n\tif (${condition})\n\t\treturn;\n\tuse(page);\n}\n`;
  const files = (condition: string): Readonly<Record<string, string>> => ({
    'a.c': `${MM}void take(struct page *page);\nvoid find(unsigned long pfn)\n{\n\ttake(hmm_pfn_to_page(pfn));\n}\n`,
    'b.c': middle(condition),
    'c.c': `${MM}void use(struct page *page)\n{\n\tpage->mapping = NULL;\n}\n`,
  });
  const guarded = proven(solveFiles(files('is_zone_device_page(page)')), 'c.c', 'P use 0');
  assert.ok(!guarded.kinds.includes('fsdax') && guarded.kinds.includes('cache') && guarded.all);
  const turned = proven(solveFiles(files('!is_zone_device_page(page)')), 'c.c', 'P use 0');
  assert.ok(turned.kinds.includes('fsdax') && !turned.kinds.includes('cache'));
});

test('a source of any page proves none, unless a guard or what the frame belongs to leaves some of them', () => {
  const take = `${MM}void take(struct page *page)\n{\n\tpage->mapping = NULL;\n}\n`;
  const kinds = (parameters: string, body: string): readonly Kind[] =>
    proven(
      solveFiles({
        'a.c': `${MM}void take(struct page *page);\nvoid find(${parameters})\n{\n\tstruct page *page = pfn_to_page(pfn);\n\n\t${body}\n}\n`,
        'c.c': take,
      }),
      'c.c',
      'P take 0',
    ).kinds;
  assert.deepEqual(kinds('unsigned long pfn', 'take(page);'), []);
  assert.ok(kinds('unsigned long pfn', 'if (is_zone_device_page(page))\n\t\ttake(page);').includes('fsdax'));
  assert.deepEqual(kinds('unsigned long pfn', 'if (!PageSlab(page))\n\t\ttake(page);'), []);
  assert.ok(kinds('unsigned long pfn, struct dev_pagemap *pgmap', 'take(page);').includes('fsdax'));
});

test('a function that gives its parameter back does not mix up its callers', () => {
  const tree = solveFiles({
    'same.c': `${MM}struct page *same(struct page *page)\n{\n\treturn page;\n}\n`,
    'a.c': `${MM}struct page *same(struct page *page);\nvoid dax(struct page *page) {}\nvoid find(unsigned long pfn)\n{\n\tdax(same(hmm_pfn_to_page(pfn)));\n}\n`,
    'b.c': `${MM}struct page *same(struct page *page);\nvoid cached(struct page *page) {}\nvoid look(struct address_space *m)\n{\n\tcached(same(find_get_page(m, 0)));\n}\n`,
  });
  assert.deepEqual(proven(tree, 'b.c', 'P cached 0'), { kinds: ['cache'], all: true });
  assert.ok(proven(tree, 'a.c', 'P dax 0').kinds.includes('fsdax'));
});

test('an array that a callee fills holds what the callee put there', () => {
  const tree = solveFiles({
    'fill.c': `${MM}int fill(struct address_space *m, struct page **pages)\n{\n\tpages[0] = find_get_page(m, 0);\n\treturn 1;\n}\n`,
    'use.c': `${MM}int fill(struct address_space *m, struct page **pages);\nvoid use(struct page *page) {}\nvoid walk(struct address_space *m)\n{\n\tstruct page *pages[4];\n\tint i, n = fill(m, pages);\n\n\tfor (i = 0; i < n; i++)\n\t\tuse(pages[i]);\n}\n`,
  });
  assert.deepEqual(proven(tree, 'use.c', 'P use 0'), { kinds: ['cache'], all: true });
});

test('a callback gets what the function that calls it has', () => {
  const tree = solveFiles({
    'walk.c': `${MM}typedef int (*visit_t)(struct page *page);\nint walk(struct address_space *m, visit_t visit)\n{\n\treturn visit(find_get_page(m, 0));\n}\n`,
    'user.c': `${MM}static int look(struct page *page)\n{\n\treturn page->mapping != NULL;\n}\nint start(struct address_space *m)\n{\n\treturn walk(m, look);\n}\n`,
  });
  assert.deepEqual(proven(tree, 'user.c', 'P look 0'), { kinds: ['cache'], all: true });
});

test('an operation gets what its table promises, a function that nobody calls anything', () => {
  const tree = solveFiles({
    'fs.c': `${MM}static int my_read(struct file *file, struct folio *folio)\n{\n\treturn folio->mapping == NULL;\n}\nint lonely(struct folio *folio)\n{\n\treturn folio->mapping == NULL;\n}\nconst struct address_space_operations my_aops = {\n\t.read_folio = my_read,\n};\n`,
  });
  assert.deepEqual(proven(tree, 'fs.c', 'P my_read 1'), { kinds: ['cache'], all: true });
  assert.equal(tree.solution.arrivals('fs.c').at('P lonely 0')?.proven ?? 0, 0);
});

test('what other objects of a struct hold is possible, not proven', () => {
  const tree = solveFiles({
    'put.c': `${MM}struct box { struct page *page; };\nvoid put(struct box *box, unsigned long pfn)\n{\n\tbox->page = pfn_to_page(pfn);\n}\n`,
    'get.c': `${MM}struct box { struct page *page; };\nvoid use(struct page *page) {}\nvoid get(struct box *box)\n{\n\tuse(box->page);\n}\n`,
  });
  const arrived = proven(tree, 'get.c', 'P use 0');
  assert.deepEqual(arrived, { kinds: [], all: false });
});

test('functions of one name in two files are two functions', () => {
  const tree = solveFiles({
    'a.c': `${MM}static void use(struct page *page)\n{\n\tpage->mapping = NULL;\n}\nvoid a(unsigned long pfn)\n{\n\tuse(hmm_pfn_to_page(pfn));\n}\n`,
    'b.c': `${MM}static void use(struct page *page)\n{\n\tpage->mapping = NULL;\n}\nvoid b(struct address_space *m)\n{\n\tuse(find_get_page(m, 0));\n}\n`,
  });
  assert.deepEqual(proven(tree, 'b.c', 'P use 0'), { kinds: ['cache'], all: true });
  assert.ok(proven(tree, 'a.c', 'P use 0').kinds.includes('fsdax'));
});

test('a cycle of calls comes to an end', () => {
  const calls = 2000;
  const functions = Array.from(
    { length: calls },
    (_, i) => `void f${i}(struct page *page)\n{\n\tf${(i + 1) % calls}(page);\n}\n`,
  );
  const tree = solveFiles({
    'cycle.c': `${MM}${functions.join('')}void start(unsigned long pfn)\n{\n\tf0(hmm_pfn_to_page(pfn));\n}\n`,
  });
  assert.ok(proven(tree, 'cycle.c', `P f${calls - 1} 0`).kinds.includes('fsdax'));
  assert.equal(tree.solution.chain('cycle.c', `P f${calls - 1} 0`, 'fsdax').length, calls);
});

test('an I/O is handed to its completion with the pages that were added to it', () => {
  const tree = solveFiles({
    'io.c': `${MM}struct bio;
static void finish(struct bio *bio)
{
	use(bio_first_page_all(bio));
}
void use(struct page *page) {}
void start(struct address_space *m)
{
	struct bio *bio = bio_alloc(0, 1, 0, 0);

	bio->bi_end_io = finish;
	bio_add_page(bio, find_get_page(m, 0), 0, 0);
	submit_bio(bio);
}
`,
    'block.c': `${MM}struct bio_vec { struct page *bv_page; };
struct bio { struct bio_vec *bi_io_vec; void (*bi_end_io)(struct bio *); };
int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int off)
{
	struct bio_vec *bv = &bio->bi_io_vec[0];

	bv->bv_page = page;
	return len;
}
`,
  });
  assert.deepEqual(proven(tree, 'io.c', 'P use 0').kinds, ['cache']);
});
