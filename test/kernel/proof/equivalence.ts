/** Whether a fix brings back what a guard did: the same kinds of page are kept from the same use. */
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import type { KindSet } from '../../../server/src/kernel/kinds.ts';
import type { Finding } from '../../../server/src/model/finding.ts';
import { eventOf, type Mutation } from './mutations.ts';

/** The place of a use, by what neither a guard nor a fix changes. */
interface Use {
  readonly functionName: string;
  readonly base: string;
  readonly field: string;
  /** Which of the sites of that field of that base in the function, and which of its events of a role. */
  readonly nth: number;
  readonly role: string;
  readonly nthEvent: number;
}

/** Whether the fixed text is as good as the one with the guard, for the use that the finding is about. */
export function isEquivalent(
  { sort, guard, finding }: Mutation,
  guarded: AnalysedFile,
  without: AnalysedFile,
  fixed: AnalysedFile,
): boolean {
  if (sort === 'read raw') return countOf(fixed.text, guard) === countOf(guarded.text, guard);
  const use = useOf(without, finding);
  const kinds = use && kindsAt(fixed, use);
  return use !== undefined && kinds !== undefined && kinds === kindsAt(guarded, use);
}

function useOf(file: AnalysedFile, finding: Finding): Use | undefined {
  const site = file.unit.sites.find(({ at }) => at === finding.siteAt);
  const event = site && eventOf(site, finding);
  if (site === undefined || event === undefined) return undefined;
  const { functionName, base, field } = site;
  const { role } = event;
  const nthEvent = site.events.filter((each) => each.role === role).indexOf(event);
  return { functionName, base, field, nth: alike(file, site).indexOf(site), role, nthEvent };
}

/** The kinds that get to a use; undefined where it is not there. */
function kindsAt(file: AnalysedFile, use: Use): KindSet | undefined {
  const site = alike(file, use)[use.nth];
  return site?.events.filter(({ role }) => role === use.role)[use.nthEvent]?.kinds;
}

function alike(file: AnalysedFile, use: Pick<Use, 'functionName' | 'base' | 'field'>): AnalysedFile['unit']['sites'] {
  return file.unit.sites.filter(
    ({ functionName, base, field }) => functionName === use.functionName && base === use.base && field === use.field,
  );
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}
