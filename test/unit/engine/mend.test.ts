/** Mending a file: fix after fix, each for the text that the ones before it have left, until nothing changes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import { mend } from '../../../server/src/engine/mend.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { rules } from '../../../server/src/rules/index.generated.ts';

const engine = await loadEngine();

function open(text: string, era = '6.1'): AnalysedFile {
  return engine.openTree({ lowering: engine.lowering, options: { era } }).open('test.c', text);
}

const ALL = { all: true, isWanted: () => true };
const SAFE = { all: false, isWanted: () => true };

const TWICE = `static int report(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);
	unsigned long ino = page->mapping->host->i_ino;

	return ino + page->mapping->nrpages;
}
`;

test('one guard mends two uses behind it, and is not written twice', () => {
  const { file, applied } = mend(open(TWICE), ALL);
  assert.deepEqual(file.findings, []);
  assert.equal(applied.length, 1);
  assert.equal(file.text.match(/if \(/g)?.length, 1, file.text);
});

test('only safe fixes are applied where nobody looks at them', () => {
  const original = open(TWICE);
  const { file, applied } = mend(original, SAFE);
  assert.deepEqual(applied, []);
  assert.equal(file.text, TWICE);
});

test('the file that is mended stays as it is', () => {
  const original = open(TWICE);
  const before = original.findings;
  mend(original, ALL);
  assert.equal(original.text, TWICE);
  assert.deepEqual(original.findings, before);
});

test('only what is wanted is mended', () => {
  const { applied } = mend(open(TWICE), { all: true, isWanted: () => false });
  assert.deepEqual(applied, []);
});

test('an applied fix says where it is in the mended text', () => {
  const text = rules
    .filter(({ id }) => id === 'mapping-checked-after-use' || id === 'mapping-implies-page-cache')
    .map(({ example }) => example.bad)
    .join('\n');
  const { file, applied } = mend(open(text), { all: false, isWanted: ({ severity }) => severity === 'warning' });
  const places = applied.map(({ at }) =>
    file.text
      .slice(file.text.lastIndexOf('\n', at) + 1)
      .split('\n', 1)[0]
      ?.trim(),
  );
  assert.deepEqual(places, ['struct inode *inode;', 'if (!is_zone_device_page(page) && page->mapping)']);
});

for (const rule of rules) {
  test(`what is left of the example of ${rule.id} is not changed by mending it again`, () => {
    const once = mend(open(rule.example.bad, rule.example.era), ALL).file.text;
    const again = mend(open(once, rule.example.era), ALL);
    assert.deepEqual(again.applied, []);
    assert.equal(again.file.text, once);
  });
}
