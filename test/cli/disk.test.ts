/** Disks that are full, trees that hold odd things, and a program that writes, and asks, nowhere but where it said. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HINT, testFolder, testTree, WARNING } from '../kernel-tree.ts';
import { runCli } from './run-cli.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));
const BIN = fileURLToPath(new URL('../../server/bin/daxlint.js', import.meta.url));

/** All that lies below a folder, with sizes and times. */
function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const { size, mtimeMs, mode } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? {};
      return `${name} ${size} ${mtimeMs} ${mode}`;
    })
    .sort();
}

/** What a program is loaded with before it begins. */
function preloaded(folder: string, name: string, script: string): NodeJS.ProcessEnv {
  const path = join(folder, name);
  writeFileSync(path, script);
  return { NODE_OPTIONS: `--require ${path}` };
}

test('a full disk keeps no cache: it is said once, and the answer is there', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const env = preloaded(
    folder.path,
    'full.cjs',
    `const fs = require('node:fs');
const own = fs.writeFileSync;
fs.writeFileSync = (path, data, ...more) => {
  if (!String(path).includes('.gz')) return own(path, data, ...more);
  own(path, data.subarray(0, 10));
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
};`,
  );
  const cache = join(folder.path, 'cache');
  const result = runCli(['ledger', SAMPLE, '--cache-dir', cache], folder.path, env);
  assert.equal(result.status, 0);
  assert.match(result.err, /^daxlint: the cache is not kept \(ENOSPC[^\n]+\n$/);
  assert.ok(result.out.includes('"summary":true'));
  assert.deepEqual(readdirSync(cache), [], 'nothing unfinished is left');
});

test('a file that goes, shrinks or becomes a pipe while the tree is read is no fault of the others', (t) => {
  const tree = testTree({ 'fs/warn.c': WARNING, 'fs/a-gone.c': HINT, 'fs/a-pipe.c': HINT, 'fs/a-short.c': HINT });
  const folder = testFolder();
  t.after(() => {
    tree.remove();
    folder.remove();
  });
  // The walk lists the files, and then they change.
  const env = preloaded(
    folder.path,
    'change.cjs',
    `const fs = require('node:fs');
const { execFileSync } = require('node:child_process');
const { isMainThread } = require('node:worker_threads');
const own = fs.readdirSync;
let done = false;
fs.readdirSync = (path, ...more) => {
  const found = own(path, ...more);
  if (isMainThread && !done && String(path) === ${JSON.stringify(join(tree.path, 'fs'))}) {
    done = true;
    fs.rmSync(path + '/a-gone.c');
    fs.rmSync(path + '/a-pipe.c');
    execFileSync('mkfifo', [path + '/a-pipe.c']);
    fs.truncateSync(path + '/a-short.c', 20);
  }
  return found;
};`,
  );
  for (const options of [[], ['--local']]) {
    for (const name of ['fs/a-gone.c', 'fs/a-pipe.c', 'fs/a-short.c']) {
      rmSync(join(tree.path, name), { force: true });
      tree.write(name, HINT);
    }
    const { status, out, err } = runCli(['check', '--no-cache', ...options, '.'], tree.path, env);
    assert.equal(status, 1, err);
    assert.match(out, /fs\/warn\.c:8:/);
    assert.match(err, /fs\/a-gone\.c does not exist/);
    assert.match(err, /fs\/a-pipe\.c is not a regular file/);
  }
});

test('nothing is written but to the cache, and nothing of a tree is changed', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const [tree, home, temporary, cache] = ['tree', 'home', 'tmp', 'cache'].map((name) => join(folder.path, name));
  assert.ok(tree && home && temporary && cache);
  cpSync(SAMPLE, tree, { recursive: true });
  for (const made of [home, temporary]) mkdirSync(made);
  execFileSync('mkfifo', [join(tree, 'fs/pipe.c')]);
  const before = snapshot(tree);
  const env = { HOME: home, TMPDIR: temporary, XDG_CACHE_HOME: cache };
  for (const args of [
    ['check', tree],
    ['ledger', tree, '--format', 'html'],
    ['fix', tree],
    ['explain', join(tree, 'mm/poison.c:33')],
    ['index', tree],
  ])
    assert.ok([0, 1].includes(runCli(args, folder.path, env).status ?? 2), args.join(' '));
  assert.deepEqual(snapshot(tree), before);
  assert.deepEqual(readdirSync(home), []);
  assert.deepEqual(
    readdirSync(temporary).filter((name) => !name.startsWith('node-')),
    [],
  );
  assert.deepEqual(readdirSync(cache), ['daxlint']);
  assert.deepEqual(readdirSync(folder.path).sort(), ['cache', 'home', 'tmp', 'tree']);
});

test('no command asks the network for anything', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const asked = join(folder.path, 'asked');
  const env = preloaded(
    folder.path,
    'no-network.cjs',
    `const { appendFileSync } = require('node:fs');
const refuse = (name) => () => {
  appendFileSync(${JSON.stringify(asked)}, name + '\\n');
  throw new Error('the network was asked: ' + name);
};
const net = require('node:net');
net.Socket.prototype.connect = refuse('net');
for (const name of ['lookup', 'resolve', 'resolve4']) require('node:dns')[name] = refuse('dns');
for (const name of ['node:http', 'node:https']) Object.assign(require(name), { request: refuse(name), get: refuse(name) });
require('node:dgram').createSocket = refuse('dgram');
globalThis.fetch = refuse('fetch');`,
  );
  const commands = [
    ['check', SAMPLE],
    ['ledger', SAMPLE, '--format', 'html'],
    ['fix', SAMPLE],
    ['explain', 'era'],
  ];
  for (const args of commands) {
    const { status, err } = runCli([...args, ...(args[0] === 'explain' ? [] : ['--no-cache'])], SAMPLE, env);
    assert.ok(status === 0 || status === 1, err);
  }
  assert.equal(existsSync(asked), false);
  // Where a namespace without a network can be made, the same holds there.
  const apart = spawnSync('unshare', ['-rn', process.execPath, BIN, 'check', '--no-cache', SAMPLE], {
    encoding: 'utf8',
  });
  if (apart.status === 0 || apart.status === 1) assert.match(apart.stdout, /mapping-is-a-pointer/);
});

test('results do not hang on the language, the time zone, the threads or the cache', (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  const cache = join(folder.path, 'cache');
  const check = (env: NodeJS.ProcessEnv, ...options: readonly string[]): string =>
    runCli(['check', '--format', 'json', '--level', 'hint', ...options, '.'], SAMPLE, env).out;
  const plain = check({ LANG: 'C', TZ: 'UTC' }, '--no-cache', '--jobs', '1');
  assert.match(plain, /mapping-is-a-pointer/);
  assert.equal(
    check({ LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham' }, '--no-cache', '--jobs', '8'),
    plain,
  );
  assert.equal(check({}, '--cache-dir', cache), plain, 'with a cold cache');
  assert.equal(check({}, '--cache-dir', cache), plain, 'with a warm cache');
});
