/** Wrong use is answered with one line, help is help, and signals and closed pipes end the program as they should. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CLEAN, HINT, testFolder, testTree, WARNING } from '../kernel-tree.ts';
import { runCli, startCli } from './run-cli.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

test('wrong use ends with status 2 and one line that helps', () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['chek'], /unknown command 'chek'.*check/],
    [['check', '--levl', 'hint'], /unknown option '--levl'.*--level/],
    [['check', '--format', 'xml'], /text, gcc, json, sarif/],
    [['check', '--level', 'error'], /warning, hint/],
    [['check', '--jobs', '0'], /number from 1 to/],
    [['check', '--jobs', 'many'], /number from 1 to/],
    [['check', '--era', '3.10'], /since 4\.0.*inode-2017/],
    [['ledger', '--rule', 'guard-polarty'], /guard-polarity/],
    [['ledger', 'a', 'b'], /too many arguments/],
    [['explain'], /missing required argument/],
    [['server'], /--stdio/],
  ];
  for (const [args, words] of cases) {
    const { status, out, err } = runCli(args, HERE);
    assert.equal(status, 2, args.join(' '));
    assert.equal(out, '', args.join(' '));
    assert.match(err, words, args.join(' '));
    assert.match(err, /^daxlint: [^\n]+\n$/, args.join(' '));
  }
});

test('help and version are no faults, and every command is listed', () => {
  const help = runCli(['--help'], HERE);
  assert.equal(help.status, 0);
  assert.match(help.out, /check[\s\S]*fix[\s\S]*patch[\s\S]*ledger[\s\S]*explain[\s\S]*server/);
  assert.match(help.out, /Exit status: 0 /);
  assert.equal(runCli(['check', '--help'], HERE).status, 0);
  assert.match(
    runCli(['--version'], HERE).out,
    /^daxlint {2}\d+\.\d+\.\d+\ngrammar {2}tree-sitter-c \d+\.\d+\.\d+\nmatrix {3}4\.0 - 4\.4 to 6\.17 and later, tables [0-9a-f]{12}\nnode {5}v\d+\.\d+\.\d+\n$/,
  );
  const bare = runCli([], HERE);
  assert.equal(bare.status, 2);
  assert.match(bare.err, /^Usage: daxlint/);
});

test('a reader that goes away ends the program without a word', (t) => {
  const tree = testTree(Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`fs/f${i}.c`, WARNING])));
  t.after(() => tree.remove());
  const bin = fileURLToPath(new URL('../../server/bin/daxlint.js', import.meta.url));
  const script = `"${process.execPath}" "${bin}" check . | head -1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: tree.path,
    env: { ...process.env, XDG_CACHE_HOME: tree.path },
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  assert.match(stdout, /^fs\/f0\.c:8:6: warning: .*\n1\n$/);
});

test('Ctrl-C ends the work at once, with status 130 and nothing on standard output', async (t) => {
  const tree = testTree(Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`fs/f${i}.c`, HINT.repeat(30)])));
  t.after(() => tree.remove());
  const child = startCli(['check', '.'], tree.path);
  let out = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.equal(child.exitCode, null, 'it is still at work');
  child.kill('SIGINT');
  const [code, signal] = await once(child, 'close');
  // On a slow machine the program may still be starting, and then dies of the signal, which a shell shows as 130 too.
  assert.ok(code === 130 || signal === 'SIGINT', `ended with ${code ?? signal}`);
  assert.equal(out, '');
});

test('an unbuilt or unreadable place is told, not thrown', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  folder.write('a.c', CLEAN);
  const { status, out } = runCli(['check', '--format', 'json'], folder.path);
  assert.equal(status, 0);
  assert.equal(JSON.parse(out).findings.length, 0);
});
