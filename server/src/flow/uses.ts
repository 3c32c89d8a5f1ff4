/** What a site does with its field, told from the roles in which the value appears. */
import type { EventRole, SiteEvent, SiteUse } from '../model/site.ts';

/** The strongest use among a site's events; writing it outranks looking at its bits, that outranks following it, and so on. */
export function useOf(events: readonly SiteEvent[], inTracepoint: boolean): SiteUse {
  const has = (role: EventRole): boolean => events.some((event) => event.role === role && !event.inPrint);
  const direct = events.find((event) => event.via === undefined);
  if (has('assigned')) return 'assign';
  if (inTracepoint || direct?.inPrint || direct?.role === 'printed') return 'trace';
  if (has('masked')) return 'flagbits';
  const followed = events.filter((event) => event.role === 'followed' && !event.inPrint);
  if (followed.length > 0) return followed.every((event) => event.detail === 'a_ops') ? 'aops-call' : 'deref';
  if (has('compared')) return 'identity-check';
  if (has('argument')) return 'passed';
  const tested = events.find((event) => event.role === 'tested');
  if (tested) return (tested.asksIfSet ?? tested.whenTrue) ? 'nonnull-as-pagecache' : 'null-as-truncated';
  return events.some((event) => event.inPrint || event.role === 'printed') ? 'trace' : 'other';
}
