/** What the whole tree tells of a file, as the analysis of the file takes it, edit by edit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packed, unpacked } from '../../../server/src/engine/packed-solution.ts';
import { solved } from '../../../server/src/engine/whole-tree.ts';
import { KINDS } from '../../../server/src/kernel/kinds.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';

const engine = await loadEngine();

const MM =
  'struct page { struct address_space *mapping; }; struct inode; struct address_space { struct inode *host; };\n';

const FIND = `${MM}void use(struct page *page);
struct page *found(unsigned long pfn)
{
	return hmm_pfn_to_page(pfn);
}
void find(unsigned long pfn)
{
	use(hmm_pfn_to_page(pfn));
}
`;

const USE = `${MM}struct page *found(unsigned long pfn);
struct inode *use(struct page *page)
{
	return page->mapping->host;
}
struct inode *look(unsigned long pfn)
{
	struct page *page = found(pfn);

	return page->mapping->host;
}
`;

function open(texts: Readonly<Record<string, string>>) {
  const tree = engine.openTree({ lowering: engine.lowering, options: { era: '6.1' } });
  const facts = Object.entries(texts).map(([path, text]) => tree.facts(path, text));
  return { tree, facts, solution: solved(facts) };
}

const FILES = { 'find.c': FIND, 'use.c': USE };

function warnings(file: {
  readonly findings: readonly { readonly severity: string; readonly chain: readonly unknown[] }[];
}) {
  return file.findings.filter(({ severity }) => severity !== 'hint');
}

test('what was packed and read back is what was solved', () => {
  const { facts, solution } = open(FILES);
  const paths = facts.map(({ path }) => path);
  const back = unpacked(JSON.parse(JSON.stringify(packed(solution, paths))));
  let ways = 0;
  for (const { path, asked } of facts) {
    assert.deepEqual(back.arrivals(path), solution.arrivals(path));
    for (const place of asked) {
      for (const kind of KINDS) {
        for (const isProven of [true, false]) {
          const chain = solution.solution.chain(path, place, kind, isProven);
          assert.deepEqual(back.solution.chain(path, place, kind, isProven), chain, `${place} ${kind}`);
          ways += chain.length > 0 ? 1 : 0;
        }
      }
    }
  }
  assert.ok(ways > 0);
  assert.deepEqual(back.arrivals('none.c'), { rows: [], ways: [] });
});

test('an open file takes what is known of the tree, and what is known no longer', () => {
  const { tree, solution } = open(FILES);
  const file = tree.open('use.c', USE);
  assert.equal(warnings(file).length, 0);
  file.know(solution.arrivals('use.c'));
  const found = warnings(file);
  assert.equal(found.length, 2);
  for (const { chain } of found) assert.ok(chain.length > 0);
  const other = open({ ...FILES, 'find.c': FIND.replaceAll('hmm_pfn_to_page(pfn)', 'find_get_page(0, pfn)') });
  file.know(other.solution.arrivals('use.c'));
  assert.equal(warnings(file).length, 0);
  file.know(solution.arrivals('use.c'));
  file.know(undefined);
  assert.equal(warnings(file).length, 0);
});

test('a call that typing has moved keeps what the tree told of it', () => {
  const { tree, solution } = open(FILES);
  tree.know((path) => solution.arrivals(path));
  const file = tree.open('use.c', USE);
  const before = warnings(file).length;
  const at = USE.indexOf('\tstruct page *page = found');
  file.edit([{ span: { start: at, end: at }, newText: '\tpfn += 1;\n' }]);
  assert.equal(warnings(file).length, before);
  assert.equal(before, 2);
});
