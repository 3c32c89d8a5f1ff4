/** Which files of a tree have to be read again: those that have changed, and those for which a header declares something else now. */
import { declarationsOf } from '../engine/headers.ts';
import { ATTRIBUTE_HEADERS } from '../kernel/attribute-headers.ts';
import type { FileJob } from './analyse-file.ts';
import { ByteReader, decode } from './bytes.ts';
import type { CachedFile, KeptFacts, lookOf } from './facts-cache.ts';
import { bitsOf, digestOfDeclarations, fromText, haveCommon } from './header-table.ts';

type Look = ReturnType<typeof lookOf>;

/** The jobs whose files have to be read again; the looks are those of the jobs as they are now. */
export function staleFiles(jobs: readonly FileJob[], looks: readonly Look[], kept: KeptFacts): readonly FileJob[] {
  const changed = changedHeaders(jobs, looks, kept);
  if (changed === undefined) return jobs;
  const numbers = changed.size > 0 ? bitsOf(kept.headers, ({ path }) => changed.has(path)) : undefined;
  return jobs.filter((job, at) => {
    const file = kept.files.get(job.path);
    if (!isFresh(file, looks[at])) return true;
    return numbers !== undefined && file?.reached !== undefined && haveCommon(fromText(file.reached), numbers);
  });
}

/**
 * The headers that declare something else than when they were read; undefined where all files may see others, because
 * headers have come or gone, or other words are attributes.
 */
function changedHeaders(
  jobs: readonly FileJob[],
  looks: readonly Look[],
  { files, headers }: KeptFacts,
): ReadonlySet<string> | undefined {
  const known = new Map(headers.map(({ path, declares }) => [path, declares]));
  const changed = new Set<string>();
  let there = 0;
  for (const [at, { path, absolute }] of jobs.entries()) {
    if (!isHeader(path)) continue;
    there += 1;
    const file = files.get(path);
    if (file === undefined) return undefined;
    if (isFresh(file, looks[at])) continue;
    if (ATTRIBUTE_HEADERS.includes(path)) return undefined;
    // What no file reached decided nothing.
    if (known.has(path) && known.get(path) !== declaredNow(absolute)) changed.add(path);
  }
  const before = [...files.keys()].filter(isHeader).length;
  return before === there ? changed : undefined;
}

function declaredNow(absolute: string): string | undefined {
  const read = new ByteReader().read(absolute);
  return read.status === 'read' ? digestOfDeclarations(declarationsOf(decode(read.bytes))) : undefined;
}

function isHeader(path: string): boolean {
  return path.endsWith('.h');
}

function isFresh(file: CachedFile | undefined, look: Look): boolean {
  return file !== undefined && look !== undefined && file.size === look.size && file.changed === look.changed;
}
