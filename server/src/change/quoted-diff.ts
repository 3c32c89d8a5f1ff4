/** The lines of a patch, each with the line of the file after it: for those who quote it. */
import { formatPatch, structuredPatch, type StructuredPatch } from 'diff';

/** A line of a diff as it is written. */
export interface DiffLine {
  readonly text: string;
  /** The number of its hunk in the whole patch; undefined outside of hunks. */
  readonly hunk: number | undefined;
  /** The 1-based line of the file after the patch; undefined for lines that go, and outside of hunks. */
  readonly line: number | undefined;
}

/** What a patch writes about one file. */
export interface DiffOfFile {
  /** Relative to the tree. */
  readonly path: string;
  /** From its first header to its last line. */
  readonly lines: readonly DiffLine[];
}

/** A diff between two texts as git writes one. */
export function diffText(path: string, before: string | undefined, after: string | undefined): string {
  const patch: StructuredPatch = structuredPatch(
    before === undefined ? '/dev/null' : `a/${path}`,
    after === undefined ? '/dev/null' : `b/${path}`,
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    { context: 3 },
  );
  return `diff --git a/${path} b/${path}\n${formatPatch(patch).replace(/^=+\n/, '')}`;
}

/**
 * Cuts the text of a patch by its files. `pathOf` tells which file of the tree a name in it is, and `after` its text after
 * the patch, in which a hunk may stand a few lines off.
 */
export function filesOf(
  text: string,
  pathOf: (name: string) => string | undefined,
  after: (path: string) => string | undefined,
): readonly DiffOfFile[] {
  const lines = text.split('\n');
  const files: { path: string; lines: DiffLine[] }[] = [];
  let headers: DiffLine[] = [];
  let hunk = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const plain: DiffLine = { text: line, hunk: undefined, line: undefined };
    const counts = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    const file = files.at(-1);
    if (counts && file) {
      const [, old = '1', start = '1', now = '1'] = counts;
      const end = hunkEnd(lines, at + 1, Number(old), Number(now));
      const body = lines.slice(at + 1, end);
      file.lines.push({ ...plain, hunk });
      file.lines.push(...numbered(body, placed(body, Number(start), after(file.path)), hunk));
      hunk += 1;
      at = end - 1;
    } else if (line.startsWith('+++ ')) {
      const name = line.slice(4).split('\t')[0] ?? '';
      const old = (lines[at - 1] ?? '').slice(4).split('\t')[0] ?? '';
      const path = pathOf(name === '/dev/null' ? old : name);
      if (path !== undefined) files.push({ path, lines: [...headers, plain] });
      headers = [];
    } else if (line.startsWith('diff --git ')) {
      headers = [plain];
    } else if (headers.length > 0 || line.startsWith('--- ')) {
      headers.push(plain);
    }
  }
  return files;
}

function hunkEnd(lines: readonly string[], start: number, old: number, now: number): number {
  let [left, right] = [old, now];
  let at = start;
  for (; at < lines.length && (left > 0 || right > 0 || lines[at]?.startsWith('\\')); at += 1) {
    const sign = lines[at]?.[0];
    if (sign !== '+' && sign !== '\\') left -= 1;
    if (sign !== '-' && sign !== '\\') right -= 1;
  }
  return at;
}

function numbered(body: readonly string[], start: number, hunk: number): readonly DiffLine[] {
  let line = start;
  return body.map((text) => {
    if (text.startsWith('-') || text.startsWith('\\')) return { text, hunk, line: undefined };
    line += 1;
    return { text, hunk, line: line - 1 };
  });
}

/** The line where a hunk stands in the text after it: the nearest place that has its lines. */
function placed(body: readonly string[], start: number, after: string | undefined): number {
  if (after === undefined) return start;
  const lines = after.split('\n');
  const wanted = body.filter((text) => !/^[-\\]/.test(text)).map((text) => text.slice(1));
  const fits = (line: number): boolean => wanted.every((text, at) => lines[line - 1 + at] === text);
  for (let off = 0; off < lines.length; off += 1) {
    if (fits(start + off)) return start + off;
    if (start - off > 0 && fits(start - off)) return start - off;
  }
  return start;
}
