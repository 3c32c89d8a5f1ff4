/** Suppression comments that say nothing are mended; what only a person can write is never applied unasked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import { mend } from '../../../server/src/engine/mend.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';

const engine = await loadEngine();
const open = (text: string): AnalysedFile =>
  engine.openTree({ lowering: engine.lowering, options: { era: '6.1' } }).open('test.c', text);

const OWNER = (comment: string): string => `static struct inode *owner(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return page->mapping->host;${comment}
}
`;

function fixesOf(text: string): readonly (readonly [string, boolean, string])[] {
  const file = open(text);
  const finding = file.findings.find(({ rule }) => rule === 'suppression-needs-a-reason');
  assert.ok(finding);
  return file.fixes(finding).map(({ title, safe, edits }) => [title, safe, applyEdits(text, edits)]);
}

test('a comment without a reason gets a place for one', () => {
  const wanted = OWNER(' /* daxlint-ok: mapping-is-a-pointer: why a DAX page is no trouble here */');
  for (const comment of ['mapping-is-a-pointer: */', 'mapping-is-a-pointer */', 'mapping-is-a-pointer:*/']) {
    const [first] = fixesOf(OWNER(` /* daxlint-ok: ${comment}`));
    assert.deepEqual(first, ['give a reason', false, wanted]);
  }
  const [line] = fixesOf(OWNER(' // daxlint-ok: mapping-is-a-pointer'));
  assert.deepEqual(line?.[2], wanted.replace('/*', '//').replace(' */', ''));
});

test('a rule that is called nearly so is taken for the one that is meant', () => {
  const [first] = fixesOf(OWNER(' /* daxlint-ok: mapping-is-pointer: the frame is in the image */'));
  assert.deepEqual(first, [
    'write `mapping-is-a-pointer`',
    false,
    OWNER(' /* daxlint-ok: mapping-is-a-pointer: the frame is in the image */'),
  ]);
});

test('a comment that silences nothing is taken out, and that is safe', () => {
  const stale = 'int f(void)\n{\n\t/* daxlint-ok: guard-polarity: it was turned round */\n\treturn 0;\n}\n';
  assert.deepEqual(fixesOf(stale), [['take the comment out', true, 'int f(void)\n{\n\treturn 0;\n}\n']]);
});

test('a reason is not made up, and a comment that silences something is not taken out, where nobody looks', () => {
  for (const comment of [
    ' /* daxlint-ok: mapping-is-a-pointer: */',
    ' /* daxlint-ok: mapping-is-pointer: a reason */',
  ]) {
    const text = OWNER(comment);
    const { applied } = mend(open(text), {
      all: true,
      isWanted: ({ rule }) => rule === 'suppression-needs-a-reason',
    });
    assert.deepEqual(applied, []);
  }
});
