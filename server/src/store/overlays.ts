/** Overlays are found here: those that are shipped by their name, any other by its path. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Overlay } from '../kernel/overlay-types.ts';
import { nearestWord } from '../model/nearest-word.ts';
import { parseOverlay } from '../model/overlay-file.ts';
import { isBinary } from './binary.ts';
import { ByteReader, decode } from './bytes.ts';
import { overlaysFolder } from './placement.ts';

/** An overlay, or why there is none: one line without a full stop that names the file, its line and the word. */
export type FoundOverlay = { readonly overlay: Overlay } | { readonly why: string };

/** The names of the overlays that are shipped, sorted. */
export function shippedOverlays(): readonly string[] {
  if (!existsSync(overlaysFolder)) return [];
  return readdirSync(overlaysFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .sort();
}

/** Reads the overlay that a user named; a relative path starts from `folder`, an absolute path. */
export function findOverlay(word: string, folder: string): FoundOverlay {
  const shipped = shippedOverlays();
  if (shipped.includes(word)) return readOverlay(word, join(overlaysFolder, `${word}.json`));
  const path = resolve(folder, word);
  if (existsSync(path)) return readOverlay(word, path);
  const near = nearestWord(word, shipped);
  const hint = near === undefined ? `shipped are ${shipped.join(', ')}` : `the nearest that is shipped is ${near}`;
  return { why: `there is no overlay ${word}, and no such file; ${hint}` };
}

function readOverlay(name: string, path: string): FoundOverlay {
  const result = new ByteReader().read(path);
  if (result.status === 'unreadable') return { why: `the overlay ${name} ${result.why}` };
  if (isBinary(result.bytes)) return { why: `the overlay ${name} is a binary file (it holds NUL bytes)` };
  const parsed = parseOverlay(decode(result.bytes));
  if ('overlay' in parsed) return parsed;
  const [first, ...others] = parsed.problems;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return { why: `the overlay ${name}, line ${first?.line ?? 1}: ${first?.message ?? 'is not understood'}${more}` };
}
