/** A rule is a value: the false belief it refutes, the words a user reads, and a check that looks at a unit. */
import type { EraMatrix } from '../kernel/matrix.ts';
import type { Era } from '../kernel/eras.ts';
import { has, intersect, isEmpty, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import type { SiteField } from '../kernel/site-fields.ts';
import type { FlowPlace } from '../model/facts.ts';
import type { Related, Severity } from '../model/finding.ts';
import type { Site } from '../model/site.ts';
import type { Unit } from '../model/unit.ts';
import type { Span } from '../text/span.ts';

export interface RuleDocs {
  /** What the code does, in one or two sentences. */
  readonly what: string;
  /** Why that is wrong for a DAX page. */
  readonly why: string;
  /** What to write instead. */
  readonly instead: string;
  /** What the rule is known not to see, or to report wrongly. */
  readonly limits: readonly string[];
}

export interface RuleExample {
  /** The release whose facts the example is about. */
  readonly era: string;
  /** Reported exactly once. */
  readonly bad: string;
  /** Not reported. */
  readonly good: string;
}

export interface RuleContext {
  readonly era: Era;
  readonly matrix: EraMatrix;
  /** The 1-based line of an offset. */
  lineOf(offset: number): number;
}

/** What a check yields; the engine adds the rule's id. */
export interface Report {
  readonly at: Span;
  readonly severity: Severity;
  readonly message: string;
  readonly reason: string;
  readonly kinds: KindSet;
  readonly related?: readonly Related[];
  readonly site?: Site;
  /** The place of the whole tree whose way is the evidence, where the report is about no site. */
  readonly place?: FlowPlace;
  /** Other sites whose use rests on the same belief. */
  readonly concerns?: readonly Site[];
}

export interface Rule {
  readonly id: string;
  readonly summary: string;
  /** The severity of a report that is proven; a page of unknown origin gives a hint. */
  readonly severity: Severity;
  readonly confidence: 'high' | 'medium' | 'low';
  /** The fields whose sites it looks at; none for a rule that looks at something else. */
  readonly fields: readonly SiteField[];
  /** Whether a report depends on where the page comes from, so that an unknown origin makes it a hint. */
  readonly needsOrigin: boolean;
  /** It says nothing of a file that is looked at by itself. */
  readonly needsTree?: true;
  /** What it reports is code that can go. */
  readonly isUnnecessary?: true;
  readonly docs: RuleDocs;
  readonly example: RuleExample;
  check(unit: Unit, context: RuleContext): Iterable<Report>;
}

/** Declares a rule; the function only gives the value its type. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** A warning where an origin of the page proves that such a page can be there, else a hint. */
export function provenSeverity(site: Site, wrong: KindSet): Severity {
  return isEmpty(intersect(wrong, site.proven)) ? 'hint' : 'warning';
}

/** Of the kinds that make a use wrong those that are proven to be there, where any are; else all of them. */
export function surestKinds(site: Site, wrong: KindSet): KindSet {
  const proven = intersect(wrong, site.proven);
  return isEmpty(proven) ? wrong : proven;
}

/**
 * The kinds of a set that are known to come from an origin that tells kinds apart. One that yields every kind proves
 * none of them: which frame `pfn_to_page()` is given only its caller knows.
 */
export function toldApart(site: Site, kinds: KindSet): KindSet {
  const told = site.origins
    .map((origin) => (origin.known ? origin.kinds : (origin.proven ?? NO_KINDS)))
    .filter((from) => !has(from, 'slab'));
  return intersect(kinds, told.reduce<KindSet>(union, NO_KINDS));
}

/** Where the page of a site comes from, as the last clause of a reason. */
export function originClause(site: Site): string {
  const known = site.origins.find((origin) => origin.known);
  if (known?.what === 'parameter') return `the page is the parameter \`${known.name}\``;
  if (known) return `the page comes from \`${known.name}${known.what === 'call' ? '()' : ''}\``;
  const parameter = site.origins.find((origin) => origin.what === 'parameter');
  if (parameter) {
    const callers =
      parameter.proven === undefined ? 'whose callers are not looked at yet' : 'whose callers do not tell';
    return `the page is the parameter \`${parameter.name}\`, ${callers}`;
  }
  const [first] = site.origins;
  return first?.name
    ? `nothing is known about the pages of \`${first.name}\``
    : 'nothing is known about where the page comes from';
}
