/** `daxlint patch` reads what mail tools save, and says what it cannot take. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CliResult, runCli } from './run-cli.ts';
import { type GitTree, gitTree } from './git-tree.ts';

/** A function that takes a set mapping of a user's page for page cache; \`name\` tells one from another. */
function open(name: string): string {
  return `#include <linux/mm.h>

int ${name}(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return 0;
	if (page->mapping)
		delete_from_page_cache(page);
	return 1;
}
`;
}

const GUARD = '\tif (is_zone_device_page(page))\n\t\treturn 0;\n\tif (page->mapping)';

function guarded(name: string): string {
  return open(name).replace('\tif (page->mapping)', GUARD);
}

interface Report {
  readonly steps: readonly {
    readonly title: string;
    readonly introduced: readonly unknown[];
    readonly fixed: readonly unknown[];
    readonly changed: readonly string[];
  }[];
}

function patch(tree: GitTree, input: string | Uint8Array, args: readonly string[] = []): CliResult {
  const file = tree.write('.git/input.mbox', input);
  const result = runCli(['patch', ...args, file], tree.path);
  tree.delete('.git/input.mbox');
  return result;
}

function steps(tree: GitTree, input: string | Uint8Array): readonly string[] {
  const { out, err } = patch(tree, input, ['--each', '--format', 'json']);
  assert.notEqual(out, '', err);
  const report = JSON.parse(out) as Report;
  return report.steps.map(({ title, introduced, fixed, changed }) =>
    `${title}: +${introduced.length} -${fixed.length} ${changed.join(' ')}`.trim(),
  );
}

/** A tree whose history breaks one file, mends it, and renames it; and that history as an mbox, over its first state. */
function history(...options: readonly string[]): { readonly tree: GitTree; readonly mbox: string } {
  const tree = gitTree({ 'fs/a.c': guarded('a'), 'fs/b.c': open('b') });
  tree.write('fs/a.c', open('a'));
  tree.commit('fs: a: break it — with an umlaut: ü');
  tree.write('fs/b.c', guarded('b'));
  tree.write('Documentation/b.rst', 'From here on it is right.\n');
  tree.write('logo.png', new Uint8Array([0, 1, 2, 3, 255]));
  tree.commit('fs: b: mend it');
  tree.git('mv', 'fs/a.c', 'fs/c.c');
  tree.write('fs/new.c', open('new'));
  tree.commit('fs: rename a to c, and add one');
  const mbox = tree.git('format-patch', '--stdout', '--binary', '--cover-letter', ...options, 'HEAD~3');
  tree.git('reset', '--quiet', '--hard', 'HEAD~3');
  return { tree, mbox };
}

const EXPECTED = [
  'fs: a: break it — with an umlaut: ü: +1 -0 fs/a.c',
  'fs: b: mend it: +0 -1 fs/b.c',
  'fs: rename a to c, and add one: +1 -0 fs/a.c fs/c.c fs/new.c',
];

test('a series is taken patch by patch, without its cover letter, with renames, new and binary files', (t) => {
  const { tree, mbox } = history();
  t.after(() => tree.remove());
  assert.match(mbox, /0\/3\] /);
  assert.match(mbox, /GIT binary patch/);
  assert.match(mbox, /rename from fs\/a\.c/);
  assert.deepEqual(steps(tree, mbox), EXPECTED);
  const whole = JSON.parse(patch(tree, mbox, ['--format', 'json']).out) as Report;
  assert.deepEqual(
    whole.steps.map(({ title, introduced, fixed }) => [title, introduced.length, fixed.length]),
    [['3 patches', 2, 1]],
  );
  assert.equal(patch(tree, mbox).status, 1);
});

test('the order is that of the numbers, and replies, prose and older versions are left out', (t) => {
  const { tree, mbox } = history('--reroll-count=2');
  t.after(() => tree.remove());
  const mails = mbox.split(/^(?=From [0-9a-f]{40} )/m);
  assert.equal(mails.length, 4);
  const [cover = '', first = '', second = '', third = ''] = mails;
  const old = first.replace('[PATCH v2 1/3]', '[PATCH 1/3]').replaceAll('fs/a.c', 'fs/gone.c');
  const reply = second.replace(/Subject: .*/, 'Subject: Re: [PATCH v2 2/3] fs: b: mend it');
  const shuffled = [third, reply, cover, old, second, first].join('');
  assert.deepEqual(steps(tree, shuffled), EXPECTED);
  const crlf = shuffled.replaceAll('\n', '\r\n');
  assert.deepEqual(steps(tree, crlf), EXPECTED, 'with the line breaks of mail');
});

