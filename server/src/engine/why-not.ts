/** Why a kind of page does not get to a use, kind by kind; and why a guard that is there is not enough. */
import {
  ALL,
  describeKinds,
  intersect,
  isEmpty,
  type KindSet,
  kindsOf,
  kindSet,
  has,
  mainKinds,
  minus,
  overlaps,
  union,
} from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { TAGGED_WORDS } from '../kernel/tag-bits.ts';
import type { Related } from '../model/finding.ts';
import type { Guard, Origin, Site, SiteEvent } from '../model/site.ts';
import type { Span } from '../text/span.ts';

/** Some kinds that do not get to a use, and what keeps them away: guards, or the places that the page comes from. */
export interface Exclusion {
  readonly kinds: KindSet;
  readonly guards: readonly Guard[];
  /** The origins that yield no such page; empty where guards keep them away. */
  readonly origins: readonly Origin[];
}

/** For each kind that does not reach the use what excludes it; kinds that the era does not have are left out. */
export function whyNot(
  site: Site,
  matrix: EraMatrix,
  event: SiteEvent | undefined = site.events[0],
): readonly Exclusion[] {
  if (!event) return [];
  const exists = matrix.kindsWhere(ALL, () => true);
  const exclusions = new Map<string, Exclusion>();
  for (const kind of kindsOf(minus(exists, event.kinds))) {
    const kinds = kindSet(kind);
    const comes = site.origins.length === 0 || site.origins.some((origin) => has(origin.kinds, kind));
    const here = event.guards.filter((guard) => has(guard.excludes, kind));
    // What a variable holds has passed the guards of the read.
    const guards = here.length > 0 ? here : (site.events[0]?.guards ?? []).filter((guard) => has(guard.excludes, kind));
    const origins = comes ? [] : site.origins;
    const key = comes ? guards.map(({ start, holds }) => `${start}:${holds}`).join() : 'origins';
    const known = exclusions.get(key);
    exclusions.set(
      key,
      known ? { ...known, kinds: union(known.kinds, kinds) } : { kinds, guards: comes ? guards : [], origins },
    );
  }
  return [...exclusions.values()];
}

/** A guard that is there and does not keep the wrong kinds away, with the reason as a clause. */
export interface Insufficient extends Span {
  readonly clause: string;
}

/** The guard that comes nearest to keeping some kinds away from a use, and why it does not; undefined where none is there. */
export function insufficientGuard(
  event: SiteEvent,
  wrong: KindSet,
  matrix: EraMatrix,
  lineOf: (offset: number) => number,
): Insufficient | undefined {
  const at = ({ text, start }: Guard): string => `\`${oneLine(text)}\` on line ${lineOf(start)}`;
  // What lets no page of the cache through either is there for something else.
  const weak = (event.weak ?? []).filter(({ excludes }) => overlaps(excludes, wrong) && !has(excludes, 'cache'));
  const warning = weak.find(({ why }) => why === 'only-warns');
  if (warning) return { ...spanOf(warning), clause: `${at(warning)} only warns, and the code goes on` };
  const late = weak.find(({ why }) => why === 'late');
  if (late) return { ...spanOf(late), clause: `${at(late)} is asked after this, which is too late` };
  const tagged = matrix.kindsWhere(wrong, (row) => row.mapping.values.some((word) => TAGGED_WORDS.includes(word)));
  const set =
    event.role === 'followed' && event.nonNull
      ? event.guards.find((guard) => guard.holds && !isEmpty(tagged))
      : undefined;
  if (set && !overlaps(set.excludes, wrong))
    return {
      ...spanOf(set),
      clause: `${at(set)} rules NULL out, not ${has(tagged, 'fsdax-shared') ? '0x1' : 'a tag'}`,
    };
  const other = weak.find(({ why }) => why === 'other-path');
  if (other) return { ...spanOf(other), clause: `${at(other)} is asked on another path only` };
  const partial = event.guards.find((guard) => !isEmpty(guard.excludes) && !overlaps(guard.excludes, wrong));
  if (!partial) return undefined;
  const left = describeKinds(mainKinds(intersect(wrong, event.kinds)) || wrong, 'and');
  return { ...spanOf(partial), clause: `${at(partial)} being ${partial.holds} leaves ${left} pages` };
}

/** What a finding says beside its rule: where the page comes from, and the guard that is there and is not enough. */
export interface Evidence {
  readonly clauses: readonly string[];
  readonly related: readonly Related[];
}

export const NO_EVIDENCE: Evidence = { clauses: [], related: [] };

/** The evidence of a finding at `at` about a site, which is wrong for some kinds. */
export function evidenceOf(
  site: Site,
  at: Span,
  wrong: KindSet,
  { matrix, lineOf }: { readonly matrix: EraMatrix; lineOf(offset: number): number },
): Evidence {
  const event = site.events.find(({ start, end }) => start === at.start && end === at.end);
  const guard = event && insufficientGuard(event, wrong, matrix, lineOf);
  const origins = site.origins.filter(({ known, kinds, name }) => known && name !== '' && overlaps(kinds, wrong));
  const related: Related[] = origins.map(({ name, what, start, end }) => {
    const source = `\`${name}${what === 'call' ? '()' : ''}\``;
    return {
      start,
      end,
      message: what === 'parameter' ? `the page is ${source}` : `the page comes from ${source} here`,
    };
  });
  if (!guard) return { clauses: [], related };
  const { start, end, clause } = guard;
  return { clauses: [clause], related: [...related, { start, end, message: 'this guard is not enough' }] };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
