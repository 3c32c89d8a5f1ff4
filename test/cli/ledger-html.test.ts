/** `daxlint ledger --format html`: one page that holds all of the ledger, and nothing of a tree as markup. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ReportData } from '../../server/src/report/data.ts';
import { CLEAN, testTree, WARNING } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));
const EVIL_FILE = 'fs/<img src=x onerror=alert(1)>.c';
const EVIL_CODE = `#include <linux/mm.h>
/* </script><script>alert(2)</script> <!-- */
static struct inode *evil(struct page **pages)
{
	get_user_pages_fast(0, 1, 0, pages);
	return pages["</script><b>"[0]]->mapping->host; /* </style></script><img src=x onerror=alert(3)> */
}
`;
const MAINTAINERS = `<B>BOLD</B> & CO
F:	fs/

QUIET
F:	mm/
`;

function pageOf(tree: string, ...args: string[]): string {
  const { status, out, err } = runCli(['ledger', tree, '--format', 'html', '--no-cache', ...args], '/');
  assert.equal(err, '');
  assert.equal(status, 0);
  return out;
}

function dataOf(page: string): ReportData {
  const [, json = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json);
}

test('the page has every row of the ledger, with its chain, its code and its subsystem', () => {
  const data = dataOf(pageOf(SAMPLE));
  const rows = runCli(['ledger', SAMPLE, '--no-cache'], '/')
    .out.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((row) => row.verdict !== undefined);
  assert.deepEqual(
    data.rows.map((row) => [row.file, row.line, row.column, row.verdict, row.rule, row.reason, row.steps.length]),
    rows.map((row) => [row.file, row.line, row.column, row.verdict, row.rule, row.reason, row.evidence.length]),
  );
  for (const { code, site, line, steps } of data.rows) {
    assert.ok(code, site);
    const own = code.lines[line - code.first] ?? '';
    // The end of `page->mapping`, or the name in `page_ref_count(page)`.
    assert.ok(site.includes(own.slice(code.start, code.end)) && code.end > code.start, `${site} in ${own}`);
    for (const step of steps) assert.ok(step.code !== undefined && step.text !== '');
  }
  const names = new Map(data.rows.map(({ file, subsystem }) => [file, subsystem]));
  assert.equal(names.get('fs/heronfs/aops.c'), 'HERONFS FILESYSTEM');
  assert.equal(names.get('include/trace/events/heronfs.h'), 'HERONFS FILESYSTEM');
  assert.equal(names.get('include/linux/page-flags.h'), 'MEMORY MANAGEMENT');
  for (const { rule } of data.rows) assert.ok(rule === null || data.rules[rule]?.summary);
});

test('what stands in a tree is no markup in the page', (t) => {
  const tree = testTree({ [EVIL_FILE]: EVIL_CODE, 'fs/warn.c': WARNING, MAINTAINERS });
  t.after(() => tree.remove());
  const page = pageOf(tree.path);
  const data = dataOf(page);
  const evil = data.rows.find(({ file }) => file === EVIL_FILE);
  assert.ok(evil !== undefined);
  assert.ok(evil.code?.lines.some((line) => line.includes('</style></script><img src=x onerror=alert(3)>')));
  assert.equal(evil.subsystem, '<B>BOLD</B> & CO');
  // The tags of the page are its own: the same as those of a page about another tree.
  const tags = (text: string): readonly string[] =>
    text.replace(/<script>.*?<\/script>/s, '').match(/<\/?[a-z!-]+/gi) ?? [];
  const other = testTree({ 'fs/warn.c': WARNING });
  t.after(() => other.remove());
  assert.deepEqual(tags(page), tags(pageOf(other.path)));
  assert.equal(page.match(/<script/g)?.length, 2);
  assert.doesNotMatch(page, /onerror=alert\(1\)>\.c<|<img|<b>/i);
});

test('the policy of the page allows its own script and style, and nothing else', () => {
  const page = pageOf(SAMPLE);
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  const hash = (name: string): string => {
    const [, text = ''] = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(page) ?? [];
    return `sha256-${createHash('sha256').update(text).digest('base64')}`;
  };
  assert.deepEqual(policy.split('; '), [
    "default-src 'none'",
    `script-src '${hash('script')}'`,
    `style-src '${hash('style')}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  assert.doesNotMatch(page, /\s(?:src|href|style|on\w+)=|https?:|url\(|@import/);
});

test('a page of a tree without MAINTAINERS and without sites is a page too', (t) => {
  const tree = testTree({ 'fs/warn.c': WARNING, 'fs/bin.c': new Uint8Array([0, 1]) });
  t.after(() => tree.remove());
  const data = dataOf(pageOf(tree.path));
  assert.deepEqual(new Set(data.rows.map(({ subsystem }) => subsystem)), new Set(['']));
  assert.deepEqual(data.gaps, [
    { file: 'fs/bin.c', line: 1, endLine: 1, subsystem: '', why: 'the file is a binary file' },
  ]);
  const empty = testTree({ 'fs/clean.c': CLEAN });
  t.after(() => empty.remove());
  assert.deepEqual(dataOf(pageOf(empty.path)).rows, []);
  assert.match(pageOf(empty.path), /<h1>.+<\/h1>/);
});

test('a page under an overlay names it', () => {
  const page = pageOf(SAMPLE, '--what-if', '2025-shared-is-null');
  assert.match(page, /What if: <code>2025-shared-is-null<\/code>/);
});
