/** Every fact about Linux cites the place where it was read, as a short string of a fixed form. */

import { parseRelease, type Release } from './eras.ts';

/**
 * What a piece of evidence says: a line of a tree (`6.1: fs/dax.c:354`), a name that was searched for in a tree and is not
 * there (`4.9: no MEMORY_DEVICE_PRIVATE`), a commit (`commit d2c997c0f145`) or a message (`mail 2017-10-31`).
 */
export type Evidence =
  | { readonly form: 'line'; readonly tree: Release; readonly path: string; readonly line: number }
  | { readonly form: 'absence'; readonly tree: Release; readonly name: string }
  | { readonly form: 'commit'; readonly id: string }
  | { readonly form: 'mail'; readonly date: string };

/** Reads one piece of evidence; lines are 1-based; undefined for text of no known form. */
export function parseEvidence(text: string): Evidence | undefined {
  const [, id] = /^commit ([0-9a-f]{12})$/.exec(text) ?? [];
  if (id !== undefined) return { form: 'commit', id };
  const [, date] = /^mail (\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
  if (date !== undefined) return { form: 'mail', date };
  const [, release = '', name, path, line] = /^([\d.]+): (?:no (\w+)|([\w./-]+):(\d+))$/.exec(text) ?? [];
  const tree = parseRelease(release);
  if (tree === undefined) return undefined;
  if (name !== undefined) return { form: 'absence', tree, name };
  return path === undefined ? undefined : { form: 'line', tree, path, line: Number(line) };
}

/** Returns the release of the tree that was read; undefined for commits and messages. */
export function treeOf(text: string): Release | undefined {
  const evidence = parseEvidence(text);
  return evidence !== undefined && 'tree' in evidence ? evidence.tree : undefined;
}

/**
 * Unfolds the short form of the helper table, `include/linux/mm.h 6.1:1224 6.12:1540; commit d2c997c0f145`, into
 * evidence of the long form, in the same order.
 */
export function unfoldPlaces(places: string): readonly string[] {
  const evidence: string[] = [];
  for (const place of places.split(';')) {
    const [path, ...lines] = place.trim().split(' ');
    for (const entry of lines) {
      const [tree, line] = entry.split(':');
      evidence.push(path === 'commit' ? `commit ${entry}` : `${tree}: ${path}:${line}`);
    }
  }
  return evidence;
}
