/** The targets by name; each is loaded only where it is run. */
import type { Target } from './target.ts';

const LOADERS: Readonly<Record<string, () => Promise<Target>>> = {
  source: async () => (await import('./targets/source.ts')).source,
  tree: async () => (await import('./targets/tree.ts')).tree,
  files: async () => (await import('./targets/files.ts')).files,
  messages: async () => (await import('./targets/messages.ts')).messages,
};

/** The names of the targets. */
export const TARGETS: readonly string[] = Object.keys(LOADERS);

/** Loads a target by its name; rejects for a name that is none. */
export async function loadTarget(name: string): Promise<Target> {
  const load = LOADERS[name];
  if (load === undefined) throw new Error(`there is no target ${name}: ${TARGETS.join(', ')}`);
  return await load();
}
