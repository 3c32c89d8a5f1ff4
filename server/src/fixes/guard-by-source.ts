/** Asks what the page was looked up with, an area or a file, in place of the page itself. */
import { excludedIn } from '../kernel/helper-answers.ts';
import { guardsFor, type HelperSubject, rowsOf } from '../kernel/helper-table.ts';
import { ALL, DEVICE_KINDS, isEmpty, isSubset, kindsOf, minus } from '../kernel/kinds.ts';
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

/** The types of the entries of page tables that stand for pages which are not mapped. */
const ENTRY = 'swp_entry_t|softleaf_t';

/** The guard that only device pages pass, asked of the entry that the page is looked up with in the same expression. */
export function deviceEntryGuard(found: SiteProblem): SynthesisedGuard | undefined {
  const { site, event, unit, view } = found;
  const [, lookup = '', entry = ''] = /^(\w+)\s*\(\s*([A-Za-z_]\w*)\s*\)$/.exec(site.base) ?? [];
  const { start, end } = event.place.within;
  const isEntry = new RegExp(`\\b(?:${ENTRY})\\s+${entry}\\b`).test(view.code.slice(start, end));
  const headers = rowsOf(lookup).flatMap((row) => (row.role === 'source' ? row.headers : []));
  if (entry === '' || !isEntry || headers.length === 0) return undefined;
  const [widest] = guardsFor('entry', unit.era.id)
    // Whoever can look the entry up has included what is declared beside that.
    .filter((row) => row.headers.some((header) => headers.includes(header)) && found.offers(row) && row.argument === 0)
    .map((row) => ({ row, reach: minus(ALL, excludedIn(row, unit.matrix, true)) }))
    .filter(({ reach }) => isSubset(reach, DEVICE_KINDS) && !isEmpty(reach))
    .sort((a, b) => kindsOf(b.reach).length - kindsOf(a.reach).length);
  return widest && { call: `${widest.row.name}(${entry})`, excludes: 'entries of device pages', reach: widest.reach };
}

function nameOf(subject: HelperSubject | undefined): string {
  return subject === 'vma' ? 'mapping of memory' : 'file';
}
