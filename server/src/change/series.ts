/** The patches of a file or of standard input: a diff, a mail, or a series of them, in the order in which they apply. */
import { decode } from '../store/bytes.ts';
import { diffStart } from './file-patch.ts';
import { type Mail, mailsIn } from './mail.ts';
import { Refused } from './refused.ts';

/** One patch; its text begins with what its author wrote about it. */
export interface Patch {
  /** The subject without what stands in brackets, or a name for a diff that has none. */
  readonly title: string;
  readonly text: string;
  /** Absent for a bare diff. */
  readonly mail?: Omit<Mail, 'body'>;
}

/** A mail of a series, by what its subject says. */
interface Numbered {
  readonly mail: Mail;
  readonly number: number | undefined;
  readonly version: number;
}

const REPLY = /^(?:re|aw|fwd?|antw|sv):/i;

/** A file as it was read, with the name that its user knows. */
export interface PatchFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Reads the patches of some files; cover letters, replies and older versions are left out. Throws `Refused`. */
export async function patchesIn(files: readonly PatchFile[]): Promise<readonly Patch[]> {
  const names = files.map(({ name }) => name).join(', ');
  const mails: Mail[] = [];
  const diffs: Patch[] = [];
  for (const { name, bytes } of files) {
    const found = await mailsIn(bytes);
    if (found !== undefined) mails.push(...found);
    else diffs.push(bareDiff(name, bytes));
  }
  const withDiff = mails.filter(({ body }) => diffStart(body) >= 0);
  if (withDiff.length === 0 && mails.length > 0) throw new Refused(`${names}: there is no mail with a diff`);
  const own = withDiff.filter(({ subject }) => !REPLY.test(subject));
  const mailed = inOrder(own.length > 0 ? own : withDiff).map(({ body, ...mail }) => ({
    title: titleOf(mail.subject),
    text: body,
    mail,
  }));
  return [...mailed, ...diffs];
}

function bareDiff(name: string, bytes: Buffer): Patch {
  const text = decode(bytes).replace(/\r\n/g, '\n');
  if (diffStart(text) < 0) throw new Refused(`${name} holds no diff and no mail with one`);
  return { title: name, text };
}

/** By the numbers of the subjects, where each has its own; of several versions the last. */
function inOrder(mails: readonly Mail[]): readonly Mail[] {
  const numbered = mails.map((mail): Numbered => {
    const tag = /^\s*\[([^\]]*)\]/.exec(mail.subject)?.[1] ?? '';
    const number = /\b0*(\d+)\/\d+\b/.exec(tag)?.[1];
    const version = /\bv(\d+)\b/i.exec(tag)?.[1];
    return { mail, number: number === undefined ? undefined : Number(number), version: Number(version ?? 1) };
  });
  const newest = Math.max(...numbered.map(({ version }) => version));
  const last = numbered.filter(({ version }) => version === newest);
  const numbers = new Set(last.map(({ number }) => number));
  const isSeries = numbers.size === last.length && !numbers.has(undefined);
  const ordered = isSeries ? [...last].sort((a, b) => (a.number ?? 0) - (b.number ?? 0)) : last;
  return ordered.map(({ mail }) => mail);
}

function titleOf(subject: string): string {
  return subject.replace(/^(?:\s*\[[^\]]*\])+\s*/, '') || subject;
}
