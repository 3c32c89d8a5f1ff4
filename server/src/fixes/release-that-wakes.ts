/** Drops a reference by the call that wakes who waits for the page. */
import { helper } from '../kernel/helper-table.ts';
import { RELEASES, releaseOf } from '../kernel/questions.ts';
import type { Fix } from '../model/finding.ts';
import { argumentFor, isAtHand } from './guard.ts';
import { isContinued } from './placement.ts';
import type { Problem } from './problem.ts';

/** Writes the call in place of one that drops a single reference of the same page. */
export function releaseThatWakes(problem: Problem): Fix | undefined {
  const { finding, unit, view } = problem;
  const site = unit.sites.find((candidate) => candidate.at === finding.siteAt);
  const name = site?.asked;
  if (!site || !name || !site.drops || releaseOf(name)?.wakes) return undefined;
  const call = { start: site.start, end: site.end };
  if (!view.isCode(call) || isContinued(view.text, call)) return undefined;
  // A call with another argument drops more than one reference.
  if (!new RegExp(`^${name}\\s*\\(\\s*${escaped(site.base)}\\s*\\)$`).test(view.textOf(call))) return undefined;
  for (const row of RELEASES) {
    const known = row.wakes ? helper(row.name, unit.era.id) : undefined;
    if (!known || known.subject !== 'page' || !isAtHand(known, problem)) continue;
    const inner = /^page_folio\(([^()]*)\)$/.exec(site.base)?.[1];
    const page = inner ?? argumentFor('page', site, problem);
    if (page === undefined) continue;
    const newText = `${row.name}(${page})`;
    const fix = { title: `drop it by \`${newText}\`, which wakes who waits`, edits: [{ span: call, newText }] };
    if (inner !== undefined || site.baseType === 'page') return { ...fix, safe: true };
    return { ...fix, safe: false, eye: 'code about folios asks for a page of the folio then' };
  }
  return undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
