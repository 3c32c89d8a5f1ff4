/** Rewrites `page->inode`, which no release has, to the way that went in: through `page->mapping`. */
import { eraIndex } from '../kernel/eras.ts';
import type { Fix } from '../model/finding.ts';
import { earlyExit } from './early-exit.ts';
import { guardAgainst } from './guard.ts';
import { exitBefore } from './insert-guard.ts';
import { isContinued } from './placement.ts';
import { atSite, type Problem } from './problem.ts';
import { DEVICE_KINDS } from '../kernel/kinds.ts';

/** Since this era `->mapping` of a FS-DAX page leads to its file. */
const MAPPING_IS_SET = eraIndex('4.17');

/** Reads the host of the mapping in place of the member; a store to the member has no such form. */
export function rewritePageInode({ finding, unit, view }: Problem): Fix | undefined {
  const site = unit.sites.find((candidate) => candidate.at === finding.siteAt);
  if (!site || site.field !== 'inode' || eraIndex(unit.era.id) < MAPPING_IS_SET) return undefined;
  if (unit.pageHasMember(site.field) || !view.isCode(site) || isContinued(view.text, site)) return undefined;
  if (site.events.some(({ role }) => role === 'assigned')) return undefined;
  const field = { start: site.end - site.field.length, end: site.end };
  if (view.textOf(field) !== site.field || view.code.charAt(view.before(site.start)) === '&') return undefined;
  const text = `${site.base}->mapping`;
  return {
    title: `read \`${text}->host\`, where DAX keeps its inode since 4.17`,
    safe: false,
    eye: `\`${text}\` can be NULL or a tag: test it first, and hold the DAX entry lock`,
    edits: [{ span: field, newText: 'mapping->host' }],
  };
}

/** In a tree with the member: leaves before it is followed where the page has none. */
export function guardPageInode(problem: Problem): Fix | undefined {
  if (problem.unit.pageHasMember('inode') === false) return undefined;
  const found = atSite(problem, 'followed');
  const exit = found && earlyExit(found.event.place);
  const guard = found && guardAgainst(DEVICE_KINDS, found.site, problem);
  if (!found || !exit || !guard || found.event.via !== undefined) return undefined;
  const { site, event, view } = found;
  const condition = `!${guard.call} || !${site.base}->inode`;
  const edits = exitBefore(event.place, condition, exit.statement, view);
  if (!edits) return undefined;
  return { title: `skip pages without an inode: \`if (${condition}) ${exit.statement}\``, safe: false, eye: exit.eye, edits };
}
