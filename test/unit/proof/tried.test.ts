/** The proof of the fixes fails where a fix is wrong: each of its counts goes down for a fix made to be so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import type { Fix } from '../../../server/src/model/finding.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import type { TextEdit } from '../../../server/src/text/edit.ts';
import { isEquivalent } from '../../kernel/proof/equivalence.ts';
import { type Ground, type Mutation, planted, readRaw, takenAway } from '../../kernel/proof/mutations.ts';
import { type Tried, tried } from '../../kernel/proof/tried.ts';

const engine = await loadEngine();

const CODE = `static void note(void)
{
	count();
}

static void account(unsigned long pfn, long *cached)
{
	struct page *page = pfn_to_page(pfn);

	if (page->mapping)
		*cached += 1;
}
`;

const GUARDED = CODE.replace('if (page', 'if (!is_zone_device_page(page) && page');

function open(text: string): AnalysedFile {
  return engine.openTree({ lowering: engine.lowering, options: { era: '6.12' } }).open('mm/account.c', text);
}

/** Takes whatever has no `@` in it, which no C has. */
const compiler = {
  takes: () => true,
  complaint: (_path: string, _before: string, after: string) => (after.includes('@') ? 'error: stray @' : undefined),
};

function edit(from: string, to: string): TextEdit {
  const start = CODE.indexOf(from);
  assert.ok(start >= 0, from);
  return { span: { start, end: start + from.length }, newText: to };
}

function tryOut(...edits: readonly TextEdit[]): Tried {
  const file = open(CODE);
  const [finding] = file.findings;
  assert.ok(finding);
  const fix: Fix = { title: 'try it', safe: true, edits };
  return tried(file, finding, fix, (_path, text) => open(text), compiler);
}

const GOOD = edit('if (page', 'if (!is_zone_device_page(page) && page');

test('a good fix compiles, silences and changes nothing else', () => {
  const { complaint, isSilent, also } = tryOut(GOOD);
  assert.deepEqual([complaint, isSilent, also], [undefined, true, undefined]);
});

test('what the compiler says of a fix is kept', () => {
  assert.equal(tryOut(edit('*cached += 1', '*cached += @')).complaint, 'error: stray @');
});

test('a fix that leaves the finding is not silent', () => {
  assert.equal(tryOut(edit('*cached += 1', '*cached += 2')).isSilent, false);
  assert.equal(tryOut(edit('if (page', 'if (!PageHWPoison(page) && page')).isSilent, false);
});

test('a fix that makes another finding, or changes another function, changes something else', () => {
  assert.match(tryOut(edit('if (page->mapping)', 'if (page->mapping->host)')).also ?? '', /mapping-is-a-pointer/);
  assert.equal(tryOut(GOOD, edit('count();', 'recount();')).also, 'text outside of the function');
});

/** The first of the numbers, each time. */
const ground: Ground = { callsOf: (name) => (name === 'is_zone_device_page' ? 1 : 0), random: () => 0 };

test('a guard of a file is taken away where it kept a finding away', () => {
  const [mutation, ...more] = takenAway(open(GUARDED));
  assert.ok(mutation);
  assert.deepEqual(
    [mutation.guard, mutation.finding.rule, more],
    ['is_zone_device_page(page)', 'mapping-implies-page-cache', []],
  );
  assert.deepEqual(takenAway(open(CODE)), []);
});

test('a helper is replaced by the raw field', () => {
  const [mutation] = readRaw(open(CODE.replace('page->mapping', 'page_mapping(page)')));
  assert.equal(mutation?.text, CODE);
  assert.equal(mutation.guard, 'page_mapping(page)');
});

test('a guard is planted before the statement of a finding, and the file is the text without it', () => {
  const [mutation] = [...planted(open(CODE), ground)];
  assert.equal(mutation?.text, CODE);
  assert.match(mutation.guarded, /^\tif \(!is_zone_device_page\(page\)\) if \(page->mapping\)$/m);
});

test('a fix is equivalent where the same kinds get to the use, neither more nor fewer', () => {
  const [mutation] = [...planted(open(CODE), ground)];
  assert.ok(mutation);
  const isSame = (fixed: string, of: Mutation = mutation): boolean =>
    isEquivalent(of, open(of.guarded), open(of.text), open(fixed));
  assert.equal(isSame(GUARDED), true);
  assert.equal(isSame(CODE), false);
  assert.equal(isSame(CODE.replace('if (page', 'if (!is_device_private_page(page) && page')), false);
  const early = '\tif (is_zone_device_page(page))\n\t\treturn;\n\tif (page->mapping)';
  assert.equal(isSame(CODE.replace('\tif (page->mapping)', early)), true);
});
