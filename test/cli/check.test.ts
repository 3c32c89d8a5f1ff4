/** `daxlint check`: what it prints, where, and its exit status. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Log } from 'sarif';
import { CLEAN, HINT, testFolder, testTree, WARNING } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const FILES = { 'fs/clean.c': CLEAN, 'fs/hint.c': HINT, 'fs/warn.c': WARNING };

test('a finding is printed with its place, its line with carets, its reason and the rule', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const { status, out, err } = runCli(['check', 'fs/warn.c'], tree.path);
  assert.equal(err, '');
  assert.equal(status, 1);
  const [head, source, carets, reason] = out.split('\n');
  assert.match(head ?? '', /^fs\/warn\.c:8:6: warning: .+ {2}\[guard-polarity\]$/);
  assert.equal(source, '    8 |         if (!IS_DAX(page->mapping->host))');
  assert.equal(carets, '      |             ^~~~~~~~~~~~~~~~~~~~~~~~~~~~');
  assert.match(reason ?? '', /^ {2}\S/);
  assert.match(out, /\n {2}fs\/warn\.c:4:13: .+\n/, 'related places');
  assert.match(out, /\n1 warning(, \d+ hints? hidden \(--level hint shows them\))? in 1 file\n/);
  assert.match(out, /\nread as Linux 6\.0 - 6\.1: .*PAGE_MAPPING_DAX_COW.*\n$/);
});

test('hints are counted, and shown with their level', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const quiet = runCli(['check', 'fs/hint.c'], tree.path);
  assert.equal(quiet.status, 0);
  assert.match(quiet.out, /^nothing found, 1 hint hidden \(--level hint shows them\) in 1 file\n/);
  const loud = runCli(['check', '--level', 'hint', 'fs/hint.c'], tree.path);
  assert.equal(loud.status, 1);
  assert.match(loud.out, /^fs\/hint\.c:6:\d+: hint: .+\[mapping-implies-page-cache\]/);
  assert.match(loud.out, /\n1 hint in 1 file\n/);
});

test('paths are printed as they were given', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const first = (args: readonly string[], cwd = tree.path): string =>
    runCli(['check', '--format', 'gcc', ...args], cwd).out.split(':')[0] ?? '';
  assert.equal(first([]), 'fs/warn.c');
  assert.equal(first(['.']), 'fs/warn.c');
  assert.equal(first(['fs']), 'fs/warn.c');
  assert.equal(first(['./fs/warn.c']), './fs/warn.c');
  assert.equal(first(['..'], join(tree.path, 'include')), '../fs/warn.c');
  assert.equal(first([join(tree.path, 'fs')]), join(tree.path, 'fs/warn.c'));
  assert.equal(
    runCli(['check', '--format', 'gcc', 'fs', 'fs/warn.c', '.'], tree.path).out.match(/\n/g)?.length,
    1,
    'once',
  );
});

test('a file in no tree is read as the newest era, and that is said', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  folder.write('warn.c', WARNING);
  const text = runCli(['check', 'warn.c'], folder.path);
  assert.equal(text.status, 1);
  assert.match(
    text.out,
    /\nread as Linux 6\.17 and later: no kernel tree around it \(--tree or --era says otherwise\)\n$/,
  );
  const gcc = runCli(['check', '--format', 'gcc', 'warn.c'], folder.path);
  assert.match(gcc.out, /^warn\.c:8:6: warning: .+ \[guard-polarity\]\n$/);
  assert.match(gcc.err, /6\.17 and later/);
  assert.match(
    runCli(['check', '--era', '4.17', 'warn.c'], folder.path).out,
    /read as Linux 4\.17 - 4\.18: it was set by the user\n$/,
  );
});

test('files outside a tree can be checked as a part of it', (t) => {
  const tree = testTree();
  const folder = testFolder();
  t.after(() => {
    tree.remove();
    folder.remove();
  });
  folder.write('mine/warn.c', WARNING);
  const { status, out } = runCli(['check', '--tree', tree.path, 'mine'], folder.path);
  assert.equal(status, 1);
  assert.match(out, /^mine\/warn\.c:8:6: /);
  assert.match(out, /read as Linux 6\.0 - 6\.1: /);
  const wrong = runCli(['check', '--tree', folder.path, 'mine'], folder.path);
  assert.equal(wrong.status, 2);
  assert.match(wrong.err, /^daxlint: \S+ is not the root of a kernel tree: .+\n$/);
});

test('a file with a syntax error gives its findings and a note that names the lines', (t) => {
  const tree = testTree({
    'fs/broken.c': `${WARNING}\nint broken(struct page *page)\n{\n\tif (((page->mapping\n\t\treturn 1;;; ] = %;\n\treturn 0;\n}\n`,
  });
  t.after(() => tree.remove());
  const { status, out } = runCli(['check', 'fs/broken.c'], tree.path);
  assert.equal(status, 1);
  assert.match(out, /^fs\/broken\.c:8:6: warning: /);
  assert.match(out, /\nfs\/broken\.c:\d+: note: lines? \d+( to \d+)? not analysed: /);
});

test('an empty file holds nothing', (t) => {
  const tree = testTree({ 'fs/empty.c': '' });
  t.after(() => tree.remove());
  assert.deepEqual(runCli(['check', '--format', 'gcc', 'fs/empty.c'], tree.path), { status: 0, out: '', err: '' });
  assert.match(runCli(['check', 'fs/empty.c'], tree.path).out, /^nothing found in 1 file\n/);
});

test('a binary file is refused by name and skipped in a folder', (t) => {
  const tree = testTree({ ...FILES, 'fs/binary.c': new Uint8Array([1, 0, 2, 0]) });
  t.after(() => tree.remove());
  const named = runCli(['check', 'fs/warn.c', 'fs/binary.c'], tree.path);
  assert.deepEqual(named, {
    status: 2,
    out: '',
    err: 'daxlint: fs/binary.c is a binary file (it holds NUL bytes); name C source\n',
  });
  const met = runCli(['check', 'fs'], tree.path);
  assert.equal(met.status, 1);
  assert.match(met.out, / in 3 files, 1 binary file skipped\n/);
});

test('a folder without C files is no fault, but said', (t) => {
  const tree = testTree();
  t.after(() => tree.remove());
  mkdirSync(join(tree.path, 'docs'));
  const { status, out, err } = runCli(['check', 'docs'], tree.path);
  assert.equal(status, 0);
  assert.match(out, /^nothing found in 0 files\n/);
  assert.equal(err, 'daxlint: docs holds no .c or .h file: nothing to check\n');
});

test('a path that is not there ends with status 2 before anything is printed', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  for (const path of ['none.c', 'fs/none', 'fs/warn.c/x']) {
    const { status, out, err } = runCli(['check', 'fs/warn.c', path], tree.path);
    assert.equal(status, 2);
    assert.equal(out, '');
    assert.match(err, new RegExp(`^daxlint: ${path} does not exist.*; name a C file or a folder\n$`));
  }
  assert.match(runCli(['check', '/dev/null'], tree.path).err, /is neither a file nor a folder/);
});

test('a file that may not be read', { skip: process.getuid?.() === 0 }, (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  chmodSync(join(tree.path, 'fs/clean.c'), 0);
  assert.equal(runCli(['check', 'fs/clean.c'], tree.path).status, 2);
  const met = runCli(['check', 'fs'], tree.path);
  assert.equal(met.status, 1);
  assert.match(met.err, /^daxlint: fs\/clean\.c may not be read \(permission denied\)\n$/);
});

test('a broken link met in a folder is reported and does not stop the rest', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  symlinkSync('nowhere.c', join(tree.path, 'fs/link.c'));
  const { status, err } = runCli(['check', 'fs'], tree.path);
  assert.equal(status, 1);
  assert.equal(err, 'daxlint: fs/link.c is a symbolic link that leads nowhere\n');
});

test('JSON is one versioned object', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const { status, out, err } = runCli(['check', '--format', 'json', '--level', 'hint', 'fs'], tree.path);
  assert.equal(status, 1);
  assert.equal(err, '');
  const report = JSON.parse(out);
  assert.equal(report.version, 1);
  const findings: readonly { readonly file: string; readonly severity: string; readonly rule: string }[] =
    report.findings;
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'warning').map(({ file, rule }) => [file, rule]),
    [['fs/warn.c', 'guard-polarity']],
  );
  assert.equal(findings[0]?.file, 'fs/hint.c');
  assert.equal(report.summary.hints, findings.length - 1);
  assert.deepEqual(
    report.trees.map((one: { label: string; by: string }) => [one.label, one.by]),
    [['6.0 - 6.1', 'probe']],
  );
  assert.equal(report.summary.files, 3);
});

test('SARIF has the rules, relative places and what they relate to', (t) => {
  const tree = testTree({ 'fs/a b%.c': WARNING });
  t.after(() => tree.remove());
  const { status, out } = runCli(['check', '--format', 'sarif', 'fs'], tree.path);
  assert.equal(status, 1);
  const log: Log = JSON.parse(out);
  assert.equal(log.version, '2.1.0');
  const run = log.runs[0];
  assert.equal(run?.columnKind, 'utf16CodeUnits');
  const result = run?.results?.[0];
  const rule = run?.tool.driver.rules?.[result?.ruleIndex ?? -1];
  assert.equal(rule?.id, 'guard-polarity');
  assert.ok((rule?.help?.text.length ?? 0) > 40);
  const place = result?.locations?.[0]?.physicalLocation;
  assert.deepEqual(place?.artifactLocation, { uri: 'fs/a%20b%25.c', uriBaseId: '%SRCROOT%' });
  assert.deepEqual(place?.region, { startLine: 8, startColumn: 6, endLine: 8, endColumn: 34 });
  assert.equal(result?.relatedLocations?.[0]?.physicalLocation?.region?.startLine, 4);
});

test('colours are for terminals, and the environment has the last word', (t) => {
  const tree = testTree(FILES);
  t.after(() => tree.remove());
  const colored = (env: NodeJS.ProcessEnv): boolean =>
    runCli(['check', 'fs/warn.c'], tree.path, env).out.includes('\u001b[');
  assert.equal(colored({}), false);
  assert.equal(colored({ FORCE_COLOR: '1' }), true);
  assert.equal(colored({ FORCE_COLOR: '0' }), false);
  assert.equal(colored({ FORCE_COLOR: '1', NO_COLOR: '1' }), false);
  assert.equal(colored({ FORCE_COLOR: '1', NO_COLOR: '' }), true);
});

test('tabs, wide characters and control characters keep the carets in place', (t) => {
  const odd = WARNING.replace('\tif (!IS_DAX', '\t/* 漢\u001b[31m */ if (!IS_DAX');
  const tree = testTree({ 'fs/odd.c': odd });
  t.after(() => tree.remove());
  const [, source, carets] = runCli(['check', 'fs/odd.c'], tree.path).out.split('\n');
  assert.equal(source, '    8 |         /* 漢\ufffd[31m */ if (!IS_DAX(page->mapping->host))');
  assert.equal(carets?.indexOf('^'), (source ?? '').indexOf('!IS_DAX') + 1, 'one wide character before');
});

test('the number of jobs changes nothing', (t) => {
  const files = Object.fromEntries(
    Array.from({ length: 90 }, (_, i) => [`fs/f${i}.c`, [CLEAN, HINT, WARNING][i % 3] ?? '']),
  );
  const tree = testTree(files);
  t.after(() => tree.remove());
  const outputs = ['1', '2', '5'].map(
    (jobs) => runCli(['check', '--format', 'json', '--level', 'hint', '--jobs', jobs], tree.path).out,
  );
  assert.equal(outputs[0], outputs[1]);
  assert.equal(outputs[0], outputs[2]);
  assert.ok((outputs[0]?.length ?? 0) > 10_000);
});
