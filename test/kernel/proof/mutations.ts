/** Mutations: real files without a guard that pages need, each with the text in which the guard stands. */
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import { guardsFor, type Helper } from '../../../server/src/kernel/helper-table.ts';
import { excludedIn } from '../../../server/src/kernel/helper-answers.ts';
import {
  DAX_KINDS,
  DEVICE_KINDS,
  isEmpty,
  isSubset,
  type KindSet,
  overlaps,
} from '../../../server/src/kernel/kinds.ts';
import { UNTAGGED_MAPPING } from '../../../server/src/kernel/untagged-mapping.ts';
import type { Finding } from '../../../server/src/model/finding.ts';
import type { Site, SiteEvent } from '../../../server/src/model/site.ts';
import { withoutGuard } from '../guards.ts';
import { freshFindings } from './findings.ts';
import { shuffled } from './chance.ts';

/** How a guard came to be missing. */
export type Sort = 'taken away' | 'read raw' | 'planted';

export interface Mutation {
  readonly sort: Sort;
  readonly path: string;
  /** The guard's text. */
  readonly guard: string;
  /** The file with the guard. */
  readonly guarded: string;
  /** The file without it. */
  readonly text: string;
  /** What is found without the guard and not with it. */
  readonly finding: Finding;
}

/** What has to be known of a tree to mutate its files. */
export interface Ground {
  /** How often the tree calls a helper. */
  readonly callsOf: (name: string) => number;
  /** A number from 0 to 1, another one each time. */
  readonly random: () => number;
}

/** Each guard of a file that stands in a function with a site and alone keeps a finding away, taken away. */
export function takenAway(file: AnalysedFile): readonly Mutation[] {
  const { text, unit } = file;
  const guards = new Map<number, { readonly start: number; readonly end: number; readonly holds: boolean }>();
  for (const { place, guards: around } of unit.sites.flatMap(({ events }) => events)) {
    for (const guard of around) {
      const isHere = place.within.start <= guard.start && guard.end <= place.within.end;
      if (isHere && !isEmpty(guard.excludes)) guards.set(guard.start, guard);
    }
  }
  return [...guards.values()].flatMap((guard) => {
    const newText = withoutGuard(text, guard).slice(guard.start, guard.end);
    return made('taken away', text.slice(guard.start, guard.end), file, file.edited([{ span: guard, newText }]));
  });
}

/** Each call of a helper that gives NULL for a tag, with the raw field in its place. */
export function readRaw(file: AnalysedFile): readonly Mutation[] {
  const { text } = file;
  const names = [...new Set(UNTAGGED_MAPPING.map(({ name }) => name))].join('|');
  const calls = text.matchAll(new RegExp(`\\b(?:${names})\\((\\w+(?:->\\w+)*)\\)`, 'g'));
  return [...calls].flatMap(({ index, 0: call, 1: base = '' }) => {
    const span = { start: index, end: index + call.length };
    return made('read raw', call, file, file.edited([{ span, newText: `${base}->mapping` }]));
  });
}

/**
 * For each finding of a file about a page, in an order of chance, that file is the text without a guard, and a guard
 * against memory of a device is planted before the statement. Of those that silence the finding one is drawn, the more
 * likely the more often the tree calls it.
 */
export function* planted(file: AnalysedFile, ground: Ground): Generator<Mutation> {
  for (const finding of shuffled(file.findings, ground.random)) {
    const site = file.unit.sites.find(({ at }) => at === finding.siteAt);
    const event = site && eventOf(site, finding);
    if (site === undefined || event === undefined || !canStandBehindIf(event, site)) continue;
    const fitting = guardsFor(site.baseType, file.unit.era.id).flatMap((row) => {
      const excludes = excludedIn(row, file.unit.matrix, false);
      if (row.form === 'field' || row.argument !== 0 || !asksForDevice(excludes)) return [];
      const mutation = plantedGuard(file, finding, row, site, event);
      return mutation === undefined ? [] : [{ mutation, weight: ground.callsOf(row.name) }];
    });
    let at = ground.random() * fitting.reduce((sum, { weight }) => sum + weight, 0);
    const drawn = fitting.find(({ weight }) => (at -= weight) < 0);
    if (drawn !== undefined) yield drawn.mutation;
  }
}

/** The event that a finding is about. */
export function eventOf(site: Site, finding: Finding): SiteEvent | undefined {
  return site.events.find(({ start, end }) => start === finding.start && end === finding.end) ?? site.events[0];
}

function plantedGuard(
  file: AnalysedFile,
  finding: Finding,
  { name }: Helper,
  { base }: Site,
  { place }: SiteEvent,
): Mutation | undefined {
  const { path, text } = file;
  const guard = `${name}(${base})`;
  const span = { start: place.start, end: place.start };
  const guarded = file.edited([{ span, newText: `if (!${guard}) ` }]);
  const isKeptAway = freshFindings(guarded, file).includes(finding);
  return isKeptAway ? { sort: 'planted', path, guard, guarded: guarded.text, text, finding } : undefined;
}

/** A guard that keeps other pages away too is no guard against DAX, even if it happens to keep those away. */
function asksForDevice(excludes: KindSet): boolean {
  return isSubset(excludes, DEVICE_KINDS) && overlaps(excludes, DAX_KINDS);
}

function canStandBehindIf({ place }: SiteEvent, { base, type }: Site): boolean {
  const isStatement = place.kind === 'expression' || place.kind === 'if';
  return place.inBlock && isStatement && type.stars === 1 && /^\w+(?:->\w+)*$/.test(base);
}

/** A mutation for what is found in the text without a guard; nothing where that is nothing. */
function made(sort: Sort, guard: string, guarded: AnalysedFile, without: AnalysedFile): readonly Mutation[] {
  // That a question is settled is no fault of the code that the guard kept from running.
  const [finding] = freshFindings(guarded, without).filter(({ isUnnecessary }) => !isUnnecessary);
  if (finding?.siteAt === undefined) return [];
  const { path, text } = without;
  return [{ sort, path, guard: guard.replace(/\s+/g, ' '), guarded: guarded.text, text, finding }];
}
