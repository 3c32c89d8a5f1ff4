/** A site in an arm of `#if`: what cannot be there with an option off is not there. */
import { kindsNeeding } from '../kernel/config-kinds.ts';
import { type KindSet, minus, NO_KINDS, union } from '../kernel/kinds.ts';
import type { Site, SiteEvent } from '../model/site.ts';
import { optionsOff } from './conditions.ts';

/** A site with the conditions around its item, and without what they rule out. */
export function withCondition(site: Site, around: string | undefined): Site {
  if (around === undefined) return site;
  const config = site.config === undefined ? around : `${around} && ${site.config}`;
  const off = optionsOff(around);
  const gone = off.reduce<KindSet>((kinds, option) => union(kinds, kindsNeeding(option)), NO_KINDS);
  const events = site.events.map((event) => withoutOptions(event, off, gone));
  return { ...site, kinds: minus(site.kinds, gone), proven: minus(site.proven, gone), events, config };
}

function withoutOptions(event: SiteEvent, off: readonly string[], gone: KindSet): SiteEvent {
  const { needs, kindsWhenSet, kindsWhenNull } = event;
  return {
    ...event,
    // A question that is a constant without its option reads nothing.
    ...(needs !== undefined && off.includes(needs) ? { role: 'other', addressOnly: true, isUnread: true } : {}),
    kinds: minus(event.kinds, gone),
    ...(kindsWhenSet === undefined ? {} : { kindsWhenSet: minus(kindsWhenSet, gone) }),
    ...(kindsWhenNull === undefined ? {} : { kindsWhenNull: minus(kindsWhenNull, gone) }),
  };
}
