/** What the functions of a file rely on about the pages that they are given, read from the findings about their parameters. */
import { helper } from '../kernel/helper-table.ts';
import type { EraId } from '../kernel/eras.ts';
import { DAX_KINDS, intersect, isEmpty, minus, NO_KINDS, union } from '../kernel/kinds.ts';
import type { Contract } from '../model/contract.ts';
import { rules } from '../rules/index.generated.ts';
import type { AnalysedFile } from './api.ts';

/** The rules whose findings depend on what page it is. */
const ABOUT_PAGES: ReadonlySet<string> = new Set(rules.filter((rule) => rule.needsOrigin).map(({ id }) => id));

/**
 * The contracts of the functions that a file defines, one a parameter, in the order of the text. They are whole only
 * where the file was opened without knowledge of what the tree sends to it: where no DAX page comes now none is found.
 */
export function contractsIn(file: AnalysedFile): readonly Contract[] {
  const sites = new Map(file.unit.sites.map((site) => [site.at, site]));
  const found = new Map<string, Contract>();
  for (const { rule, siteAt, kinds, message, start } of file.findings) {
    const site = siteAt === undefined ? undefined : sites.get(siteAt);
    const wrong = intersect(kinds, DAX_KINDS);
    if (site === undefined || !ABOUT_PAGES.has(rule) || isEmpty(wrong)) continue;
    for (const { what, place = '' } of site.origins) {
      const [, name, index] = /^P (\w+) (\d+)$/.exec(place) ?? [];
      if (what !== 'parameter' || name === undefined) continue;
      const key = `${name} ${index}`;
      const known = found.get(key);
      const line = file.lines.position(start).line + 1;
      found.set(key, {
        function: name,
        parameter: Number(index),
        type: site.baseType,
        reason: message,
        at: { file: file.path, line },
        ...known,
        wrong: union(known?.wrong ?? NO_KINDS, wrong),
      });
    }
  }
  return [...found.values()];
}

/** What the helper table knows of a function of the kernel; undefined where it needs no page of the page cache. */
export function contractOfHelper(name: string, era: EraId): Contract | undefined {
  const row = helper(name, era);
  if (row?.role !== 'needs-page-cache' || row.argument < 0) return undefined;
  if (row.subject !== 'page' && row.subject !== 'folio') return undefined;
  const wrong = minus(DAX_KINDS, row.worksOn ?? NO_KINDS);
  if (isEmpty(wrong)) return undefined;
  return { function: name, parameter: row.argument, type: row.subject, wrong, reason: row.meaning };
}
