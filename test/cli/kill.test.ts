/** An indexer that is killed, and two that run at once, leave a cache that the next run takes or makes anew without a word. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runCli, startCli } from './run-cli.ts';

const SAMPLE = fileURLToPath(new URL('../sample-tree', import.meta.url));
const SEED = 20171212;
const KILLS = 10;
/** Copies of the sample's folders where reading the tree has to take a while. */
const COPIES = 6;

/** What is kept of a tree. */
const KEPT = ['.facts.gz', '.solved.gz'];

const folder = mkdtempSync(join(tmpdir(), 'daxlint-kill-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A tree that is named after a test, with some of the sample's folders several times. */
function treeOf(name: string, copies = 1): string {
  const tree = join(folder, name);
  cpSync(SAMPLE, tree, { recursive: true });
  for (const part of ['fs/heronfs', 'drivers/egret', 'mm']) {
    for (let copy = 1; copy < copies; copy++)
      cpSync(join(SAMPLE, part), join(tree, `${part}${copy}`), { recursive: true });
  }
  return tree;
}

/** The ledger without its summary, which has times in it; nothing is said on standard error. */
function rows(tree: string, ...options: readonly string[]): string {
  const { status, out, err } = runCli(['ledger', tree, ...options], folder);
  assert.equal(err, '');
  assert.equal(status, 0);
  return out.slice(0, out.lastIndexOf('\n', out.length - 2) + 1);
}

/** Numbers from 0 to 1 that are the same in every run. */
function* randoms(): Generator<number, never> {
  for (let seed = SEED; ; ) {
    seed = (seed * 48271) % 2147483647;
    yield seed / 2147483647;
  }
}

/** Asserts that a cache is whole: the facts and the solution of one tree, a ledger if one was asked for, and nothing unfinished. */
function assertWhole(cache: string): void {
  const endings = readdirSync(cache)
    .filter((name) => !name.endsWith('.ledger.gz'))
    .map((name) => name.slice(name.indexOf('.')));
  assert.deepEqual(endings.sort(), KEPT);
}

/** What makes a program kill itself in a call of `node:fs` for a file of the cache. */
function killedIn(call: string, file: string, before = ''): NodeJS.ProcessEnv {
  const hook = join(folder, `kill-in-${call}-of${file}.cjs`);
  writeFileSync(
    hook,
    `const fs = require('node:fs');
const own = fs.${call};
fs.${call} = (...args) => {
  if (!String(args[0]).includes('${file}')) return own(...args);
  ${before}
  process.kill(process.pid, 'SIGKILL');
};
`,
  );
  return { NODE_OPTIONS: `--require ${hook}` };
}

test(`after SIGKILL at ${KILLS} random moments the next run is right and says nothing`, async () => {
  const tree = treeOf('random', COPIES);
  const cache = join(folder, 'random-cache');
  const wanted = rows(tree, '--no-cache');
  const started = performance.now();
  assert.equal(runCli(['index', tree, '--cache-dir', cache], folder).status, 0);
  const whole = performance.now() - started;
  const random = randoms();
  let killed = 0;
  for (let round = 0; round < KILLS; round++) {
    // Half of the runs begin with nothing; the others have something to add to what is there.
    if (round % 2 === 0) rmSync(cache, { recursive: true });
    for (let copy = 1; copy < COPIES; copy++) appendFileSync(join(tree, `mm${copy}/poison.c`), `/* ${round} */\n`);
    const moment = random.next().value * whole;
    const indexer = startCli(['index', tree, '--cache-dir', cache], folder);
    const ended = once(indexer, 'exit');
    await sleep(moment);
    indexer.kill('SIGKILL');
    const [, signal] = await ended;
    if (signal === 'SIGKILL') killed += 1;
    assert.equal(rows(tree, '--cache-dir', cache), wanted, `killed after ${moment} ms (seed ${SEED})`);
    assertWhole(cache);
  }
  assert.ok(killed >= KILLS / 2, `only ${killed} were killed before their end`);
});

test('a run that is killed while it writes the cache leaves nothing that the next one takes', () => {
  const tree = treeOf('writing');
  const cache = join(folder, 'writing-cache');
  const wanted = rows(tree, '--no-cache');
  const half = 'own(args[0], args[1].subarray(0, args[1].length / 2));';
  for (const existing of [false, true]) {
    for (const file of KEPT) {
      for (const env of [killedIn('renameSync', file), killedIn('writeFileSync', file, half)]) {
        if (!existing) rmSync(cache, { recursive: true, force: true });
        appendFileSync(join(tree, 'mm/poison.c'), '/* changed */\n');
        runCli(['index', tree, '--cache-dir', cache], folder, env);
        const left = readdirSync(cache).filter((name) => name.endsWith('.new'));
        assert.equal(left.length, 1, `${left.join(' ')} of ${file}`);
        assert.equal(rows(tree, '--cache-dir', cache), wanted);
        assertWhole(cache);
      }
    }
  }
});

test('what another process is writing is not touched', () => {
  const tree = treeOf('touched');
  const cache = join(folder, 'touched-cache');
  assert.equal(runCli(['index', tree, '--cache-dir', cache], folder).status, 0);
  const kept = readdirSync(cache);
  appendFileSync(join(tree, 'mm/poison.c'), '/* changed */\n');
  const result = runCli(['index', tree, '--cache-dir', cache], folder, killedIn('renameSync', '.facts.gz'));
  assert.equal(result.status, null);
  const left = readdirSync(cache).find((name) => name.endsWith('.new')) ?? '';
  // The same name with the number of a process that runs, and one of another machine.
  const running = left.replace(/-\d+-/, `-${process.pid}-`);
  const elsewhere = left.replace(/\.gz\.[0-9a-f]{8}/, '.gz.00000000');
  for (const name of [running, elsewhere]) writeFileSync(join(cache, name), 'unfinished');
  rows(tree, '--cache-dir', cache);
  const others = readdirSync(cache).filter((name) => !name.endsWith('.ledger.gz'));
  assert.deepEqual(others.sort(), [...kept, running, elsewhere].sort());
  assert.ok(!existsSync(join(cache, left)));
});

test('runs that share a cache at the same time all succeed, and so does the next', async () => {
  const tree = treeOf('shared');
  const cache = join(folder, 'shared-cache');
  const wanted = rows(tree, '--no-cache');
  for (const change of ['', '/* changed */\n']) {
    appendFileSync(join(tree, 'mm/poison.c'), change);
    const running = ['index', 'index', 'ledger'].map(async (command) => {
      const child = startCli([command, tree, '--cache-dir', cache], folder);
      let [out, err] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      const [status] = await once(child, 'close');
      assert.deepEqual([status, err], [0, '']);
      if (command === 'ledger') assert.ok(out.startsWith(wanted));
    });
    await Promise.all(running);
    assert.equal(rows(tree, '--cache-dir', cache), wanted);
    assertWhole(cache);
  }
});
