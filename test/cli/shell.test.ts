/** What shells, `man` and `make` get of the command line. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testTree, WARNING } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What kbuild hands to a checker, in short. */
const KBUILD = [
  '-D__linux__',
  '-Dlinux',
  '-D__STDC__',
  '-Wbitwise',
  '-Wno-return-void',
  '--arch=x86',
  '-mlittle-endian',
  '-m64',
]
  .concat([
    '-Wp,-MMD,fs/.warn.o.d',
    '-nostdinc',
    '-I./arch/x86/include',
    '-I',
    './include',
    '-include',
    './include/linux/kconfig.h',
  ])
  .concat(['-D__KERNEL__', '-std=gnu11', '-O2', '-DKBUILD_MODFILE="fs/warn"', '-DKBUILD_BASENAME="warn"']);

test('make C=2 CHECK=daxlint gets lines as of a compiler, and goes on whatever is found', (t) => {
  const tree = testTree({ 'fs/warn.c': WARNING, 'fs/quiet.c': 'int quiet;\n', 'fs/start.S': '/* no C */\n' });
  t.after(() => tree.remove());
  const { status, out, err } = runCli([...KBUILD, 'fs/warn.c'], tree.path);
  assert.deepEqual([status, err], [0, '']);
  assert.match(out, /^fs\/warn\.c:8:6: warning: .+ \[guard-polarity\]\n$/);
  const own = runCli(['check', '--level', 'hint', '--local', ...KBUILD, 'fs/warn.c'], tree.path);
  assert.equal(own.status, 0);
  assert.ok(own.out.split('\n').length > 2, 'its own options come first');
  for (const file of ['fs/quiet.c', 'fs/start.S'])
    assert.deepEqual(runCli([...KBUILD, file], tree.path), { status: 0, out: '', err: '' }, file);
});

test('make C=2 CHECK=daxlint works in make', (t) => {
  const tree = testTree({ 'fs/warn.c': WARNING });
  t.after(() => tree.remove());
  const bin = fileURLToPath(new URL('../../server/bin/daxlint.js', import.meta.url));
  const rule = `fs/warn.o: fs/warn.c\n\t@$(CHECK) ${KBUILD.join(' ').replaceAll('"', '\\"')} $<\n\t@echo built\n`;
  tree.write('rule.mk', rule);
  const { stdout, status } = spawnSync('make', ['--file', 'rule.mk', `CHECK=${process.execPath} ${bin}`], {
    cwd: tree.path,
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: `${tree.path}/.cache` },
  });
  assert.equal(status, 0);
  assert.match(stdout, /^fs\/warn\.c:8:6: warning: .+\nbuilt\n$/);
});

test('quiet is nothing but what is found', (t) => {
  const tree = testTree({ 'fs/warn.c': WARNING, 'fs/other.c': 'int other;\n' });
  t.after(() => tree.remove());
  const { status, out, err } = runCli(['check', '--quiet'], tree.path);
  assert.deepEqual([status, err], [1, '']);
  assert.match(out, /^fs\/warn\.c:8:6: warning: [^]*\n$/);
  assert.doesNotMatch(out, /in \d+ files?|read as Linux/);
  assert.deepEqual(runCli(['check', '-q', 'fs/other.c'], tree.path), { status: 0, out: '', err: '' });
  assert.deepEqual(runCli(['check', '-q', '--format', 'gcc', 'fs/other.c', '--era', '4.15'], tree.path), {
    status: 0,
    out: '',
    err: '',
  });
});

/** Asks bash what it would complete. */
function completed(...words: readonly string[]): readonly string[] {
  const script = runCli(['completion', 'bash'], HERE).out;
  const ask = `${script}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_daxlint; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask], { encoding: 'utf8', cwd: HERE });
  assert.equal(stderr, '');
  return stdout.split('\n').filter((word) => word !== '');
}

test('bash completes commands, options, their choices, and what can be explained', () => {
  const commands = completed('daxlint', '');
  for (const name of ['check', 'patch', 'ledger', 'explain', 'index', 'server'])
    assert.ok(commands.includes(name), name);
  assert.deepEqual(completed('daxlint', 'pat'), ['patch']);
  assert.deepEqual(completed('daxlint', 'check', '--form'), ['--format']);
  assert.deepEqual(completed('daxlint', 'check', '--format', 's'), ['sarif']);
  assert.deepEqual(completed('daxlint', 'explain', 'guard-p'), ['guard-polarity']);
  assert.ok(!completed('daxlint', 'check', '--').includes('--in-build'), 'what is hidden is not offered');
});

test('every shell has a script, and another one is refused', () => {
  for (const shell of ['zsh', 'fish']) {
    const { status, out } = runCli(['completion', shell], HERE);
    assert.equal(status, 0);
    assert.match(out, /patch/);
    const { error, stderr } = spawnSync(shell, ['-n'], { input: out, encoding: 'utf8' });
    if (error === undefined) assert.equal(stderr, '', 'the shell reads it');
  }
  assert.equal(runCli(['completion', 'tcsh'], HERE).status, 2);
});

test('the manual page has every command and option', () => {
  const { status, out } = runCli(['manual'], HERE);
  assert.equal(status, 0);
  const plain = out.replaceAll('\\-', '-');
  for (const word of ['daxlint check', 'daxlint patch', '--reply', '--baseline', 'EXIT STATUS', 'NO_COLOR'])
    assert.ok(plain.includes(word), word);
  const { stdout, error } = spawnSync('man', ['--warnings', '-l', '-'], {
    input: out,
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '80' },
  });
  if (error === undefined && stdout !== '') assert.match(stdout, /SYNOPSIS/);
});
