/** Programs and packages of the system are installed here where they are missing, on Debian and as root. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const TIMEOUT_MS = 600_000;

/** The absolute path of a program, or undefined where PATH does not lead to it. */
export function findProgram(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Installs the packages of those programs that are missing; `programs` has a package by the name of the program. */
export function installPrograms(programs) {
  const missing = Object.keys(programs).filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) aptInstall(missing.map((name) => programs[name]));
}

/**
 * Installs packages; throws an error with the command to run where that is not possible here. With `newest` the lists of
 * packages are read again first, so that an older release that is already there is replaced.
 */
export function aptInstall(packages, { newest = false } = {}) {
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  const command = `apt-get ${install.join(' ')}`;
  if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined)
    throw new Error(`install them first: ${command}`);
  console.log(command);
  if (newest) aptGet(['update']);
  if (aptGet(install).status === 0) return;
  // The lists of packages are missing or old.
  aptGet(['update']);
  const { status, output } = aptGet(install);
  if (status !== 0) throw new Error(`${command} failed\n${output.slice(-2000)}`);
}

function aptGet(args) {
  const { status, stdout, stderr, error } = spawnSync('apt-get', ['-q', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}
