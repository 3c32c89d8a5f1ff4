/** Fixes on texts that the whole engine has read: each is silent afterwards, and a second run changes nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import { hasFixes } from '../../../server/src/fixes/fixes.ts';
import { rules } from '../../../server/src/rules/index.generated.ts';
import { loadEngine } from '../../../server/src/store/load-engine.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';

const engine = await loadEngine();

function open(text: string, era: string): AnalysedFile {
  return engine.openTree({ lowering: engine.lowering, options: { era } }).open('test.c', text);
}

function count(file: AnalysedFile, rule: string): number {
  return file.findings.filter((finding) => finding.rule === rule).length;
}

/** The text after each fix of the first finding of a rule. */
function mended(text: string, era: string, rule: string): readonly string[] {
  const file = open(text, era);
  const finding = file.findings.find((candidate) => candidate.rule === rule);
  assert.ok(finding, `nothing of ${rule} in\n${text}`);
  return file.fixes(finding).map(({ edits }) => applyEdits(text, edits));
}

// What needs a tree is mended in the fixtures, which have one.
for (const rule of rules.filter(({ id, needsTree }) => hasFixes(id) && !needsTree)) {
  const { bad, era } = rule.example;
  test(`the first fix of the example of ${rule.id} silences it, with LF and with CRLF`, () => {
    for (const text of [bad, bad.replaceAll('\n', '\r\n')]) {
      const [first] = mended(text, era, rule.id);
      assert.ok(first, 'there is no fix');
      assert.equal(count(open(first, era), rule.id), 0, first);
      assert.equal(/(?<!\r)\n/.test(first), !text.includes('\r\n'), 'the line breaks are mixed');
    }
  });
}

const DEREF = `static int f(struct page *page)
{
	struct inode *inode = page->mapping->host;
	struct super_block *sb = inode->i_sb;

	if (!page->mapping)
		return 0;
	return go(sb, inode);
}
`;

const MOVES: readonly (readonly [
  name: string,
  change: (text: string) => string,
  expected: ((text: string) => string) | undefined,
])[] = [
  [
    'with what needs it',
    (text) => text,
    (text) =>
      text
        .replace(' = page->mapping->host;', ';')
        .replace(' = inode->i_sb;', ';')
        .replace('return 0;\n', 'return 0;\n\tinode = page->mapping->host;\n\tsb = inode->i_sb;\n'),
  ],
  ['not past an exit that uses it', (text) => text.replace('return 0;', 'return drop(inode);'), undefined],
  [
    'not past a test that can be false for NULL',
    (text) => text.replace('if (!page->mapping)', 'if (!page->mapping && busy)'),
    undefined,
  ],
  [
    'not past a test with another arm',
    (text) => text.replace('return 0;\n', 'return 0;\n\telse\n\t\tgo(inode);\n'),
    undefined,
  ],
  ['not past a test that stays', (text) => text.replace('return 0;', 'note();'), undefined],
  [
    'not out of a constant',
    (text) => text.replace('struct super_block *sb', 'struct super_block *const sb'),
    undefined,
  ],
  ['not over a label', (text) => text.replace('\n\tif', '\nagain:\n\tif'), undefined],
  ['not over code that uses it', (text) => text.replace('\n\tif', '\n\tnote(inode);\n\tif'), undefined],
  ['not over an #ifdef', (text) => text.replace('\n\tif', '\n#ifdef A\n\tnote();\n#endif\n\tif'), undefined],
];

for (const [name, change, expected] of MOVES) {
  test(`a use is moved below its test: ${name}`, () => {
    const text = change(DEREF);
    const [first] = mended(text, '6.1', 'mapping-checked-after-use');
    assert.equal(first, expected?.(text));
  });
}

test('the use moves past other code only for a person to look at', () => {
  const fix = (text: string) => {
    const file = open(text, '6.1');
    const finding = file.findings.find(({ rule }) => rule === 'mapping-checked-after-use');
    assert.ok(finding);
    return file.fixes(finding)[0];
  };
  assert.equal(fix(DEREF)?.safe, true);
  assert.equal(fix(DEREF.replace('\n\tif', '\n\tlock(page);\n\tif'))?.safe, false);
  assert.equal(fix(DEREF.replace('= page->mapping->host', '= get(page->mapping->host)'))?.safe, false);
});

test('the use moves into the arm for a set value, where nothing behind the arm needs it', () => {
  const text = `static int f(struct page *page)
{
	struct inode *inode;

	inode = page->mapping->host;

	if (page->mapping) {
		go(inode);
	}
	return 0;
}
`;
  const [first] = mended(text, '6.1', 'mapping-checked-after-use');
  assert.equal(
    first,
    text
      .replace('\tinode = page->mapping->host;\n\n', '')
      .replace('{\n\t\tgo', '{\n\t\tinode = page->mapping->host;\n\t\tgo'),
  );
  assert.deepEqual(mended(text.replace('return 0', 'return inode->i_ino'), '6.1', 'mapping-checked-after-use'), []);
});

test('a comment behind a moved statement moves with it', () => {
  const text = DEREF.replace('\tstruct super_block *sb = inode->i_sb;\n', '')
    .replace('inode = page->mapping->host;', 'inode;')
    .replace('\n\tif', '\n\tinode = page->mapping->host; /* ours */\n\tif')
    .replace('go(sb, inode)', 'go(inode)');
  const [first] = mended(text, '6.1', 'mapping-checked-after-use');
  assert.equal(
    first,
    text
      .replace('\tinode = page->mapping->host; /* ours */\n', '')
      .replace('return 0;\n', 'return 0;\n\tinode = page->mapping->host; /* ours */\n'),
  );
});

test('all the reads that one test lets through go through the helper together', () => {
  const text = `static bool f(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return page->mapping && page->mapping->host && page->mapping->host->i_sb;
}
`;
  const [first] = mended(text, '6.1', 'mapping-is-a-pointer');
  assert.equal(first, text.replaceAll('page->mapping', 'page_mapping_file(page)'));
});

test('no exit is put before a macro that declares', () => {
  const text = `static void f(struct page *page)
{
	struct address_space *mapping = page->mapping;
	XA_STATE(xas, &mapping->i_pages, 0);

	go(&xas);
}
`;
  for (const fixed of mended(text, '6.1', 'mapping-is-a-pointer')) assert.doesNotMatch(fixed, /return;\n\tXA_STATE/);
});

test('what stands on the line of another statement, or in a loop head, gets no line before it', () => {
  const bodies = [
    'go(); use(page->mapping->host);',
    'while (page->mapping->host)\n\t\tgo();',
    'for_each(i, page->mapping->host)\n\t\tgo();',
  ];
  for (const body of bodies) {
    const text = `static void f(struct page *page)\n{\n\t${body}\n}\n`;
    const file = open(text, '6.1');
    for (const finding of file.findings)
      for (const fix of file.fixes(finding)) assert.doesNotMatch(applyEdits(text, fix.edits), /return;/, body);
  }
});
