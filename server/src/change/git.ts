/** Git as a reader of objects: nothing that the repository's settings or attributes name is run, and nothing is fetched. */
import { spawn } from 'node:child_process';
import { Refused } from './refused.ts';

/** An entry of a comparison; ids are of blobs, and undefined where the file is not there or was not looked into. */
export interface ChangedBlob {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What a repository could have run for it. */
const NOTHING_IS_RUN = [
  '--no-pager',
  '--no-optional-locks',
  ...[
    'core.fsmonitor=',
    'core.hooksPath=/dev/null',
    'core.pager=cat',
    'diff.external=',
    'core.sshCommand=false',
  ].flatMap((setting) => ['-c', setting]),
];

const ENVIRONMENT = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

const PLAIN_DIFF = ['-r', '-z', '--raw', '--no-renames', '--no-abbrev', '--relative', '--no-ext-diff', '--no-textconv'];

/** Runs one of git's commands that only read; throws `Refused` with git's own first line. */
export async function git(root: string, args: readonly string[], input = ''): Promise<Buffer> {
  const { status, out, err } = await run(root, args, input);
  if (status !== 0) throw new Refused(err.split('\n')[0] || `git ${args[0]} ended with status ${status}`);
  return out;
}

/** The id of a commit; throws `Refused` where there is none of that name. */
export async function commitNamed(root: string, name: string): Promise<string> {
  if (name.startsWith('-') || /\s/.test(name)) throw new Refused(`${name} names no commit`);
  const { status, out, err } = await run(root, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`], '');
  if (status === 0) return out.toString().trim();
  // Anything but a missing name has a reason.
  throw new Refused(err.trim().split('\n')[0] || `${name} is no file, and names no commit of the tree's git`);
}

/** What differs between two commits. */
export async function blobsBetween(root: string, before: string, after: string): Promise<readonly ChangedBlob[]> {
  return parseRaw(await git(root, ['diff-tree', ...PLAIN_DIFF, before, after]));
}

/** What differs, or may, between a commit and the files on disk that git tracks. */
export async function blobsBesideDisk(root: string, commit: string): Promise<readonly ChangedBlob[]> {
  return parseRaw(await git(root, ['diff-index', ...PLAIN_DIFF, commit, '--']));
}

/** The bytes of objects by their ids. */
export async function objects(root: string, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  if (ids.length === 0) return found;
  const out = await git(root, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf('\n', at);
    const [id = '', kind, size] = out.toString('latin1', at, end).split(' ');
    if (kind === undefined || kind === 'missing' || size === undefined)
      throw new Refused(`the tree's git lacks the object ${id}`);
    found.set(id, out.subarray(end + 1, end + 1 + Number(size)));
    at = end + 2 + Number(size);
  }
  return found;
}

function parseRaw(out: Buffer): readonly ChangedBlob[] {
  const parts = out.toString('utf8').split('\0');
  const changed: ChangedBlob[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [modeBefore, modeAfter, before, after] = (parts[at] ?? '').slice(1).split(' ');
    const path = parts[at + 1] ?? '';
    changed.push({ path, before: blobId(modeBefore, before), after: blobId(modeAfter, after) });
  }
  return changed;
}

/** Only regular files have text: no links and no submodules. */
function blobId(mode: string | undefined, id: string | undefined): string | undefined {
  return mode?.startsWith('100') === true && id !== undefined && !/^0+$/.test(id) ? id : undefined;
}

interface Ended {
  readonly status: number | null;
  readonly out: Buffer;
  readonly err: string;
}

function run(root: string, args: readonly string[], input: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...NOTHING_IS_RUN, ...args], { cwd: root, env: { ...process.env, ...ENVIRONMENT } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => err.push(data));
    child.stdin.on('error', () => undefined); // it ended early, and its status tells why
    child.on('error', (error) => reject(new Refused(`git cannot be run (${error.message})`)));
    child.on('close', (status) =>
      resolve({ status, out: Buffer.concat(out), err: Buffer.concat(err).toString('utf8') }),
    );
    child.stdin.end(input);
  });
}
