/** The walk visits each C file once, in one order, and never leaves the tree. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { walkSources, type WalkEntry, type WalkOptions } from '../../server/src/store/walk.ts';
import { testFolder } from '../kernel-tree.ts';

async function entries(start: string, options?: WalkOptions): Promise<WalkEntry[]> {
  const found: WalkEntry[] = [];
  for await (const entry of walkSources(start, options)) found.push(entry);
  return found;
}

async function paths(start: string, options?: WalkOptions): Promise<string[]> {
  return (await entries(start, options)).map(({ path }) => path);
}

test('the order is that of whole paths, and only C files count', async (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  for (const name of [
    'b.c',
    'a/z.c',
    'a-b.c',
    'a.h',
    'a/b/c.h',
    'Makefile',
    'x.cc',
    'x.S',
    'c',
    '.c',
    '.h/x.c',
    '.git/x.c',
  ]) {
    folder.write(name, '');
  }
  const found = await paths(folder.path);
  assert.deepEqual(found, ['a-b.c', 'a.h', 'a/b/c.h', 'a/z.c', 'b.c']);
  assert.deepEqual(found, [...found].sort());
});

test('links are followed only where that shows something new inside the boundary', async (t) => {
  const folder = testFolder();
  const outside = testFolder();
  t.after(() => {
    folder.remove();
    outside.remove();
  });
  outside.write('secret.c', '');
  folder.write('tree/fs/a.c', '');
  folder.write('tree/lib/b.c', '');
  folder.write('tree/lib/deep/c.c', '');
  const fs = join(folder.path, 'tree/fs');
  symlinkSync(outside.path, join(fs, 'out'));
  symlinkSync(join(outside.path, 'secret.c'), join(fs, 'out.c'));
  symlinkSync('../fs', join(fs, 'loop'));
  symlinkSync('..', join(fs, 'up'));
  symlinkSync('a.c', join(fs, 'twin.c'));
  symlinkSync('../lib', join(fs, 'side'));
  symlinkSync('../lib/deep', join(fs, 'side2'));
  symlinkSync('../lib/b.c', join(fs, 'other.c'));
  symlinkSync('self.c', join(fs, 'self.c'));
  symlinkSync('nowhere', join(fs, 'nothing'));
  assert.deepEqual(await paths(fs), ['a.c', 'self.c'], 'without a boundary the start is the boundary');
  const boundary = join(folder.path, 'tree');
  assert.deepEqual(await paths(fs, { boundary }), ['a.c', 'other.c', 'self.c', 'side/b.c', 'side/deep/c.c']);
  const broken = (await entries(fs)).find(({ path }) => path === 'self.c');
  assert.deepEqual(broken, { kind: 'unreadable', path: 'self.c', why: 'is a symbolic link that leads nowhere' });
});

test('sockets, pipes and folders that are named like C files are no files', async (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  execFileSync('mkfifo', [join(folder.path, 'pipe.c')]);
  mkdirSync(join(folder.path, 'dir.c'));
  folder.write('dir.c/x.c', '');
  assert.deepEqual(await paths(folder.path), ['dir.c/x.c']);
});

test('a folder that may not be read is an entry with the reason', { skip: process.getuid?.() === 0 }, async (t) => {
  const folder = testFolder();
  folder.write('no/x.c', '');
  folder.write('yes.c', '');
  chmodSync(join(folder.path, 'no'), 0);
  t.after(() => {
    chmodSync(join(folder.path, 'no'), 0o755);
    folder.remove();
  });
  const [first] = await entries(folder.path);
  assert.equal(first?.kind, 'unreadable');
});

test('a start that is not there is an entry, and an aborted walk ends', async (t) => {
  const folder = testFolder();
  t.after(() => folder.remove());
  folder.write('a.c', '');
  assert.deepEqual(await entries(join(folder.path, 'none')), [{ kind: 'unreadable', path: '', why: 'does not exist' }]);
  assert.deepEqual(await entries(folder.path, { signal: AbortSignal.abort() }), []);
});
