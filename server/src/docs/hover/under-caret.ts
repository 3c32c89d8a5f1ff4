/** Finds what stands under the caret: a site, a local that holds its value, a word. */
import type { KindSet } from '../../kernel/kinds.ts';
import type { Site, SiteEvent } from '../../model/site.ts';
import { type Span, touches } from '../../text/span.ts';

/** A site, or one appearance of its value. */
export interface SiteUnderCaret extends Span {
  readonly site: Site;
  /** The kinds that can be here. */
  readonly kinds: KindSet;
  /** The local variable that holds the value, where the caret stands on one. */
  readonly via?: string;
  /** The appearance, where the caret stands on one. */
  readonly event?: SiteEvent;
}

/** A word of the text, wherever it stands. */
export interface WordUnderCaret extends Span {
  readonly text: string;
}

/** The site at an offset; where several stand within each other, the innermost. */
export function siteAt(sites: readonly Site[], offset: number): SiteUnderCaret | undefined {
  const direct = sites
    .filter((site) => touches(whole(site), offset))
    .sort((a, b) => length(whole(a)) - length(whole(b)))[0];
  if (direct !== undefined) return { site: direct, kinds: direct.kinds, start: direct.start, end: direct.end };
  for (const site of sites) {
    const event = site.events.find((each) => each.via !== undefined && touches(each, offset));
    if (event?.via !== undefined)
      return { site, kinds: event.kinds, via: event.via, event, start: event.start, end: event.end };
  }
  return undefined;
}

/** The word at an offset. */
export function wordAt(text: string, offset: number): WordUnderCaret | undefined {
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(text[start - 1] ?? '')) start -= 1;
  while (end < text.length && /\w/.test(text[end] ?? '')) end += 1;
  return end > start ? { start, end, text: text.slice(start, end) } : undefined;
}

/** A site with its base: the name of a question, or what stands before the member. */
function whole(site: Site): Span {
  return { start: Math.min(site.start, site.baseSpan.start), end: site.end };
}

function length({ start, end }: Span): number {
  return end - start;
}
