/** Each form of fix on a unit made by hand: the text it gives, and where it is not offered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL, DAX_KINDS, type KindSet, kindSet } from '../../../server/src/kernel/kinds.ts';
import { kindsWhere } from '../../../server/src/kernel/matrix.ts';
import { cType } from '../../../server/src/model/c-type.ts';
import { type EventInput, mend, type MendInput, type PlaceInput, place, siteOf, spanOf } from './hand-made.ts';

/** A function with one test of `->mapping` in an `if`. */
function tested(text: string, condition: string, more: Partial<PlaceInput> = {}, event: Partial<EventInput> = {}) {
  const statement = text.slice(text.indexOf('if ('), text.indexOf(';', text.indexOf('if (')) + 1);
  const where = place(text, { statement, condition, ...more });
  const field = text.includes('folio->mapping') ? 'folio->mapping' : 'page->mapping';
  return siteOf(text, field, 0, [{ role: 'tested', whenTrue: true, nullArm: 'other', ...event, place: where }]);
}

function mendTest(rule: string, text: string, site: ReturnType<typeof tested>, more: Partial<MendInput> = {}) {
  return mend(text, { era: '6.0', sites: [site], finding: { rule, site, kinds: DAX_KINDS }, ...more });
}

const POSITIVE = 'void f(struct page *page)\n{\n\tif (page->mapping)\n\t\tgo(page);\n}\n';

test('a test for page cache is wrapped, and that is safe', () => {
  const [wrapped, guarded] = mendTest(
    'mapping-implies-page-cache',
    POSITIVE,
    tested(POSITIVE, 'page->mapping', { returns: cType('void') }),
  );
  assert.equal(wrapped?.text, POSITIVE.replace('if (', 'if (!is_zone_device_page(page) && '));
  assert.equal(wrapped?.safe, true);
  assert.match(wrapped?.title ?? '', /^skip ZONE_DEVICE pages: /);
  assert.equal(guarded?.text, POSITIVE.replace('\tif (', '\tif (is_zone_device_page(page))\n\t\treturn;\n\tif ('));
  assert.equal(guarded?.safe, false);
  assert.ok(guarded?.eye);
});

test('a wrapped test is not safe where nothing proves the page, or where another arm takes it', () => {
  const site = tested(POSITIVE, 'page->mapping');
  const hint = { rule: 'mapping-implies-page-cache', site, kinds: DAX_KINDS, severity: 'hint' } as const;
  assert.equal(mendTest('mapping-implies-page-cache', POSITIVE, site, { finding: hint })[0]?.safe, false);
  const text = POSITIVE.replace('go(page);', 'go(page);\n\telse\n\t\tstay(page);');
  const both = tested(text, 'page->mapping', { statement: text.slice(text.indexOf('if ('), text.indexOf('\n}')) });
  assert.equal(mendTest('mapping-implies-page-cache', text, both)[0]?.safe, false);
});

test('a negated test for page cache gets ||, with parentheses beside &&', () => {
  const text = POSITIVE.replace('page->mapping', '!page->mapping && busy');
  const [wrapped] = mendTest('mapping-implies-page-cache', text, tested(text, '!page->mapping && busy'));
  assert.equal(wrapped?.text, text.replace('!page->mapping', '(is_zone_device_page(page) || !page->mapping)'));
  assert.equal(wrapped?.safe, false);
});

test('a test for truncation is wrapped so that device memory counts as set', () => {
  const text = POSITIVE.replace('page->mapping', 'page->mapping == NULL');
  const [wrapped] = mendTest('null-mapping-implies-truncated', text, tested(text, 'page->mapping == NULL'));
  assert.equal(
    wrapped?.text,
    text.replace('page->mapping == NULL', '!is_zone_device_page(page) && page->mapping == NULL'),
  );
  assert.match(wrapped?.title ?? '', /for truncated/);
});

