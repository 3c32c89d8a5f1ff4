/** The items of an open file, kept up to date edit by edit: only the items that an edit touches are scanned again. */
import type { Item } from '../model/item.ts';
import { splitItems } from '../scan/items.ts';
import { tokenize } from '../scan/tokenizer.ts';
import type { ItemAnalysis } from './analyse-item.ts';

/** An item with what was found in it; `analysis` is undefined until it is asked for. */
export interface Entry extends Item {
  readonly analysis: ItemAnalysis | undefined;
}

/** What an edit did to the list. */
export interface Rescan {
  readonly entries: readonly Entry[];
  /** The entries that went, and those that came in their place. */
  readonly removed: readonly Entry[];
  readonly added: readonly Entry[];
}

/** Scans a whole text. */
export function scanAll(text: string): readonly Entry[] {
  return splitItems(text, tokenize(text)).map(fresh);
}

/**
 * Brings the list up to date after the text between `start` and `oldEnd` (offsets in the old text) was replaced by
 * `inserted` characters. Where the touched region no longer ends where an item ends, the whole text is scanned again.
 */
export function rescan(
  entries: readonly Entry[],
  text: string,
  start: number,
  oldEnd: number,
  inserted: number,
): Rescan {
  const delta = inserted - (oldEnd - start);
  const first = firstTouched(entries, start);
  let last = first;
  while (last < entries.length && (entries[last]?.start ?? 0) <= oldEnd + 1) last += 1;
  const from = first > 0 ? (entries[first - 1]?.end ?? 0) : 0;
  const to = last < entries.length ? (entries[last]?.start ?? 0) + delta : text.length;
  const items = splitItems(text, tokenize(text, from, to));
  const removed = entries.slice(first, last);
  if (!endsCleanly(items, text, to) || !sameFrames(removed, items)) return rescanAll(entries, text);
  const added = items.map(fresh);
  const tail =
    delta === 0
      ? entries.slice(last)
      : entries.slice(last).map((entry) => ({ ...entry, start: entry.start + delta, end: entry.end + delta }));
  return { entries: [...entries.slice(0, first), ...added, ...tail], removed, added };
}

/** Scans the whole text again and keeps the analysis of every item whose length and kind are as before and whose text is. */
function rescanAll(entries: readonly Entry[], text: string): Rescan {
  const items = scanAll(text);
  return { entries: items, removed: entries, added: items };
}

function fresh(item: Item): Entry {
  return { ...item, analysis: undefined };
}

function firstTouched(entries: readonly Entry[], start: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.end ?? 0) < start - 1) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the region ends between items: its last item is whole, and no comment runs out of it. */
function endsCleanly(items: readonly Item[], text: string, to: number): boolean {
  if (items.some((item) => !item.complete)) return to === text.length;
  const end = items[items.length - 1]?.end ?? 0;
  const rest = text.slice(Math.max(end, text.lastIndexOf('\n}', to)), to);
  return (
    rest.lastIndexOf('/*') <= rest.lastIndexOf('*/') &&
    !/["']/.test(text.slice(end, to).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))
  );
}

/** Whether the region opens and closes as many `#if`s as before: else items behind it may be cut elsewhere. */
function sameFrames(removed: readonly Item[], items: readonly Item[]): boolean {
  return count(removed) === count(items);
}

function count(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + (item.kind === 'directive' ? 1 : 0), 0);
}
