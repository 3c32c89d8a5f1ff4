/** The hand-written sources of the project, for the tests that look at all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Folders that hold what others wrote, what a program wrote, or what is data. */
const NOT_OURS = new Set(['node_modules', '.cache', 'fixtures', 'sample-tree', 'shots', 'workspace', 'expected']);

export interface Source {
  /** Relative to the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly generated: boolean;
}

/** The files below some folders whose names end in one of the endings, in the order of their paths. */
export function sources(folders: readonly string[], endings: readonly string[] = ['.ts']): readonly Source[] {
  return folders
    .flatMap((folder) => filesIn(folder))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, generated: path.includes('.generated.') };
    });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}
