/** Runs the bundled command line as a user does, through the package's `bin`. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../server/bin/daxlint.js', import.meta.url));

/** Nothing is written to the cache of whoever runs the tests. */
const CACHE = join(tmpdir(), `daxlint-test-cache-${process.pid}`);

export interface CliResult {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs to the end; `env` is added to an environment without colour settings. */
export function runCli(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): CliResult {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...rest, XDG_CACHE_HOME: CACHE, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, out: stdout, err: stderr };
}

/** Starts the command line and leaves it running. */
export function startCli(args: readonly string[], cwd: string): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [BIN, ...args], { cwd, env: { ...process.env, XDG_CACHE_HOME: CACHE } });
}
