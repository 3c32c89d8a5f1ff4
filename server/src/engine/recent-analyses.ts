/** Remembers what was found in items that edits have changed: who takes an edit back gets it at once. */
import type { ItemAnalysis } from './analyse-item.ts';
import type { Entry } from './item-list.ts';

/** Items that are remembered; the longest ago seen goes first. */
const MOST_ITEMS = 64;

/** Items of a file by their text, each as it was analysed last. */
export class RecentAnalyses {
  private readonly known = new Map<string, Entry & { readonly analysis: ItemAnalysis }>();

  /** Remembers an item by its text; one that was not analysed has nothing to remember. */
  keep(text: string, entry: Entry): void {
    const { analysis } = entry;
    if (!analysis) return;
    const own = copyOf(text);
    this.known.delete(own);
    this.known.set(own, { ...entry, analysis });
    for (const [oldest] of this.known) {
      if (this.known.size <= MOST_ITEMS) break;
      this.known.delete(oldest);
    }
  }

  /** What was found in an item of this text; undefined where none is remembered that was cut in the same way. */
  find(text: string, { kind, complete }: Entry): ItemAnalysis | undefined {
    const entry = this.known.get(text);
    return entry?.kind === kind && entry.complete === complete ? entry.analysis : undefined;
  }

  /** Forgets what no longer holds. */
  forget(isGone: (analysis: ItemAnalysis) => boolean): void {
    for (const [text, { analysis }] of this.known) if (isGone(analysis)) this.known.delete(text);
  }
}

/** A part of a text keeps the whole of it in memory; its copy does not. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
