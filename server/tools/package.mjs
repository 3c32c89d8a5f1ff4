/** The extension is packed into one .vsix at the top of the repository, and what went into it is checked. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT = 2_000_000;

/** Builds for production and packs; returns the path of the .vsix and its size in bytes. */
export async function packageExtension() {
  await build({ production: true });
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const vsix = join(ROOT, `${name}-${version}.vsix`);
  for (const old of readdirSync(ROOT)) if (old.endsWith('.vsix')) rmSync(join(ROOT, old));
  vsce(['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix]);
  return { vsix, size: statSync(vsix).size };
}

/** Runs vsce without a terminal, so that a warning never waits for an answer; its words are shown when it fails. */
function vsce(args) {
  const require = createRequire(import.meta.url);
  const program = join(dirname(require.resolve('@vscode/vsce/package.json')), 'vsce');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`vsce ${args[0]} failed\n${stdout}${stderr}`);
  return stdout;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { vsix, size } = await packageExtension();
  const files = vsce(['ls', '--no-dependencies']).trim().split('\n');
  for (const file of files) console.log(`${String(statSync(join(ROOT, file)).size).padStart(9)}  ${file}`);
  console.log(
    `${vsix.slice(ROOT.length)}: ${size} bytes (${(size / 1e6).toFixed(2)} MB of ${LIMIT / 1e6} MB), ${files.length} files`,
  );
  if (size > LIMIT) {
    console.error('the package is larger than its limit');
    process.exitCode = 1;
  }
}
