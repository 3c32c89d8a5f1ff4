/** `--what-if`: what an overlay changes, what it leaves alone, how it is named, and what is refused. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Log } from 'sarif';
import { eraOfRelease } from '../../server/src/kernel/eras.ts';
import { KINDS } from '../../server/src/kernel/kinds.ts';
import { FIELDS, matrixOf } from '../../server/src/kernel/matrix.ts';
import { shippedOverlays } from '../../server/src/store/overlays.ts';
import { testFolder } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));
const MAPPING_SET = '2017-mapping-set-for-dax';
const PAGE_INODE = '2017-page-inode-instead';
const SHARED_NULL = '2025-shared-is-null';
const MARKER = '2022-shared-marker-0x1';

interface Report {
  readonly whatIf?: { readonly name: string; readonly title: string };
  readonly findings: readonly {
    readonly file: string;
    readonly line: number;
    readonly rule: string;
    readonly message: string;
  }[];
  readonly trees: readonly { readonly label: string; readonly whatIfNotes?: readonly string[] }[];
}

function check(...args: readonly string[]): Report {
  const { out, err } = runCli(['check', '--format', 'json', '--level', 'hint', ...args], SAMPLE);
  assert.notEqual(out, '', err);
  return JSON.parse(out);
}

function rulesOf({ findings }: Report, file: string): readonly string[] {
  return findings.filter((finding) => finding.file === file).map(({ rule, line }) => `${line} ${rule}`);
}

test('with mapping set for DAX the dirty handler of a filesystem of 4.15 is found, and without it is not', () => {
  const handler = '39 mapping-implies-page-cache';
  for (const jobs of ['1', '2']) {
    const before = check('--era', '4.15', '--jobs', jobs);
    const after = check('--era', '4.15', '--jobs', jobs, '--what-if', MAPPING_SET);
    assert.ok(!rulesOf(before, 'fs/heronfs/aops.c').includes(handler));
    assert.ok(rulesOf(after, 'fs/heronfs/aops.c').includes(handler));
    assert.equal(before.whatIf, undefined);
    assert.equal(after.whatIf?.name, MAPPING_SET);
    assert.deepEqual(
      after.trees.map(({ label }) => label),
      [`4.14 - 4.16 under ${MAPPING_SET}`],
    );
  }
});

test('with page->inode the member is there, and is wrong where it is followed on any page', () => {
  const rules = rulesOf(check('fs/heronfs/busy.c', '--era', '4.15', '--what-if', PAGE_INODE), 'fs/heronfs/busy.c');
  assert.deepEqual(rules, ['26 page-inode-is-a-field']);
});

test('with NULL for shared pages nothing follows 0x1, and a test for NULL is wrong on them', () => {
  const messages = ({ findings }: Report): string => findings.map(({ message }) => message).join('\n');
  assert.match(messages(check()), /is 0x1 on shared/);
  assert.doesNotMatch(messages(check()), /NULL on live shared/);
  assert.doesNotMatch(messages(check('--what-if', SHARED_NULL)), /0x1/);
  assert.match(messages(check('--what-if', SHARED_NULL)), /NULL on live shared/);
});

test('a marker is met in an era without such pages only because the overlay introduces them', () => {
  assert.doesNotMatch(JSON.stringify(check('--era', '5.16')), /0x1/);
  assert.match(JSON.stringify(check('--era', '5.16', '--what-if', MARKER)), /is 0x1 on shared FS-DAX pages/);
  const [tree] = check('--era', '5.16', '--what-if', SHARED_NULL).trees;
  assert.match(tree?.whatIfNotes?.join('\n') ?? '', /is meant for .*\n.*no shared FS-DAX pages.*does not introduce/);
});

test('an overlay that states what is true changes nothing but the name of the era', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  for (const release of ['4.15', '6.1', '6.15'] as const) {
    const era = eraOfRelease(release);
    assert.ok(era !== undefined);
    const matrix = matrixOf(era.id);
    const cells = KINDS.filter((kind) => matrix.row(kind).exists).flatMap((kind) =>
      FIELDS.map((field) => ({ kinds: [kind], field, values: matrix.cell(kind, field).values })),
    );
    const path = join(folder.path, 'same.json');
    writeFileSync(path, JSON.stringify({ name: 'same', title: 'all is true', story: 'for a test', cells }));
    const before = check('--era', release);
    const after = check('--era', release, '--what-if', path);
    assert.equal(after.whatIf?.name, 'same');
    assert.equal(JSON.stringify(after.findings).replaceAll(' under same', ''), JSON.stringify(before.findings));
  }
});

test('every output names the overlay', () => {
  const run = (...args: readonly string[]): string => runCli([...args, '--what-if', SHARED_NULL], SAMPLE).out;
  const named = /what if page->mapping of a DAX page .* is NULL \(2025-shared-is-null\)/;
  assert.match(
    run('check', 'fs'),
    new RegExp(`read as Linux 6\\.0 - 6\\.1 under ${SHARED_NULL}: .*\n${named.source}\n$`),
  );
  const sarif: Log = JSON.parse(run('check', '--format', 'sarif'));
  assert.equal(sarif.runs[0]?.properties?.['whatIf']?.name, SHARED_NULL);
  const gcc = runCli(['check', '--format', 'gcc', '--what-if', SHARED_NULL], SAMPLE);
  assert.match(gcc.err, named);
  const summary = JSON.parse(run('ledger').trimEnd().split('\n').at(-1) ?? '');
  assert.equal(summary.whatIf, SHARED_NULL);
  assert.match(run('ledger', '--format', 'table'), /what if 2025-shared-is-null\n$/);
  assert.match(run('explain', 'mm/poison.c:33'), named);
  assert.doesNotMatch(run('explain', 'mm/poison.c:33'), /0x1/);
});

test('a bad overlay is refused with its line, its word and the nearest valid word', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const path = join(folder.path, 'bad.json');
  const refused = (text: string | undefined, ...args: readonly string[]): string => {
    if (text === undefined) rmSync(path, { force: true });
    else writeFileSync(path, text);
    const { status, out, err } = runCli([...args, '--what-if', 'bad.json'], folder.path);
    assert.deepEqual([status, out], [2, '']);
    assert.equal(err.match(/\n/g)?.length, 1);
    return err;
  };
  const cell = '{"kinds": ["fsdx"],\n"field": "mapping", "values": ["null"]}';
  const text = `{"name": "x", "title": "t",\n"story": "s",\n"cells": [${cell}]}`;
  const words = 'daxlint: the overlay bad.json, line 3: "fsdx" is no kind; the nearest is "fsdax"\n';
  assert.equal(refused(text, 'check', SAMPLE), words);
  assert.equal(refused(text, 'ledger', SAMPLE), words);
  assert.equal(refused(text, 'explain', join(SAMPLE, 'mm/poison.c:33')), words);
  assert.match(refused('{"name": "x",}', 'check', SAMPLE), /line 1: is no JSON/);
  assert.match(
    refused(undefined, 'check', SAMPLE),
    /there is no overlay bad\.json, and no such file; shipped are 2017-/,
  );
  assert.match(refused('\0', 'check', SAMPLE), /binary file/);
  const near = runCli(['check', '--what-if', '2025-shared-is-nul'], SAMPLE).err;
  assert.match(near, /the nearest that is shipped is 2025-shared-is-null\n$/);
  assert.match(
    runCli(['explain', 'era', '--what-if', SHARED_NULL], SAMPLE).err,
    /--what-if is for a field, a helper or a place/,
  );
});

test('every overlay that is shipped works by its name, in the bundle too', () => {
  for (const name of shippedOverlays()) {
    assert.equal(check('mm', '--what-if', name).whatIf?.name, name);
    const { out } = runCli(['explain', name], SAMPLE);
    assert.match(out, new RegExp(`^what if .*\\(${name}\\)\n(?:.*20\\d\\d|[^]*commit)[^]*\n\nmapping of `));
  }
});