test('no wrap where the value is followed behind the test, so that NULL cannot get past it', () => {
  const text =
    'int f(struct page *page)\n{\n\tif (!page->mapping)\n\t\treturn -EIO;\n\treturn page->mapping->flags;\n}\n';
  const site = tested(text, '!page->mapping');
  const later = siteOf(text, 'page->mapping', 1, [
    {
      role: 'followed',
      nonNull: true,
      place: place(text, { statement: 'return page->mapping->flags;', kind: 'return' }),
    },
  ]);
  const fixes = mendTest('null-mapping-implies-truncated', text, site, { sites: [site, later] });
  assert.deepEqual(
    fixes.map(({ text: mended }) => mended),
    [text.replace('\tif (', '\tif (is_zone_device_page(page))\n\t\treturn -EIO;\n\tif (')],
  );
});

test('a folio gets the form of the era, and what the tree declares has the last word', () => {
  const text = POSITIVE.replaceAll('page', 'folio');
  const site = tested(text, 'folio->mapping');
  const first = (more: Partial<MendInput>): string | undefined =>
    mendTest('mapping-implies-page-cache', text, site, more)[0]?.text;
  assert.equal(first({ era: '6.2' }), text.replace('if (', 'if (!folio_is_zone_device(folio) && '));
  assert.equal(first({ era: '5.16' }), text.replace('if (', 'if (!is_zone_device_page(&folio->page) && '));
  assert.equal(
    first({ era: '5.16', declares: () => true }),
    text.replace('if (', 'if (!folio_is_zone_device(folio) && '),
  );
  assert.equal(first({ era: '6.2', declares: () => false }), undefined);
});

test('a long line is broken behind the guard, under the test', () => {
  const text = POSITIVE.replace('page->mapping', 'page->mapping && test_and_clear_the_bit(page)');
  const [wrapped] = mendTest(
    'mapping-implies-page-cache',
    text,
    tested(text, 'page->mapping && test_and_clear_the_bit(page)'),
  );
  assert.equal(wrapped?.text, text.replace('if (', 'if (!is_zone_device_page(page) &&\n\t    '));
});

test('CRLF stays CRLF', () => {
  const text = POSITIVE.replaceAll('\n', '\r\n');
  const fixes = mendTest('mapping-implies-page-cache', text, tested(text, 'page->mapping'));
  assert.equal(fixes.length, 2);
  for (const fix of fixes) assert.doesNotMatch(fix.text, /(?<!\r)\n/);
});

test('the arm of an if without braces gets no statement before it', () => {
  const text = 'void f(struct page *page)\n{\n\tif (busy)\n\t\tuse(page->mapping);\n}\n';
  const where = place(text, { statement: 'use(page->mapping);', kind: 'expression', inBlock: false });
  const site = siteOf(text, 'page->mapping', 0, [{ role: 'tested', place: where }]);
  for (const fix of mendTest('mapping-implies-page-cache', text, site))
    assert.doesNotMatch(fix.text, /continue|return/);
});

test('no exit goes before a condition that first asks whether there is a page', () => {
  const text = POSITIVE.replace('page->mapping', 'page && page->mapping');
  const fixes = mendTest('mapping-implies-page-cache', text, tested(text, 'page && page->mapping'));
  assert.deepEqual(
    fixes.map((fix) => fix.text),
    [text.replace('page->mapping', '!is_zone_device_page(page) && page->mapping')],
  );
});

test('an exit goes above the comment of the statement', () => {
  const text = POSITIVE.replace('\tif (', '\t/* in a file? */\n\tif (');
  const [, guarded] = mendTest(
    'mapping-implies-page-cache',
    text,
    tested(text, 'page->mapping', { returns: cType('void') }),
  );
  assert.equal(guarded?.text, text.replace('\t/*', '\tif (is_zone_device_page(page))\n\t\treturn;\n\t/*'));
});

