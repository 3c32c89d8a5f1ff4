/** The files of a whole tree, as jobs. */
import { join } from 'node:path';
import type { FileJob } from './analyse-file.ts';
import { walkSources } from './walk.ts';

/** Every C file of the tree at a root; places that cannot be looked into are left out. Ends early when the signal is aborted. */
export async function treeJobs(root: string, signal?: AbortSignal): Promise<readonly FileJob[]> {
  const jobs: FileJob[] = [];
  for await (const entry of walkSources(root, { boundary: root, ...(signal === undefined ? {} : { signal }) })) {
    const { path } = entry;
    if (entry.kind === 'file') jobs.push({ root, path, absolute: join(root, path), name: path, named: false });
  }
  return jobs;
}
