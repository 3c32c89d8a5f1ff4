/** Commits of the tree's git as steps from one state of the tree to the next. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../store/bytes.ts';
import type { Texts } from './apply.ts';
import { blobsBesideDisk, blobsBetween, type ChangedBlob, commitNamed, git, objects } from './git.ts';
import type { Mail } from './mail.ts';
import { Refused } from './refused.ts';
import { decides } from './tree-states.ts';

/** A commit, or a range taken as one. */
export interface CommitStep {
  readonly title: string;
  /** Who wrote it, as if it had come by mail. */
  readonly mail?: Omit<Mail, 'body'>;
  /** What is other after it than before. */
  readonly texts: Texts;
}

/** How commits lead away from the tree as it is on disk. */
export interface CommitPlan {
  /** What is other on disk than before the first commit. */
  readonly start: Texts;
  readonly steps: readonly CommitStep[];
}

/** What was not committed yet, of the files that git tracks. Throws `Refused`. */
export async function uncommitted(root: string): Promise<CommitPlan> {
  const start = await overDisk(root, await commitNamed(root, 'HEAD'));
  const texts = new Map([...start.keys()].map((path) => [path, textOnDisk(root, path)]));
  return { start, steps: [{ title: 'what is not committed', texts }] };
}

/** The commits of a range, or one commit; as one step, or each by itself. Throws `Refused`. */
export async function commitsIn(root: string, range: string, isEach: boolean): Promise<CommitPlan> {
  const { before, after } = await endsOf(root, range);
  const start = await overDisk(root, before);
  const line = isEach ? await lineOf(root, before, after) : [];
  // Backwards there are no commits, only a difference.
  if (line.length === 0) {
    const texts = await textsBetween(root, before, after);
    return { start, steps: [{ title: range, texts }] };
  }
  const steps: CommitStep[] = [];
  let from = before;
  for (const id of line) {
    const { title, mail } = await describe(root, id);
    steps.push({ title, mail, texts: await textsBetween(root, from, id) });
    from = id;
  }
  return { start, steps };
}

async function endsOf(root: string, range: string): Promise<{ readonly before: string; readonly after: string }> {
  const [, left = '', dots, right = ''] = /^(.*?)(\.{2,3})(.*)$/.exec(range) ?? [];
  if (dots === undefined) {
    const after = await commitNamed(root, range);
    const [, parent] = (await git(root, ['rev-list', '--parents', '--max-count=1', after]))
      .toString()
      .trim()
      .split(' ');
    if (parent === undefined) throw new Refused(`${range} is a first commit: there is nothing before it`);
    return { before: parent, after };
  }
  const [first, after] = [await commitNamed(root, left || 'HEAD'), await commitNamed(root, right || 'HEAD')];
  if (dots === '..') return { before: first, after };
  const base = (await git(root, ['merge-base', first, after])).toString().trim();
  return { before: base, after };
}

/** The commits behind one that lead to another, in their order. */
async function lineOf(root: string, before: string, after: string): Promise<readonly string[]> {
  const out = await git(root, ['rev-list', '--reverse', '--topo-order', '--parents', `${before}..${after}`]);
  const lines = out
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  let last = before;
  return lines.map((line) => {
    const [id = '', ...parents] = line.split(' ');
    if (parents.length !== 1 || parents[0] !== last)
      throw new Refused(`the commits of the range are no straight line (at ${id.slice(0, 12)}); leave --each out`);
    last = id;
    return id;
  });
}

async function describe(root: string, id: string): Promise<Required<Pick<CommitStep, 'title' | 'mail'>>> {
  const text = (await git(root, ['cat-file', 'commit', id])).toString('utf8');
  const [head = '', ...rest] = text.split('\n\n');
  const subject = (rest.join('\n\n').trim().split('\n')[0] ?? '').trim();
  const from = /^author (.*?) \d+ [+-]\d+$/m.exec(head)?.[1] ?? '';
  return { title: `${id.slice(0, 12)} ${subject}`, mail: { subject, from, date: '', messageId: '' } };
}

async function textsBetween(root: string, before: string, after: string): Promise<Texts> {
  const changed = (await blobsBetween(root, before, after)).filter(({ path }) => decides(path));
  return read(root, changed, ({ after: id }) => id);
}

/** What a commit has otherwise than the disk. */
async function overDisk(root: string, commit: string): Promise<Texts> {
  const listed = (await blobsBesideDisk(root, commit)).filter(({ path }) => decides(path));
  // A file that git has not looked at since it was written is listed, be it as it was or not.
  const changed = listed.filter(({ path, before }) => before !== idOnDisk(root, path, before?.length ?? 0));
  return read(root, changed, ({ before: id }) => id);
}

async function read(
  root: string,
  changed: readonly ChangedBlob[],
  idOf: (each: ChangedBlob) => string | undefined,
): Promise<Texts> {
  const blobs = await objects(
    root,
    changed.flatMap((each) => idOf(each) ?? []),
  );
  return new Map(
    changed.map((each) => {
      const bytes = blobs.get(idOf(each) ?? '');
      return [each.path, bytes && decode(bytes)];
    }),
  );
}

/** The id that git would give to the file as it is on disk. */
function idOnDisk(root: string, path: string, length: number): string | undefined {
  const bytes = onDisk(root, path);
  if (bytes === undefined) return undefined;
  const hash = createHash(length > 40 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function textOnDisk(root: string, path: string): string | undefined {
  const bytes = onDisk(root, path);
  return bytes && decode(bytes);
}

function onDisk(root: string, path: string): Buffer | undefined {
  try {
    return readFileSync(join(root, path));
  } catch {
    return undefined;
  }
}
