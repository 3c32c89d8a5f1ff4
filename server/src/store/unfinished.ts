/** Files that are written under a name of their own until they are whole, and what is left of them by processes that were killed. */
import { randomBytes, createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Whoever wrote to a file on another machine has ended or given up after a day, in milliseconds. */
const LONGEST = 24 * 60 * 60 * 1000;

/** Process ids mean something on one machine only, and a folder can be shared. */
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A path beside a file's own that no other process and no other call writes to. */
export function unfinishedPath(path: string): string {
  return `${path}.${MACHINE}-${process.pid}-${randomBytes(4).toString('hex')}.new`;
}

/** Removes what processes that are gone have left unfinished of a file. Never throws. */
export function removeLeftBehind(path: string): void {
  for (const name of namesBeside(path)) {
    const [, machine, pid] = /^\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.new$/.exec(name.slice(basename(path).length)) ?? [];
    if (machine === undefined) continue;
    const left = join(dirname(path), name);
    if ((machine === MACHINE && !isRunning(Number(pid))) || isOld(left)) remove(left);
  }
}

/** Removes a file if it is there and can be removed. */
export function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is no such folder, or it is not ours.
  }
}

function namesBeside(path: string): readonly string[] {
  try {
    return readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else runs too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isOld(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > LONGEST;
}
