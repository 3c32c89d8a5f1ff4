/** The kernel trees under test, and the command line that runs over them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TIMEOUT_MS = 600_000;

/** The series of Debian's packages. */
export const SERIES = ['6.1', '6.12'] as const;

export type Series = (typeof SERIES)[number];

/** The folder that the trees are unpacked in. */
export function kernels(): string {
  return process.env['DAXLINT_KERNELS'] ?? join(ROOT, 'kernels');
}

/** The root of a tree; throws where it was not fetched. */
export function treeOf(series: Series): string {
  const tree = join(kernels(), `linux-source-${series}`);
  if (existsSync(join(tree, 'Makefile'))) return tree;
  throw new Error(`${tree} is no kernel tree: run these tests with \`npm run test:kernel\`, which fetches it`);
}

/** The release of a tree as its Makefile has it, such as `6.1.192`. */
export function releaseOf(tree: string): string {
  const makefile = readFileSync(join(tree, 'Makefile'), 'utf8');
  const number = (name: string): string => new RegExp(`^${name} = (\\d+)$`, 'm').exec(makefile)?.[1] ?? '?';
  return ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(number).join('.');
}

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the bundled command line to its end. */
export function daxlint(args: readonly string[], cwd = ROOT): Run {
  return run(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], cwd, {
    XDG_CACHE_HOME: join(kernels(), '.cache'),
  });
}

/** Forgets the ledgers that were kept, so that the next one is made of the facts again. */
export function forgetLedgers(): void {
  const folder = join(kernels(), '.cache/daxlint');
  for (const name of readdirSync(folder)) if (name.endsWith('.ledger.gz')) rmSync(join(folder, name));
}

/** Runs a TypeScript program of the repository to its end; `path` is relative to its root. */
export function runTool(path: string, args: readonly string[]): Run {
  return run(process.execPath, ['--import', 'tsx', path, ...args], ROOT);
}

function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Run {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    timeout: TIMEOUT_MS,
  });
  return { status, out: stdout, err: error === undefined ? stderr : `${stderr}${error.message}` };
}
