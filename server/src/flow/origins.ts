/** What the origins of a value tell together. */
import { ALL, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import type { Origin } from '../model/site.ts';

/** The kinds that can come from any of the origins; all of them where there is none. */
export function kindsOfOrigins(origins: readonly Origin[]): KindSet {
  if (origins.length === 0) return ALL;
  return origins.reduce<KindSet>((set, origin) => union(set, origin.kinds), NO_KINDS);
}

/** The kinds that are known to come from one of the origins. */
export function provenOfOrigins(origins: readonly Origin[]): KindSet {
  return origins.reduce<KindSet>(
    (set, origin) => union(set, origin.proven ?? (origin.known ? origin.kinds : NO_KINDS)),
    NO_KINDS,
  );
}
