/** A patch is applied to texts in memory, exactly: a hunk may have moved, and every line of it has to be there. */
import { applyPatch, reversePatch, type StructuredPatch, type StructuredPatchHunk } from 'diff';
import type { FilePatch } from './file-patch.ts';
import { Refused } from './refused.ts';

/** New texts by path; undefined where the file is gone. */
export type Texts = ReadonlyMap<string, string | undefined>;

/** Applies the changes of files one after the other and answers the texts that are others now. Throws `Refused`. */
export function applied(patches: readonly FilePatch[], read: (path: string) => string | undefined): Texts {
  const texts = new Map<string, string | undefined>();
  const textOf = (path: string): string | undefined => (texts.has(path) ? texts.get(path) : read(path));
  for (const patch of patches) {
    const { before, after, isCopy, hunks } = patch;
    const name = after ?? before;
    if (name === undefined) continue;
    const source = before === undefined ? '' : textOf(before);
    if (source === undefined) throw new Refused(`changes ${before}, which is not in the tree`);
    if (before !== after && after !== undefined && (textOf(after) ?? '') !== '')
      throw new Refused(`makes ${after}, which is in the tree already`);
    const text = changed(source, hunks, name);
    if (before !== undefined && before !== after && !isCopy) texts.set(before, undefined);
    if (after !== undefined) texts.set(after, text);
  }
  return texts;
}

function changed(source: string, hunks: readonly StructuredPatchHunk[], name: string): string {
  const text = applyPatch(source, structured(hunks, name), { fuzzFactor: 0 });
  if (text !== false) return text;
  if (applyPatch(source, reversePatch(structured(hunks, name)), { fuzzFactor: 0 }) !== false)
    throw new Refused(`is in the tree already, as far as ${name} goes`);
  // The first one that fails behind those that do not.
  const failed = hunks.findIndex(
    (_, at) => applyPatch(source, structured(hunks.slice(0, at + 1), name), { fuzzFactor: 0 }) === false,
  );
  const { oldStart = 0, oldLines = 0, newStart = 0, newLines = 0 } = hunks[failed] ?? {};
  throw new Refused(
    `does not apply: hunk ${failed + 1} of ${hunks.length} for ${name} (@@ -${oldStart},${oldLines} +${newStart},${newLines} @@) is not what the file has there; lines that differ are not guessed at`,
  );
}

function structured(hunks: readonly StructuredPatchHunk[], name: string): StructuredPatch {
  return { oldFileName: name, newFileName: name, oldHeader: '', newHeader: '', hunks: [...hunks] };
}