test('a mail is decoded: quoted-printable, base64, an attached patch', (t) => {
  const { tree, mbox } = history();
  t.after(() => tree.remove());
  const [, mail = ''] = mbox.split(/^(?=From [0-9a-f]{40} )/m);
  const body = mail.slice(mail.indexOf('\n\n') + 2);
  const headers = `From: =?utf-8?q?=C3=84nn?= <ann@example.org>\nSubject: [PATCH] fs: a:\n break it\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n`;
  const base64 = Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\n');
  const quoted = body.replace(/[=\u0080-\uffff]/g, (char) =>
    [...Buffer.from(char)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join(''),
  );
  const variants = {
    base64: `${headers}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${base64}\n`,
    quoted: `${headers}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n${quoted}\n`,
    attached: `${headers}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee the patch.\n--x\nContent-Type: text/x-patch; name=a.patch\nContent-Disposition: attachment; filename=a.patch\nContent-Transfer-Encoding: base64\n\n${base64}\n--x--\n`,
  };
  for (const [what, text] of Object.entries(variants))
    assert.deepEqual(steps(tree, text), ['fs: a: break it: +1 -0 fs/a.c'], what);
});

test('several files are one series', (t) => {
  const { tree, mbox } = history();
  t.after(() => tree.remove());
  const names = mbox
    .split(/^(?=From [0-9a-f]{40} )/m)
    .map((mail, at) => (tree.write(`patches/${at}.patch`, mail), `patches/${at}.patch`));
  const { out, err } = runCli(['patch', '--each', '--format', 'json', ...names.reverse()], tree.path);
  assert.notEqual(out, '', err);
  assert.deepEqual(
    (JSON.parse(out) as Report).steps.map(({ title }) => title),
    EXPECTED.map((line) => line.replace(/: \+.*/, '')),
  );
});

/** Each is refused with status 2, nothing on standard output, and one line. */
const REFUSED: Readonly<Record<string, readonly [diff: string, complaint: RegExp]>> = {
  'a hunk whose lines differ': [
    `--- a/fs/a.c
+++ b/fs/a.c
@@ -1,3 +1,4 @@
 #include <linux/mm.h>
+#include <linux/fs.h>
 
 int a(unsigned long addr)
@@ -8,4 +9,4 @@
 		return 0;
 	if (is_zone_device_page(page))
-		return 1;
+		return 2;
 	if (page->mapping)
`,
    /^daxlint: the patch ".+" does not apply: hunk 2 of 2 for fs\/a\.c \(@@ -8,4 \+9,4 @@\) is not what the file has there; lines that differ are not guessed at\n$/,
  ],
  'a context line that differs': [
    `--- a/fs/a.c
+++ b/fs/a.c
@@ -1,4 +1,5 @@
 #include <linux/mm.h>
+#include <linux/fs.h>
 
 int a(unsigned long address)
 {
`,
    /hunk 1 of 1 for fs\/a\.c/,
  ],
  'a patch that is there already': [
    `--- a/fs/b.c
+++ b/fs/b.c
@@ -1,3 +1,3 @@
-#include <linux/other.h>
+#include <linux/mm.h>
 
 int b(unsigned long addr)
`,
    /is in the tree already, as far as fs\/b\.c goes\n$/,
  ],
  'a file that is not there': [
    '--- a/fs/none.c\n+++ b/fs/none.c\n@@ -1 +1 @@\n-a\n+b\n',
    /changes fs\/none\.c, which is not in the tree\n$/,
  ],
  'a new file that is there': [
    'diff --git a/fs/b.c b/fs/b.c\nnew file mode 100644\n--- /dev/null\n+++ b/fs/b.c\n@@ -0,0 +1 @@\n+int b;\n',
    /makes fs\/b\.c, which is in the tree already\n$/,
  ],
  'a path that leaves the tree': [
    '--- a/../../etc/passwd.c\n+++ b/../../etc/passwd.c\n@@ -1 +1 @@\n-a\n+b\n',
    /names "a\/\.\.\/\.\.\/etc\/passwd\.c", which is no file of the tree\n$/,
  ],
  'an absolute path': ['--- /etc/a.c\n+++ /etc/a.c\n@@ -1 +1 @@\n-a\n+b\n', /names "\/etc\/a\.c", which is no file of/],
  'a path into .git': ['--- a/.git/x.c\n+++ b/.git/x.c\n@@ -1 +1 @@\n-a\n+b\n', /which is no file of the tree\n$/],
  'a rename out of the tree': [
    'diff --git a/fs/a.c b/../x.c\nsimilarity index 100%\nrename from fs/a.c\nrename to ../x.c\n',
    /names "b\/\.\.\/x\.c", which is no file of the tree\n$/,
  ],
  'a hunk that is cut short': [
    '--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,9 +1,9 @@\n #include <linux/mm.h>\n',
    /cannot be read as a diff: .+\n$/,
  ],
  'no diff at all': ['Hello,\n\nthis is no patch.\n', /holds no diff and no mail with one\n$/],
  'a mail without one': ['From: a@b.c\nSubject: [PATCH 0/3] cover\n\nHello.\n', /there is no mail with a diff\n$/],
};

for (const [what, [diff, complaint]] of Object.entries(REFUSED)) {
  test(`refused: ${what}`, (t) => {
    const tree = gitTree({ 'fs/a.c': guarded('a'), 'fs/b.c': open('b') });
    t.after(() => tree.remove());
    const { status, out, err } = patch(tree, diff);
    assert.deepEqual([status, out], [2, '']);
    assert.match(err, complaint);
    assert.match(err, /^daxlint: [^\n]+\n$/);
  });
}

test('a hunk may have moved, and prefixes may be others or none', (t) => {
  const lines = '/* one */\n/* two */\n/* three */\n';
  const tree = gitTree({ 'fs/a.c': `${lines}${guarded('a')}` });
  t.after(() => tree.remove());
  const hunk =
    '@@ -6,9 +6,7 @@\n \n \tif (get_user_pages_fast(addr, 1, 0, &page) != 1)\n \t\treturn 0;\n-\tif (is_zone_device_page(page))\n-\t\treturn 0;\n \tif (page->mapping)\n \t\tdelete_from_page_cache(page);\n \treturn 1;\n }\n';
  for (const [old, now] of [
    ['a/fs/a.c', 'b/fs/a.c'],
    ['linux-6.1.orig/fs/a.c\t2022-12-12 00:00:00', 'linux-6.1/fs/a.c\t2022-12-13 00:00:00'],
    ['fs/a.c', 'fs/a.c'],
    ['i/fs/a.c', 'w/fs/a.c'],
  ])
    assert.deepEqual(
      steps(tree, `A line of prose.\n\n--- ${old}\n+++ ${now}\n${hunk}`).map((step) => step.replace(/^.*: /, '')),
      ['+1 -0 fs/a.c'],
      old,
    );
});

test('the draft of a reply quotes the patch and puts what is found below its line', (t) => {
  const { tree, mbox } = history();
  t.after(() => tree.remove());
  const { status, out } = patch(tree, mbox, ['--reply']);
  assert.equal(status, 1);
  const [first = '', second = '', ...others] = out.split(/^(?=To: )/m);
  assert.equal(others.length, 0);
  assert.match(
    first,
    /^To: Ann Author <ann@example\.org>\nSubject: Re: \[PATCH 1\/3\] fs: a: break it — with an umlaut: ü\n/,
  );
  assert.match(first, /\nOn \w{3}, .+ wrote:\n> diff --git a\/fs\/a\.c b\/fs\/a\.c\n/);
  assert.match(first, /\n> @@ -6,8 \+6,6 @@ int a\(unsigned long addr\)\n/);
  assert.match(first, /\n> -\t\treturn 0;\n> {2}\tif \(page->mapping\)\n\n`page->mapping` is also set on DAX pages/i);
  assert.match(first, /\n\(daxlint: mapping-implies-page-cache\)\n\n> {2}\t\tdelete_from_page_cache\(page\);\n/);
  assert.match(second, /\n> \+\tif \(page->mapping\)\n\n/, 'a new file');
  assert.doesNotMatch(second, /rename from/, 'files of which nothing is said are left out');
  assert.ok(
    out.split('\n').every((line) => line.startsWith('>') || line.startsWith('    ') || line.length <= 78),
    'lines are not too long for a mail',
  );
});

test('a reply to a clean patch is empty', (t) => {
  const { tree, mbox } = history();
  t.after(() => tree.remove());
  const [, , mail = ''] = mbox.split(/^(?=From [0-9a-f]{40} )/m);
  const { status, out } = patch(tree, mail, ['--reply']);
  assert.deepEqual([status, out], [0, '']);
});
