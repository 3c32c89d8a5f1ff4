/** Asks what the page was looked up with, an area or a file, in place of the page itself. */
import { excludedIn } from '../kernel/helper-answers.ts';
import { guardsFor, type HelperSubject } from '../kernel/helper-table.ts';
import { ALL, isSubset, kindsOf, minus } from '../kernel/kinds.ts';
import type { Fix } from '../model/finding.ts';
import { isAtHand, type SynthesisedGuard } from './guard.ts';
import { guarded } from './insert-guard.ts';
import { type Problem, type SiteProblem, underFinding } from './problem.ts';
import { takeForUnsetBy } from './wrap-condition.ts';

/** What guards can be asked of, by the type of a variable. */
const SUBJECTS: Readonly<Record<string, HelperSubject>> = {
  vm_area_struct: 'vma',
  inode: 'inode',
  file: 'file',
};

/** Takes the pages for unset in the condition. */
export function takeForUnsetBySource(problem: Problem): Fix | undefined {
  const found = underFinding(problem);
  const guard = found?.event.role === 'tested' ? guardOf(found) : undefined;
  return found && guard && takeForUnsetBy(guard, found);
}

/** Leaves before the statement of the use. */
export function leaveBySource(problem: Problem): Fix | undefined {
  const found = underFinding(problem);
  const guard = found && guardOf(found);
  return found && guard && guarded(found, guard);
}

/** The guard that spares most of what was looked up there and keeps out what the use is wrong for. */
function guardOf(found: SiteProblem): SynthesisedGuard | undefined {
  const { finding, site, event, unit, view } = found;
  const { start, end } = event.place.within;
  for (const name of site.origins.flatMap(({ from = [] }) => from)) {
    if (!/^[a-z_]\w*$/i.test(name)) continue;
    const [, type = ''] =
      new RegExp(`\\bstruct\\s+(\\w+)\\s*\\*\\s*${name}\\b`).exec(view.code.slice(start, end)) ?? [];
    const subject = SUBJECTS[type];
    const rows = subject === undefined ? [] : guardsFor(subject, unit.era.id).filter((row) => isAtHand(row, found));
    const [best] = rows
      .filter((row) => isSubset(finding.kinds, excludedIn(row, unit.matrix, false)))
      .map((row) => ({ row, reach: minus(ALL, excludedIn(row, unit.matrix, true)) }))
      .sort((a, b) => kindsOf(a.reach).length - kindsOf(b.reach).length);
    if (best)
      return { call: `${best.row.name}(${name})`, excludes: `pages of a DAX ${nameOf(subject)}`, reach: best.reach };
  }
  return undefined;
}

function nameOf(subject: HelperSubject | undefined): string {
  return subject === 'vma' ? 'mapping of memory' : 'file';
}
