/** Rewrites `page->inode`, which no release has, to the way that went in: through `page->mapping`. */
import { DEVICE_KINDS } from '../kernel/kinds.ts';
import type { Fix } from '../model/finding.ts';
import type { Unit } from '../model/unit.ts';
import { earlyExit } from './early-exit.ts';
import { guardAgainst } from './guard.ts';
import { exitAt, exitBefore, inOneLine } from './insert-guard.ts';
import { deciding, isContinued } from './placement.ts';
import { atSite, type Problem } from './problem.ts';

/** Reads the host of the mapping in place of the member; a store to the member has no such form. */
export function rewritePageInode({ finding, unit, view }: Problem): Fix | undefined {
  const site = unit.sites.find((candidate) => candidate.at === finding.siteAt);
  if (!site || isDeclared(unit) || !mappingLeadsToFile(unit)) return undefined;
  if (!view.isCode(site) || isContinued(view.text, site)) return undefined;
  if (site.events.some(({ role }) => role === 'assigned')) return undefined;
  const field = { start: site.end - site.field.length, end: site.end };
  if (view.textOf(field) !== site.field || view.isAddressed(site.start)) return undefined;
  const mapping = `${site.base}->mapping`;
  if (site.events.every(({ role }) => role === 'tested')) {
    const eye = `\`${mapping}\` is also set on pages that are not DAX: ask for device memory first`;
    return {
      title: `test \`${mapping}\`, which leads to the inode`,
      safe: false,
      eye,
      edits: [{ span: field, newText: 'mapping' }],
    };
  }
  const title = `read \`${mapping}->host\`, the inode of a DAX page`;
  const eye = `\`${mapping}\` can be NULL or a tag: test it first, and hold the DAX entry lock`;
  return { title, safe: false, eye, edits: [{ span: field, newText: 'mapping->host' }] };
}

/** Whether `->mapping` of a FS-DAX page leads to its file in this era. */
function mappingLeadsToFile(unit: Unit): boolean {
  return unit.matrix.row('fsdax').mapping.canBeAddressSpace;
}

/** In a tree with the member: leaves before it is followed where the page has none. */
export function guardPageInode(problem: Problem): Fix | undefined {
  if (!isDeclared(problem.unit)) return undefined;
  const found = atSite(problem, 'followed');
  const exit = found && earlyExit(found.event.place, exitAt(found.event.place, found.view), found.view);
  const guard = found && guardAgainst(DEVICE_KINDS, found.site, problem);
  if (!found || !exit || !guard || found.event.via !== undefined) return undefined;
  const { site, event, view } = found;
  const condition = `!${guard.call} || !${site.base}->inode`;
  const edits = exitBefore(event, condition, exit, view);
  if (!edits) return undefined;
  return {
    title: `skip pages without an inode: \`${inOneLine(condition, exit)}\``,
    safe: false,
    eye: exit.eye,
    edits: deciding(edits, exit.statements),
  };
}

function isDeclared(unit: Unit): boolean {
  return unit.pageHasMember('inode') ?? unit.era.id === 'inode-2017';
}
