/** The items of an open file, kept up to date edit by edit: only the items that an edit touches are scanned again. */
import type { FileDeclarations } from '../model/declarations.ts';
import { NO_DECLARATIONS, readItemDeclarations } from '../scan/declarations.ts';
import { AT_START, type CutItem, type CutState, type OpenGroup, resumeItems, splitItems } from '../scan/items.ts';
import { type Tokens, tokenizeUnpaired } from '../scan/tokenizer.ts';
import type { ItemAnalysis } from './analyse-item.ts';

/** An item with what was found in it; `analysis` is undefined until it is asked for. */
export interface Entry extends CutItem {
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
  const tokens = tokenizeUnpaired(text);
  return entriesOf(text, tokens, splitItems(text, tokens));
}

/** The edit's place in the old text, and how far it moves what is behind it. */
interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly delta: number;
}

/** How many times more entries are looked at where those so far did not tell. */
const WIDER = 4;

/**
 * Brings the list up to date after the text between `start` and `oldEnd` (offsets in the old text) was replaced by
 * `inserted` characters; `before` is the old text.
 *
 * The touched items are cut again together with some behind them, which no edit changed: from the first of those on that
 * comes out as it was, with the same state behind it, nothing can have changed. Where none does, more are looked at.
 */
export function rescan(
  entries: readonly Entry[],
  before: string,
  text: string,
  start: number,
  oldEnd: number,
  inserted: number,
): Rescan {
  const change: Change = { start, oldEnd, delta: inserted - (oldEnd - start) };
  let first = firstTouched(entries, before, start);
  let untouched = first;
  while (untouched < entries.length && (entries[untouched]?.start ?? 0) <= oldEnd + 1) untouched += 1;
  for (let ahead = 1; ; ) {
    const last = entries[untouched + ahead - 1];
    const from = first > 0 ? (entries[first - 1]?.end ?? 0) : 0;
    const tokens = tokenizeUnpaired(text, from, last ? last.end + change.delta : text.length);
    const items = resumeItems(text, tokens, entries[first - 1]?.behind ?? AT_START);
    if (typeof items === 'number') {
      first = settled(entries, before, start, indexAt(entries, items));
      continue;
    }
    const [end, kept] = meeting(items, entries, untouched, change);
    if (kept === entries.length && last) {
      ahead *= WIDER;
      continue;
    }
    const added = entriesOf(text, tokens, items.slice(0, end));
    const tail = movedAll(entries.slice(kept), change);
    return { entries: [...entries.slice(0, first), ...added, ...tail], removed: entries.slice(first, kept), added };
  }
}

/** The first of the new items that is an old entry in its new place, and that entry; the ends of both lists where none is. */
function meeting(
  items: readonly CutItem[],
  entries: readonly Entry[],
  untouched: number,
  change: Change,
): readonly [item: number, entry: number] {
  let at = untouched;
  for (const [index, item] of items.entries()) {
    while (at < entries.length && (entries[at]?.start ?? 0) + change.delta < item.start) at += 1;
    const entry = entries[at];
    if (!entry) break;
    if (isSame(item, entry, change)) return [index, at];
  }
  return [items.length, entries.length];
}

function entriesOf(text: string, tokens: Tokens, items: readonly CutItem[]): readonly Entry[] {
  const declared = readItemDeclarations(text, tokens, items);
  return items.map((item, at) => ({ ...item, analysis: undefined, declared: declared[at] ?? NO_DECLARATIONS }));
}

/** Entries behind an edit, in their new places. */
function movedAll(entries: readonly Entry[], change: Change): readonly Entry[] {
  const { delta } = change;
  if (delta === 0) return entries;
  // Entries in a row share their state.
  let last: CutState | undefined;
  let moved: CutState = AT_START;
  return entries.map((entry) => {
    if (entry.behind !== last) {
      last = entry.behind;
      const group = movedGroup(last.group, change);
      moved = group === last.group ? last : { depth: last.depth, group };
    }
    const { kind, start, end, complete, analysis, declared } = entry;
    // Written out: this is done for all of a file, and a spread takes several times as long.
    return { kind, start: start + delta, end: end + delta, complete, behind: moved, analysis, declared };
  });
}

function movedGroup(group: OpenGroup | undefined, change: Change): OpenGroup | undefined {
  if (!group || group.start < change.start) return group;
  return { ...group, outer: movedGroup(group.outer, change), start: group.start + change.delta };
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
  return settled(entries, before, start, low);
}

/** The entry itself, or the first of those right before it whose ends hang on what comes next. */
function settled(entries: readonly Entry[], before: string, start: number, from: number): number {
  let first = from;
  while (first > 0) {
    const entry = entries[first - 1];
    if (entry && entry.complete && (/[;}]/.test(before[entry.end - 1] ?? '') || isDone(entry, start))) break;
    first -= 1;
  }
  return first;
}

/** A directive ends with its line: what begins behind it cannot become a part of it. */
function isDone({ kind, end }: Entry, start: number): boolean {
  return (kind === 'directive' || kind === 'macro') && end < start;
}

/** The last entry that begins at an offset or before it. */
function indexAt(entries: readonly Entry[], offset: number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((entries[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isSame(item: CutItem, entry: Entry, change: Change): boolean {
  const { delta } = change;
  return (
    item.start === entry.start + delta &&
    item.end === entry.end + delta &&
    item.kind === entry.kind &&
    item.complete &&
    entry.complete &&
    item.behind.depth === entry.behind.depth &&
    isSameGroup(item.behind.group, entry.behind.group, change)
  );
}

/** Whether a `#if` of the new text is one of the old text in its new place, and so are those around it. */
function isSameGroup(now: OpenGroup | undefined, old: OpenGroup | undefined, change: Change): boolean {
  if (now === old) return true; // both stand before the edit
  if (!now || !old) return false;
  const { start, oldEnd, delta } = change;
  const place = old.start < start ? old.start : old.start >= oldEnd ? old.start + delta : -1;
  return (
    now.start === place &&
    now.depth === old.depth &&
    now.inItem === old.inItem &&
    isSameGroup(now.outer, old.outer, change)
  );
}
