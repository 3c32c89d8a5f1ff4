/** The formats for programs are what their schemas and readers say that they are. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { default as Ajv4 } from 'ajv-draft-04';
import { default as addFormats } from 'ajv-formats';
import type { Log, Result } from 'sarif';
import { gitTree } from './git-tree.ts';
import { runCli } from './run-cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

const sarif = (() => {
  const ajv = new Ajv4({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
})();

function schema(name: string): ValidateFunction {
  const text = readFileSync(join(ROOT, `docs/schemas/${name}.schema.json`), 'utf8');
  return new Ajv({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(text));
}

function assertValid(validate: ValidateFunction, value: unknown): void {
  const isValid = validate(value);
  assert.deepEqual(isValid ? [] : validate.errors, []);
}

/** The sample tree under git, and a copy of a file that is broken in one more place. */
function sample(t: { after: (end: () => void) => void }): ReturnType<typeof gitTree> {
  const folder = join(ROOT, 'test/sample-tree');
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const paths = runCli(['ledger', '--field', 'all', folder], ROOT)
    .out.split('\n')
    .flatMap((line) => (line.startsWith('{"file"') ? [(JSON.parse(line) as { file: string }).file] : []));
  const headers = [
    'types',
    'kernel',
    'mm_types',
    'memremap',
    'fs',
    'page-flags',
    'mm',
    'buffer_head',
    'pagemap',
    'dax',
    'bvec',
  ];
  const names = new Set([
    ...paths,
    ...headers.map((name) => `include/linux/${name}.h`),
    'fs/dax.c',
    'Makefile',
    'fs/heronfs/heronfs.h',
  ]);
  const tree = gitTree(Object.fromEntries([...names].map((path) => [path, read(path)])));
  t.after(() => tree.remove());
  return tree;
}

function log(tree: ReturnType<typeof gitTree>, ...args: readonly string[]): Log {
  const { out, err } = runCli([...args, '--format', 'sarif'], tree.path);
  assert.notEqual(out, '', err);
  return JSON.parse(out) as Log;
}

function results(of: Log): readonly Result[] {
  return of.runs[0]?.results ?? [];
}

test('SARIF validates, and has what code scanning reads', (t) => {
  const tree = sample(t);
  tree.write('drivers/odd name/ü.c', tree.read('drivers/egret/dma.c'));
  const whole = log(tree, 'check', '--level', 'hint');
  assertValid(sarif, whole);
  assert.ok(results(whole).length > 10);
  const rules = whole.runs[0]?.tool.driver.rules ?? [];
  for (const { ruleId, ruleIndex, locations, level } of results(whole)) {
    assert.equal(rules[ruleIndex ?? -1]?.id, ruleId);
    const { uri = '', uriBaseId } = locations?.[0]?.physicalLocation?.artifactLocation ?? {};
    assert.match(uri, /^[a-z][\w%./-]*\.[ch]$/, 'relative, and encoded');
    assert.equal(uriBaseId, '%SRCROOT%');
    assert.ok(level === 'warning' || level === 'note');
  }
  for (const { help, shortDescription, helpUri } of rules) {
    assert.ok(help?.markdown !== undefined && help.text !== '' && shortDescription?.text !== '', helpUri);
  }
  const prints = results(whole).map(
    ({ partialFingerprints, locations }) =>
      `${locations?.[0]?.physicalLocation?.artifactLocation?.uri} ${partialFingerprints?.['daxlint/v2']}`,
  );
  assert.equal(new Set(prints).size, prints.length, 'each finding of a file has a fingerprint of its own');
  const flows = results(whole).flatMap(({ codeFlows }) => codeFlows ?? []);
  assert.ok(flows.length > 0 && flows.every(({ threadFlows }) => (threadFlows[0]?.locations.length ?? 0) > 1));
});

test('SARIF of a patch and of a baseline validate', (t) => {
  const tree = sample(t);
  tree.write(
    'mm/poison.c',
    tree
      .read('mm/poison.c')
      .replace('mapping = READ_ONCE', 'if (is_zone_device_page(page))\n\t\treturn -EBUSY;\n\tmapping = READ_ONCE'),
  );
  const patch = log(tree, 'patch');
  assertValid(sarif, patch);
  assert.deepEqual(
    results(patch).map(({ baselineState, ruleId }) => [baselineState, ruleId]),
    [['absent', 'mapping-is-a-pointer']],
  );
  runCli(['check', '--baseline', 'known.json', '--update-baseline'], tree.path);
  const known = log(tree, 'check', '--baseline', 'known.json');
  assertValid(sarif, known);
  assert.ok(results(known).length > 5 && results(known).every(({ suppressions }) => suppressions?.length === 1));
});

test('JSON is as its documented schemas say', (t) => {
  const tree = sample(t);
  const check = (...args: readonly string[]): unknown =>
    JSON.parse(runCli(['check', '--format', 'json', ...args], tree.path).out);
  assertValid(schema('check'), check('--level', 'hint'));
  assertValid(schema('check'), check('--what-if', '2017-mapping-set-for-dax', '--era', '4.15'));
  runCli(['check', '--baseline', 'known.json', '--update-baseline'], tree.path);
  assertValid(schema('baseline'), JSON.parse(tree.read('known.json')));
  tree.write('mm/poison.c', 'int nothing;\n');
  assertValid(schema('check'), check('--baseline', 'known.json'));
  const patch: unknown = JSON.parse(runCli(['patch', '--format', 'json'], tree.path).out);
  assertValid(schema('patch'), patch);
  assert.equal(schema('patch')({ version: 2 }), false, 'the schema can tell');
});

/** How programs read the lines of a compiler: the regular expressions are those that they ship. */
const READERS: Readonly<Record<string, RegExp>> = {
  "VS Code's $gcc": /^(.*):(\d+):(\d+):\s+(?:fatal\s+)?(warning|error|note):\s+(.*)$/,
  "vim's errorformat %f:%l:%c:%m": /^([^:]+):(\d+):(\d+):(.*)$/,
  "Emacs' gnu": /^([^\n:]+?):(\d+)(?:[.:](\d+))?: *(?:(warning|note|error)\b)?.*/,
};

test('the gcc format is what editors read', (t) => {
  const tree = sample(t);
  for (const args of [['check', '--level', 'hint'], ['patch', 'HEAD', '--level', 'hint'], ['patch']]) {
    if (args.includes('patch') && args.includes('HEAD')) tree.commit('nothing to see');
    const { out } = runCli([...args, '--format', 'gcc'], tree.path);
    for (const line of out.split('\n').filter((each) => each !== ''))
      for (const [reader, pattern] of Object.entries(READERS)) assert.match(line, pattern, reader);
    if (args[0] === 'check') assert.ok(out.split('\n').length > 10);
    tree.write(
      'mm/filepage.c',
      `${tree.read('mm/filepage.c')}\n${tree.read('mm/filepage.c').replaceAll('pagecache_page', 'other_page')}`,
    );
  }
});
