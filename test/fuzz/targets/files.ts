/** The files that daxlint reads beside C, and those that it writes: patches, mails, baselines, overlays, settings, caches. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { applied } from '../../../server/src/change/apply.ts';
import { filePatches } from '../../../server/src/change/file-patch.ts';
import { diffText, filesOf } from '../../../server/src/change/quoted-diff.ts';
import { Refused } from '../../../server/src/change/refused.ts';
import { patchesIn } from '../../../server/src/change/series.ts';
import { readBaseline, writeBaseline } from '../../../server/src/cli/baseline.ts';
import { Trouble } from '../../../server/src/cli/exit-status.ts';
import { renderHtml } from '../../../server/src/cli/reporters/html.ts';
import { matrixOf } from '../../../server/src/kernel/matrix.ts';
import { ERAS } from '../../../server/src/kernel/eras.ts';
import { KINDS } from '../../../server/src/kernel/kinds.ts';
import { FIELDS } from '../../../server/src/kernel/matrix.ts';
import { overlaid, overlayNotes } from '../../../server/src/kernel/overlaid.ts';
import type { ReportData } from '../../../server/src/report/data.ts';
import { parseOverlay } from '../../../server/src/model/overlay-file.ts';
import { parseSettings, SETTINGS } from '../../../server/src/model/settings.ts';
import { rules } from '../../../server/src/rules/index.generated.ts';
import { decode } from '../../../server/src/store/bytes.ts';
import { readKept } from '../../../server/src/store/kept-file.ts';
import { parseMaintainers } from '../../../server/src/store/maintainers.ts';
import { printable, printablePath } from '../../../server/src/cli/printable.ts';
import { C_WORDS, cFile } from '../kernel-c.ts';
import { type Random, Random as Numbers, seedOf } from '../random.ts';
import { filesBelow } from '../seed-files.ts';
import { holds, same, type Target } from '../target.ts';

const FOLDER = join(tmpdir(), 'daxlint-fuzz');
const ruleIds = rules.map(({ id }) => id);

/** The tree that patches are applied to. */
const TREE: Readonly<Record<string, string>> = {
  'fs/a.c': 'int a(void)\n{\n\treturn 1;\n}\n',
  'fs/b.c': 'int b;\n\nint c;\n',
  'mm/crlf.c': 'int d;\r\nint e;\r\n',
  'no-end.c': 'int f;',
};

type Reader = (text: string) => void | Promise<void>;

/** What reads the rest of an input, by its first line. */
const READERS: Readonly<Record<string, Reader>> = {
  patch(text) {
    const patches = filePatches(text, (path) => path in TREE);
    for (const { before, after } of patches)
      for (const path of [before, after]) {
        if (path === undefined) continue;
        const parts = path.split('/');
        holds(
          !path.startsWith('/') && !parts.includes('..') && !parts.includes('.git'),
          () => `${path} leaves the tree`,
        );
      }
    const texts = applied(patches, (path) => TREE[path]);
    for (const [path, after] of texts) {
      const before = TREE[path];
      if (before === after) continue;
      const once = applied(
        filePatches(diffText(path, before, after), (name) => name in TREE),
        (name) => TREE[name],
      );
      if (plain(path)) same(once.get(path), after, `${path} after a diff that was written here`);
    }
    filesOf(
      text,
      (name) => name,
      (path) => texts.get(path),
    );
  },
  async mail(text) {
    const patches = await patchesIn([{ name: 'x.mbox', bytes: Buffer.from(text, 'latin1') }]);
    for (const patch of patches) await READERS['patch']?.(patch.text);
  },
  baseline(text) {
    const path = inFolder('baseline.json', text);
    const entries = readBaseline(path);
    writeBaseline(path, entries);
    const again = readBaseline(path);
    same([...again].sort(byText), [...entries].sort(byText), 'a baseline that was written and read');
  },
  overlay(text) {
    const parsed = parseOverlay(text);
    if ('problems' in parsed) {
      holds(parsed.problems.length > 0, () => 'an overlay is refused without a reason');
      return;
    }
    for (const { id } of ERAS) {
      const matrix = overlaid(matrixOf(id), parsed.overlay);
      for (const kind of KINDS) for (const field of FIELDS) matrix.cell(kind, field);
      overlayNotes(matrixOf(id), parsed.overlay);
    }
  },
  settings(text) {
    let value: unknown = text;
    try {
      value = JSON.parse(text);
    } catch {
      // What is no JSON is a setting as well.
    }
    const { settings } = parseSettings(value, ruleIds);
    same(parseSettings(settings, ruleIds).problems, [], 'problems of settings that were read');
  },
  maintainers(text) {
    const { subsystemOf } = parseMaintainers(text);
    for (const path of ['fs/dax.c', 'mm/truncate.c', 'Makefile', '', 'drivers/gpu/drm/i915/gem/i915_gem_object.c'])
      subsystemOf(path);
  },
  cache(text) {
    const bytes = text.length % 3 === 0 ? Buffer.from(text, 'latin1') : gzipSync(text);
    const random = new Numbers(seedOf(text));
    if (text.length % 3 === 1) bytes[random.below(bytes.length)] = random.below(256);
    readKept(inFolder('kept.gz', bytes));
  },
  page(text) {
    const data = dataOf(text);
    const html = pageOf(data, text);
    const [, json = ''] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(html) ?? [];
    same(JSON.parse(json), JSON.parse(JSON.stringify(data)), 'the data of the page');
    holds(tagsIn(html) === tagsIn(pageOf(dataOf(''), '')), () => 'a text became markup');
  },
  print(text) {
    // oxlint-disable-next-line no-control-regex
    const steers = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e]/;
    holds(!steers.test(printable(text)), () => 'a text steers the terminal');
    holds(!steers.test(printablePath(text)) && !printablePath(text).includes('\t'), () => 'a path steers the terminal');
    decode(Buffer.from(text, 'latin1'));
    decode(Buffer.from(text, 'utf16le'));
  },
};

