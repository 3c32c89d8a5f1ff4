/** The packages of the lockfile are in node_modules after this ran; where they are already, it does nothing. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TIMEOUT_MS = 900_000;

/** What the tools of the repository need; the product itself runs on the release in `engines` of package.json. */
const OLDEST_NODE = [20, 19];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  stop(`node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}`);
}
if (!isInstalled()) install();

/** Whether npm's note of what it installed has every package that the lockfile asks for, in its version. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  if (wanted === undefined) stop('package-lock.json cannot be read: restore it with `git checkout package-lock.json`');
  return Object.entries(wanted).every(([path, entry]) => {
    // The root is no package, and optional ones are there on some systems only.
    if (!path.includes('node_modules/') || entry.optional) return true;
    return present?.[path] !== undefined && present[path].version === entry.version;
  });
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function install() {
  console.log('installing the packages of package-lock.json (npm ci)');
  // Under `npm run` this is the npm that runs; by its name alone it is not found everywhere.
  const own = process.env.npm_execpath;
  const [program, ...first] = own?.endsWith('.js') ? [process.execPath, own] : ['npm'];
  const { status, stdout, stderr, error } = spawnSync(
    program,
    [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
    },
  );
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  stop(
    `npm ci failed${error ? ` (${error.message})` : ''}: see above, and run \`npm ci\` in ${ROOT} once it is mended`,
  );
}

function stop(message) {
  console.error(`setup: ${message}`);
  process.exit(1);
}