test('nothing is changed in a macro, nor in a function with a gap', () => {
  const macro = '#define SET(page) do { \\\n\tif (page->mapping) \\\n\t\tgo(page); \\\n} while (0)\n';
  assert.deepEqual(mendTest('mapping-implies-page-cache', macro, tested(macro, 'page->mapping')), []);
  const gap = { ...spanOf(POSITIVE, 'go(page)'), why: 'it could not be read' };
  assert.deepEqual(
    mendTest('mapping-implies-page-cache', POSITIVE, tested(POSITIVE, 'page->mapping'), { gaps: [gap] }),
    [],
  );
});

test('a page with a side effect is not written twice', () => {
  const text = POSITIVE.replaceAll('page->mapping', 'next_page(p++)->mapping');
  const where = place(text, {
    statement: 'if (next_page(p++)->mapping)\n\t\tgo(page);',
    condition: 'next_page(p++)->mapping',
  });
  const site = siteOf(text, 'next_page(p++)->mapping', 0, [{ role: 'tested', place: where }]);
  assert.deepEqual(mendTest('mapping-implies-page-cache', text, site), []);
});

test('a variable that was read from another page by now is left alone', () => {
  const text =
    'void f(struct page *page)\n{\n\tmapping = page->mapping;\n\tpage = next(page);\n\tif (mapping)\n\t\tgo(page);\n}\n';
  const read = place(text, { statement: 'mapping = page->mapping;', kind: 'expression' });
  const where = place(text, { statement: 'if (mapping)\n\t\tgo(page);', condition: 'mapping)'.slice(0, -1) });
  const at = spanOf(text, '(mapping)');
  const site = siteOf(text, 'page->mapping', 0, [
    { role: 'stored', place: read },
    { role: 'tested', via: 'mapping', place: where, start: at.start + 1, end: at.end - 1 },
  ]);
  assert.deepEqual(mendTest('mapping-implies-page-cache', text, site), []);
});

const FOLLOWED = 'int f(struct page *page)\n{\n\tint ret = 0;\n\n\tret = page->mapping->flags;\n\treturn ret;\n}\n';

function followed(text: string, event: Partial<EventInput> = {}, input: Partial<PlaceInput> = {}) {
  const where = place(text, { statement: 'ret = page->mapping->flags;', kind: 'expression', ...input });
  return siteOf(text, 'page->mapping', 0, [{ role: 'followed', detail: 'flags', ...event, place: where }]);
}

test('a value that is followed without a test is read through the helper, with an exit', () => {
  const [helper, guarded] = mend(FOLLOWED, {
    era: '4.5',
    sites: [followed(FOLLOWED)],
    finding: { rule: 'mapping-is-a-pointer', site: followed(FOLLOWED) },
  });
  assert.equal(
    helper?.text,
    FOLLOWED.replace('\tret = page->mapping', '\tif (!page_mapping(page))\n\t\treturn 0;\n\tret = page_mapping(page)'),
  );
  assert.equal(helper?.safe, false);
  assert.equal(guarded, undefined, 'PageMappingFlags() is not in all of 4.5 - 4.13');
});

test('the guard against tags is the one that the wrong kinds need', () => {
  const site = followed(FOLLOWED);
  const tagged = (era: MendInput['era']): KindSet => kindsWhere(era, ALL, (row) => row.mapping.canBeTagged);
  const second = (era: MendInput['era'], kinds = tagged(era)): string =>
    mend(FOLLOWED, { era, sites: [site], finding: { rule: 'mapping-is-a-pointer', site, kinds } })[1]?.text ?? '';
  assert.match(second('6.0'), /if \(PageMappingFlags\(page\)\)/);
  assert.match(second('6.0', kindSet('anon', 'fsdax-shared')), /if \(PageAnon\(page\)\)/);
  assert.match(second('6.17', kindSet('anon', 'ksm')), /if \(PageAnon\(page\)\)/);
});

test('the helper that the tree has is asked', () => {
  const site = followed(FOLLOWED, { nonNull: true, kinds: kindSet('anon', 'cache') });
  const first = (era: MendInput['era']): string =>
    mend(FOLLOWED, { era, sites: [site], finding: { rule: 'mapping-is-a-pointer', site } })[0]?.text ?? '';
  assert.match(first('6.0'), / page_mapping\(page\)->flags/);
  assert.match(first('6.2'), / folio_mapping\(page_folio\(page\)\)->flags/);
});