/** The target `files`. */
export const files: Target = {
  name: 'files',
  what: 'patches, mails, baselines, overlays, settings, MAINTAINERS, caches on disk, what is printed and the page',
  seeds: () => SEEDS.map(([kind, text]) => `${kind}\n${text}`),
  words: [
    ...C_WORDS.slice(-20),
    ...SETTINGS.map(({ key }) => `"${key}": `),
    ...ruleIds.slice(0, 6).map((id) => `"${id}": "off",`),
    '--- a/fs/a.c\n+++ b/fs/a.c\n',
    '--- /dev/null\n+++ b/../x.c\n',
    'diff --git a/fs/a.c b/fs/b.c\n',
    'rename from fs/a.c\nrename to fs/../../b.c\n',
    'new file mode 120000\n',
    'GIT binary patch\nliteral 0\n',
    '@@ -1,4 +1,4 @@\n',
    '@@ -0,0 +1 @@\n',
    '\\ No newline at end of file\n',
    'From x Mon Sep 17 00:00:00 2001\n',
    'Subject: [PATCH v2 2/3] =?utf-8?B?w7w=?=\n',
    'Content-Transfer-Encoding: quoted-printable\n',
    'Content-Type: multipart/mixed; boundary="b"\n',
    '--b\n',
    '{"kinds": ["fsdax"], "field": "mapping", "values": ["null"]}',
    '"introduces": {}',
    'F:\tfs/*\n',
    'N:\tdax\n',
    'X:\t[^a-z]+(\n',
  ],
  make: (random) => random.pick(Object.keys(READERS)) + '\n' + made(random),
  async run(input) {
    mkdirSync(FOLDER, { recursive: true });
    const end = input.indexOf('\n');
    const kind = input.slice(0, Math.max(0, end)).trim();
    const read = Object.hasOwn(READERS, kind) ? READERS[kind] : READERS['patch'];
    try {
      await read?.(input.slice(end + 1));
    } catch (error) {
      // One line for the user is what they are to get.
      if (!(error instanceof Refused || error instanceof Trouble)) throw error;
      holds(error.message !== '' && !/[\n\r]/.test(printablePath(error.message)), () => `no line: ${error.message}`);
    }
  },
};

function dataOf(text: string): ReportData {
  const gap = { file: text, line: 1, endLine: 1, subsystem: text, why: text };
  return { verdicts: [{ name: 'hazard', meaning: text }], rules: {}, rows: [], gaps: [gap] };
}

