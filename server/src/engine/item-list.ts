/** The items of an open file, kept up to date edit by edit: only the items that an edit touches are scanned again. */
import type { FileDeclarations } from '../model/declarations.ts';
import type { Item } from '../model/item.ts';
import { NO_DECLARATIONS, readItemDeclarations } from '../scan/declarations.ts';
import { splitItems } from '../scan/items.ts';
import { tokenize, type Tokens } from '../scan/tokenizer.ts';
import type { ItemAnalysis } from './analyse-item.ts';

/** An item with what was found in it; `analysis` is undefined until it is asked for. */
export interface Entry extends Item {
  readonly analysis: ItemAnalysis | undefined;
  /** What the item declares for the rest of the file. */
  readonly declared: FileDeclarations;
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
  const tokens = tokenize(text);
  return entriesOf(text, tokens, splitItems(text, tokens));
}

/**
 * Brings the list up to date after the text between `start` and `oldEnd` (offsets in the old text) was replaced by
 * `inserted` characters; `before` is the old text.
 *
 * The touched items are scanned again together with the one behind them, which no edit changed: where that one comes out
 * as it was, nothing behind it can have changed either. Else the whole text is scanned.
 */
export function rescan(
  entries: readonly Entry[],
  before: string,
  text: string,
  start: number,
  oldEnd: number,
  inserted: number,
): Rescan {
  const delta = inserted - (oldEnd - start);
  const first = firstTouched(entries, before, start);
  let last = first;
  while (last < entries.length && (entries[last]?.start ?? 0) <= oldEnd + 1) last += 1;
  const sentinel = entries[last];
  const from = first > 0 ? (entries[first - 1]?.end ?? 0) : 0;
  const to = sentinel ? sentinel.end + delta : text.length;
  const tokens = tokenize(text, from, to);
  const items = splitItems(text, tokens);
  const removed = entries.slice(first, last);
  const scanned = sentinel ? items.slice(0, -1) : items;
  const isStable = !sentinel || isSame(items[items.length - 1], sentinel, delta);
  if (!isStable || !removed.every(standsAlone) || !scanned.every(standsAlone)) return rescanAll(entries, text);
  const added = entriesOf(text, tokens, scanned);
  const tail = delta === 0 ? entries.slice(last) : entries.slice(last).map((entry) => moved(entry, delta));
  return { entries: [...entries.slice(0, first), ...added, ...tail], removed, added };
}

function rescanAll(entries: readonly Entry[], text: string): Rescan {
  const items = scanAll(text);
  return { entries: items, removed: entries, added: items };
}

function entriesOf(text: string, tokens: Tokens, items: readonly Item[]): readonly Entry[] {
  const declared = readItemDeclarations(text, tokens, items);
  return items.map((item, at) => ({ ...item, analysis: undefined, declared: declared[at] ?? NO_DECLARATIONS }));
}

function moved(entry: Entry, delta: number): Entry {
  return { ...entry, start: entry.start + delta, end: entry.end + delta };
}

/** The first entry that an edit can change: one that it touches, or one before it whose end hangs on what comes next. */
function firstTouched(entries: readonly Entry[], before: string, start: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.end ?? 0) < start - 1) low = middle + 1;
    else high = middle;
  }
  while (low > 0) {
    const entry = entries[low - 1];
    if (entry && entry.complete && (/[;}]/.test(before[entry.end - 1] ?? '') || isDone(entry, start))) break;
    low -= 1;
  }
  return low;
}

/** Whether how other items are cut does not hang on this one. */
/** A directive ends with its line: what begins behind it cannot become a part of it. */
function isDone({ kind, end }: Item, start: number): boolean {
  return (kind === 'directive' || kind === 'macro') && end < start;
}

function standsAlone(item: Item): boolean {
  return item.complete && item.balanced;
}

function isSame(item: Item | undefined, entry: Entry, delta: number): boolean {
  return (
    item !== undefined &&
    item.start === entry.start + delta &&
    item.end === entry.end + delta &&
    item.kind === entry.kind &&
    item.complete === entry.complete &&
    item.balanced === entry.balanced
  );
}
