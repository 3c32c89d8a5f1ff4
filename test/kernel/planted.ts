/** Guards that are put into real files: where pages are proven to make a hazard, one that turns pages of a device away. */
import type { ChainStep } from '../../server/src/model/solution.ts';
import { calledAs } from '../../server/src/flow/called-as.ts';
import { kindSet } from '../../server/src/kernel/kinds.ts';
import type { Guard, Guards } from './guards.ts';
import type { Judged, MutableTree } from './mutable-tree.ts';

/** A file with a guard that it does not have, on the way to a hazard that it has. */
export interface Planted {
  readonly hazard: Judged;
  readonly guard: Guard;
  /** The file with the guard. */
  readonly text: string;
}

/** The predicates that a planted guard asks, by what it is asked about. */
const ASKS = { page: 'is_zone_device_page', folio: 'folio_is_zone_device' } as const;

/** The places where one guard may keep pages from a hazard: before the site, and where a function on the way begins. */
export function plantings(tree: MutableTree, guards: Guards, hazard: Judged): readonly Planted[] {
  return [...beforeSite(tree, hazard), ...hazard.chain.flatMap((step) => atStart(tree, guards, hazard, step))];
}

/** Before the statement of the site, where that stands in a block. */
function beforeSite(tree: MutableTree, hazard: Judged): readonly Planted[] {
  const { path, site } = hazard;
  const place = site.events[0]?.place;
  if (!path.endsWith('.c') || place === undefined || !place.inBlock) return [];
  return [
    planted(tree, hazard, {
      path,
      at: place.start,
      functionName: site.functionName,
      page: site.base,
      type: site.baseType,
    }),
  ];
}

/** At the beginning of a function that gets the page as a parameter of its own. */
function atStart(tree: MutableTree, guards: Guards, hazard: Judged, { to }: ChainStep): readonly Planted[] {
  const [letter, called = '', index] = to.split(' ');
  const [name = '', local] = called.split('@');
  if (letter !== 'P') return [];
  const file = tree.base.facts.find(
    ({ path, functions }) =>
      path.endsWith('.c') &&
      (local === undefined || path === local) &&
      functions.some((each) => each.name === name && each.isLocal === (local !== undefined)),
  );
  if (file === undefined) return [];
  const { path } = file;
  for (const { ir, base } of guards.functions(path, tree.read(path))) {
    const parameter = ir.parameters[Number(index)];
    const first = ir.body[0];
    const type = parameter?.type?.name.replace(/^struct /, '');
    if (calledAs(ir) !== name || parameter === undefined || first === undefined) continue;
    if (parameter.type?.stars !== 1 || (type !== 'page' && type !== 'folio')) continue;
    return [planted(tree, hazard, { path, at: base + first.start, functionName: ir.name, page: parameter.name, type })];
  }
  return [];
}

interface Place {
  readonly path: string;
  readonly at: number;
  readonly functionName: string;
  readonly page: string;
  readonly type: 'page' | 'folio';
}

/** The guard stands on the line of what was there, so that no line moves. */
function planted(tree: MutableTree, hazard: Judged, { path, at, functionName, page, type }: Place): Planted {
  const before = tree.read(path);
  const condition = `${ASKS[type]}(${page})`;
  const text = `${before.slice(0, at)}if (${condition}) return 0; ${before.slice(at)}`;
  const start = at + 'if ('.length;
  const end = start + condition.length;
  return {
    hazard,
    text,
    guard: { path, functionName, text: condition, holds: false, excludes: kindSet(), start, end },
  };
}