function pageOf(data: ReportData, text: string): string {
  const verdicts = { hazard: 1, latent: 0, safe: 0, 'dax-code': 0, undecided: 0, 'not-parsed': 0 };
  const counts = { sites: 1, suppressed: 0, gaps: 1, filesRead: 1, filesAnalysed: 1, filesSkipped: 0 };
  const summary = { summary: true, era: text, whatIf: text, whatIfNotes: [text], verdicts, ...counts } as const;
  return renderHtml(
    data,
    { tree: text, summary: { ...summary, milliseconds: 1, peakMemory: 1 } },
    { script: '', style: '' },
  );
}

function tagsIn(html: string): number {
  return [...html.matchAll(/<[/a-z!]/gi)].length;
}

function made(random: Random): string {
  const before = cFile(random);
  return diffText(
    random.pick(Object.keys(TREE)),
    random.oneIn(2) ? undefined : before,
    random.oneIn(4) ? undefined : cFile(random),
  );
}

const DIFF = `diff --git a/fs/a.c b/fs/a.c
index 1..2 100644
--- a/fs/a.c
+++ b/fs/a.c
@@ -1,4 +1,5 @@
 int a(void)
 {
+\tx();
 \treturn 1;
 }
--- a/fs/b.c
+++ b/fs/b.c
@@ -1,3 +1,2 @@
 int b;
-
 int c;
diff --git a/no-end.c b/moved.c
similarity index 100%
rename from no-end.c
rename to moved.c
`;

const MAIL = `From 0123 Mon Sep 17 00:00:00 2001
From: =?UTF-8?q?J=C3=BC?= <j@example.org>
Date: Mon, 1 Jan 2024 10:00:00 +0000
Subject: [PATCH 1/2] fs: a
 thing
Message-Id: <1@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit

What it does.
---
${DIFF}
-- 
2.40.0
`;

const ENTRY =
  '{"fingerprint":"0123","rule":"mapping-is-a-pointer","file":"fs/a.c","function":"a","message":"m","reason":"r"}';

const SEEDS: readonly (readonly [string, string])[] = [
  ['patch', DIFF],
  ['mail', MAIL],
  ['mail', `${MAIL}\n${MAIL.replace('1/2', '2/2')}`],
  [
    'mail',
    MAIL.replace('text/plain; charset=UTF-8', 'multipart/mixed; boundary="b"').replace(
      'What it does.',
      '--b\nContent-Type: text/x-patch\n\nWhat',
    ),
  ],
  ['baseline', `{"tool":"daxlint","baseline":1,"entries":[${ENTRY},${ENTRY}]}`],
  ...overlays().map((text) => ['overlay', text] as const),
  [
    'settings',
    '{"daxlint":{"enable":true,"era":"6.1","level":"hint","rules":{"mapping-is-a-pointer":"off"},"trace":{"server":"off"}}}',
  ],
  ['settings', '{"era":"7.x","rules":{"maping":"error"},"level":"loud","tree":1,"whatIf":null}'],
  [
    'maintainers',
    'DAX\nM:\tA <a@b>\nF:\tfs/dax.c\nF:\tinclude/linux/*dax*\nX:\tfs/x/\nN:\t[^a-z]dax\nK:\tdax_\n\nTHE REST\nF:\t*\nF:\t*/\n',
  ],
  ['cache', '{"made":"x","headers":[],"files":{"fs/a.c":{"size":1,"changed":2,"holdsSite":true}}}'],
  ['page', 'fs/</script><script>alert(1)</script>"\'&<!--\u2028.c'],
  ['print', 'a\u001b[31m\tb\u0000\r\n\u202e.c'],
];

function overlays(): readonly string[] {
  return filesBelow('../server/overlays', '.json');
}

function inFolder(name: string, content: string | Uint8Array): string {
  const path = join(folderOfThisThread(), name);
  writeFileSync(path, content);
  return path;
}

let own: string | undefined;

/** Several threads can fuzz at once. */
function folderOfThisThread(): string {
  own ??= mkdtempSync(join(FOLDER, 'run-'));
  // A baseline that is written leaves nothing beside itself.
  holds(!readdirSync(own).some((name) => name.endsWith('.tmp')), () => 'an unfinished file was left');
  return own;
}

/** A name that git and jsdiff write without quotes. */
function plain(path: string): boolean {
  return /^[\w./-]+$/.test(path);
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
