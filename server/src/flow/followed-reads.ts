/** Where a function follows reads of a field, laid out so that a test finds those that it lets through. */
import type { SiteEvent } from '../model/site.ts';

/** A read of a field of one page: by what it is told from others, and what happens to its value. */
interface Read {
  readonly page: string;
  readonly events: readonly SiteEvent[];
}

interface Followed {
  readonly start: number;
  readonly end: number;
  /** Where the first event that follows the same read ends. */
  readonly firstEnd: number;
}

export class FollowedReads {
  /** In the order of their starts. */
  private readonly byPage = new Map<string, Followed[]>();

  constructor(reads: Iterable<Read>) {
    for (const { page, events } of reads) {
      const followed = events.filter((event) => event.role === 'followed');
      const firstEnd = Math.min(...followed.map(({ end }) => end));
      const list = this.byPage.get(page) ?? [];
      this.byPage.set(page, list);
      for (const { nonNull, start, end } of followed) if (nonNull) list.push({ start, end, firstEnd });
    }
    for (const list of this.byPage.values()) list.sort((a, b) => a.start - b.start);
  }

  /**
   * Whether a read of the same field of a page is followed behind a test and within its statement. What was followed before
   * the test does not depend on it.
   */
  has(page: string, test: SiteEvent): boolean {
    const list = this.byPage.get(page) ?? [];
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.start ?? 0) > test.start) high = middle;
      else low = middle + 1;
    }
    for (let at = low; at < list.length; at += 1) {
      const { start, end, firstEnd } = list[at] ?? { start: 0, end: 0, firstEnd: 0 };
      if (start > test.place.end) return false;
      if (end <= test.place.end && firstEnd > test.start) return true;
    }
    return false;
  }
}