test('where a page can be in the swap cache and its host is asked for, the helper that leaves it out comes first', () => {
  for (const [member, helper] of [
    ['host', 'page_mapping_file'],
    ['flags', 'page_mapping'],
  ] as const) {
    const text = FOLLOWED.replace('->flags', `->${member}`);
    const statement = `ret = page->mapping->${member};`;
    const site = followed(text, { nonNull: true, detail: member }, { statement });
    const [first] = mend(text, { era: '4.19', sites: [site], finding: { rule: 'mapping-is-a-pointer', site } });
    assert.match(first?.text ?? '', new RegExp(` ${helper}\\(page\\)->${member}`));
  }
});

test('a read in READ_ONCE() gives way with its wrapper', () => {
  const text = FOLLOWED.replace('page->mapping->flags', 'READ_ONCE(page->mapping)->flags');
  const where = place(text, { statement: 'ret = READ_ONCE(page->mapping)->flags;', kind: 'expression' });
  const site = siteOf(text, 'page->mapping', 0, [
    { role: 'followed', nonNull: true, kinds: kindSet('anon'), place: where },
  ]);
  assert.match(
    mend(text, { era: '6.0', sites: [site], finding: { rule: 'mapping-is-a-pointer', site } })[0]?.text ?? '',
    /ret = page_mapping\(page\)->flags;/,
  );
});

test('a read whose bits are looked at is left raw', () => {
  const where = place(FOLLOWED, { statement: 'ret = page->mapping->flags;', kind: 'expression' });
  const site = siteOf(FOLLOWED, 'page->mapping', 0, [
    { role: 'followed', nonNull: true, place: where },
    { role: 'masked', place: where },
  ]);
  assert.doesNotMatch(
    mend(FOLLOWED, { era: '6.0', sites: [site], finding: { rule: 'mapping-is-a-pointer', site } })[0]?.text ?? '',
    /page_mapping/,
  );
});

test('page->inode becomes page->mapping->host from 4.17 on', () => {
  const text = 'int f(struct page *page)\n{\n\treturn page->inode->i_ino;\n}\n';
  const where = place(text, { statement: 'return page->inode->i_ino;', kind: 'return' });
  const site = siteOf(text, 'page->inode', 0, [{ role: 'followed', place: where }]);
  const run = (more: Partial<MendInput>) =>
    mend(text, { era: '4.17', sites: [site], finding: { rule: 'page-inode-is-a-field', site }, ...more });
  assert.equal(run({})[0]?.text, text.replace('->inode', '->mapping->host'));
  assert.equal(run({})[0]?.safe, false);
  assert.deepEqual(run({ era: '4.14' }), []);
  assert.equal(
    run({ era: 'inode-2017' })[0]?.text,
    text.replace('\treturn', '\tif (!is_zone_device_page(page) || !page->inode)\n\t\treturn 0;\n\treturn'),
  );
});

test('a store to page->inode and its address have no rewrite; a test asks for the mapping', () => {
  const run = (statement: string, role: EventInput['role']): readonly string[] => {
    const text = `void f(struct page *page)\n{\n\t${statement}\n}\n`;
    const site = siteOf(text, 'page->inode', 0, [{ role, place: place(text, { statement, kind: 'expression' }) }]);
    return mend(text, { era: '6.0', sites: [site], finding: { rule: 'page-inode-is-a-field', site } }).map(
      (fix) => fix.text.split('\n')[2]?.trim() ?? '',
    );
  };
  assert.deepEqual(run('page->inode = NULL;', 'assigned'), []);
  assert.deepEqual(run('use(&page->inode);', 'other'), []);
  assert.deepEqual(run('WARN_ON(page->inode);', 'tested'), ['WARN_ON(page->mapping);']);
});
