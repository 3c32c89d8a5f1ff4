/**
 * Debian's kernel sources are unpacked below one folder, and the programs that the tests compare with are installed;
 * what is there already is left alone. Usage: node test/kernel/fetch.mjs FOLDER
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { aptInstall, installPrograms } from '../../server/tools/apt.mjs';

const TREES = ['linux-source-6.1', 'linux-source-6.12'];
const PROGRAMS = { ctags: 'universal-ctags', rg: 'ripgrep', xz: 'xz-utils' };
const TIMEOUT_MS = 600_000;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node test/kernel/fetch.mjs FOLDER');
  process.exitCode = 2;
} else {
  try {
    installPrograms(PROGRAMS);
    for (const tree of TREES) fetchTree(tree, resolve(folder));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

function fetchTree(tree, kernels) {
  const home = join(kernels, tree);
  if (!existsSync(join(home, 'Makefile'))) {
    const archive = `/usr/src/${tree}.tar.xz`;
    install(tree, archive);
    unpack(archive, tree, kernels);
  }
  console.log(`${tree}: ${releaseOf(home)} in ${home}`);
}

/** An archive may be there from long ago; where the newest cannot be had, that one will do. */
function install(tree, archive) {
  try {
    aptInstall([tree], { newest: true });
  } catch (error) {
    if (!existsSync(archive)) throw error;
    console.log(`${archive} is used as it is: ${error.message.split('\n')[0]}`);
  }
}

/** Unpacks beside the final place first, so that a run which is cut short leaves no half of a tree. */
function unpack(archive, tree, kernels) {
  console.log(`unpacking ${archive}`);
  mkdirSync(kernels, { recursive: true });
  const unfinished = mkdtempSync(join(kernels, '.unpack-'));
  try {
    const { status, stderr } = spawnSync('tar', ['-xJf', archive, '-C', unfinished], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
    });
    if (status !== 0) throw new Error(`tar -xJf ${archive} failed: ${(stderr ?? '').slice(-500)}`);
    rmSync(join(kernels, tree), { recursive: true, force: true });
    renameSync(join(unfinished, tree), join(kernels, tree));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function releaseOf(home) {
  const makefile = readFileSync(join(home, 'Makefile'), 'utf8');
  const numbers = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'];
  return numbers.map((name) => makefile.match(new RegExp(`^${name} = (\\d+)$`, 'm'))?.[1] ?? '?').join('.');
}
