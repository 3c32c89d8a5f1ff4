/** A problem is a finding with what a fix has to know: the site, the event, the code around it, the helpers of the tree. */
import { availability, type Helper } from '../kernel/helper-table.ts';
import type { Finding, Fix, Gap } from '../model/finding.ts';
import type { EventRole, Site, SiteEvent } from '../model/site.ts';
import type { Unit } from '../model/unit.ts';
import { type CodeView, codeView } from './code-view.ts';

export interface Problem {
  readonly finding: Finding;
  readonly unit: Unit;
  readonly view: CodeView;
  /** Whether the tree has a helper. */
  readonly offers: (row: Helper) => boolean;
  /** Whether the file, or a header that it includes, declares a name; undefined where that is not known. */
  readonly sees: (name: string) => boolean | undefined;
}

/** What is known about the file and its tree beside the unit. */
export interface Surroundings {
  /** Regions of the file that could not be read. */
  readonly gaps: readonly Gap[];
  /** Whether the tree declares a helper; undefined where its headers do not tell. */
  declares(helper: string): boolean | undefined;
  /** Whether the file, or a header that it includes, declares a name; undefined where that is not known. */
  sees(name: string): boolean | undefined;
}

/** Headers that whoever handles a page or folio has included, so that no `#include` is missing behind a fix. */
const AT_HAND = /^include\/linux\/(?:memremap|mm|mmzone|page-flags|pagemap)\.h$/;

/** A header that any file may include. */
const PUBLIC = /^include\/linux\/[\w-]+\.h$/;

/**
 * Whether the file sees a helper, or would with one more header. Where headers cannot be read: whether it is declared
 * where every such file looks.
 */
export function isVisible(row: Helper, { sees }: Problem): boolean {
  const seen = sees(row.name);
  if (seen === undefined) return row.headers.some((header) => AT_HAND.test(header));
  return seen || row.headers.some((header) => PUBLIC.test(header));
}

/** A problem of a site, and the use of its value that the finding is about. */
export interface SiteProblem extends Problem {
  readonly site: Site;
  readonly event: SiteEvent;
}

/** Makes the fixes of one form for a problem; undefined or nothing where the form does not suit. */
export type FixMaker = (problem: Problem) => Fix | undefined;

/** Prepares a problem; where a tree does not tell what it declares, a helper counts that its whole era has. */
export function problemOf(finding: Finding, unit: Unit, text: string, { declares, sees }: Surroundings): Problem {
  // The headers that tell the era are not all that there are: what the file sees is there as well.
  const offers = (row: Helper): boolean =>
    sees(row.name) === true || (declares(row.name) ?? availability(row, unit.era.id) === 'all');
  return { finding, unit, view: codeView(text), offers, sees };
}

/** The site of a problem with its event of a role, the one under the finding before others; undefined in a macro's body. */
export function atSite(problem: Problem, role: EventRole): SiteProblem | undefined {
  const { finding, unit, view } = problem;
  const site = unit.sites.find((candidate) => candidate.at === finding.siteAt);
  const events = site?.events.filter((event) => event.role === role) ?? [];
  const event = events.find(({ start, end }) => start === finding.start && end === finding.end) ?? events[0];
  if (!site || !event || !view.isCode(site) || !view.isCode(event)) return undefined;
  return { ...problem, site, event };
}

/** The site of a problem with the use under the finding, whatever its role; undefined in a macro's body. */
export function underFinding(problem: Problem): SiteProblem | undefined {
  const { finding, unit, view } = problem;
  const site = unit.sites.find((candidate) => candidate.at === finding.siteAt);
  const event = site?.events.find(({ start, end }) => start === finding.start && end === finding.end);
  return site && event && view.isCode(site) && view.isCode(event) ? { ...problem, site, event } : undefined;
}

/** The other sites of the same field of the same base in the function, and the site itself. */
export function twinsOf(site: Site, unit: Unit): readonly Site[] {
  const within = site.events[0]?.place.within;
  return unit.sites.filter(
    (other) =>
      other.field === site.field && other.base === site.base && other.events[0]?.place.within.start === within?.start,
  );
}

/** Whether the value is tested for NULL only behind the event that follows it. */
export function isTestedLate({ site, event, unit }: SiteProblem): boolean {
  const isLate = (other: Site): boolean =>
    other.events.some(({ followedBefore }) => followedBefore?.start === event.start);
  return isLate(site) || twinsOf(site, unit).some(isLate);
}

/** Whether the value is followed behind an offset in the function. */
export function isFollowedBehind({ site, unit }: SiteProblem, offset: number): boolean {
  return twinsOf(site, unit).some((twin) =>
    twin.events.some(({ role, start }) => role === 'followed' && start > offset),
  );
}
