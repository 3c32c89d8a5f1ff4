/** Two states of a tree are compared by what is found in them: new, made reachable, mended, or there before. */
import { scanAll } from '../engine/item-list.ts';
import { DEVICE_KINDS, intersect, isEmpty, isSubset, type KindSet, kindSet } from '../kernel/kinds.ts';
import type { LocatedFinding, LocatedGap } from '../store/located.ts';
import type { Found, Judge } from './judged.ts';
import { type LineMap, lineMap } from './line-map.ts';
import type { TreeState, TreeStates } from './tree-states.ts';

/** What a change does; findings that go are located in the state before it, the others in the state after it. */
export interface Comparison {
  /** In code that the change touches. */
  readonly introduced: readonly LocatedFinding[];
  /** In code that is as it was: such a page, or one of another kind than before, gets there now. */
  readonly reachable: readonly LocatedFinding[];
  readonly fixed: readonly LocatedFinding[];
  /** Findings that were there before, in the files that were compared. */
  readonly quiet: number;
  /** Hints that the level leaves out and that were not there before, by count. */
  readonly hiddenHints: number;
  /** What could not be read of the files that the change touches. */
  readonly gaps: readonly LocatedGap[];
  /** The files that were compared. */
  readonly files: number;
}

/** Compares a state with the one that it was made from. */
export function compareStates(before: TreeState, after: TreeState, states: TreeStates, judge: Judge): Comparison {
  const paths = [...after.touched].sort();
  const texts = paths
    .map((path) => ({ path, was: states.text(before, path), is: states.text(after, path) }))
    .filter(({ was, is }) => was !== is);
  const found = (state: TreeState): readonly Found[] => paths.flatMap((path) => judge.judge(state, path).found);
  const [old, now] = [found(before), found(after)];
  const [items, itemsNow] = [itemsOf(texts.map(({ was }) => was)), itemsOf(texts.map(({ is }) => is))];
  const lines = new Map(texts.map(({ path, was = '', is = '' }) => [path, lineMap(was, is)]));
  const pairs = pairsOf(old, now, { lines, items, itemsNow });
  // More kinds can get to a use that was wrong for others before, and it can be left wrong for others only.
  const grown = pairs.made.filter(([was, is]) => !isSubset(deviceKinds(is), deviceKinds(was))).map(([, is]) => is);
  const eased = pairs.made.filter(([was, is]) => isEmpty(deviceKinds(is)) && !isEmpty(deviceKinds(was)));
  const fresh = now.filter((each) => grown.includes(each) || pairs.now.includes(each));
  const isOld = (each: Found): boolean =>
    !lines.has(each.path) || (each.isAboutPage && each.items.every((text) => items.texts.has(text)));
  // What was a hint and is none now has not gone.
  const gone = pairs.old.filter((was) => was.finding.severity !== 'hint' || !pairs.now.some((is) => isRaised(was, is)));
  const fixed = new Set([...gone, ...eased.map(([was]) => was)]);
  const hints = (state: TreeState): number =>
    paths.reduce((sum, path) => sum + judge.judge(state, path).hiddenHints, 0);
  return {
    introduced: fresh.filter((each) => !isOld(each)).map(({ finding }) => finding),
    reachable: fresh.filter(isOld).map(({ finding }) => finding),
    fixed: old.filter((was) => fixed.has(was)).map(({ finding }) => finding),
    quiet: now.length - fresh.length,
    hiddenHints: Math.max(0, hints(after) - hints(before)),
    gaps: texts.flatMap(({ path }) => judge.judge(after, path).gaps),
    files: paths.length,
  };
}

interface Texts {
  /** For files that differ, which line was which. */
  readonly lines: ReadonlyMap<string, LineMap>;
  readonly items: Items;
  readonly itemsNow: Items;
}

/** Pairs what is the same: on a line that stayed, or on one that went and came somewhere else. */
function pairsOf(old: readonly Found[], now: readonly Found[], { lines, items, itemsNow }: Texts): Pairs {
  const pairs = new Pairs(old, now);
  const lineBefore = ({ path, finding }: Found): number | undefined => {
    const map = lines.get(path);
    return map === undefined ? finding.line : map.before(finding.line);
  };
  const isMoved = (was: Found, is: Found): boolean =>
    (lines.get(was.path)?.isGone(was.finding.line) ?? false) && lineBefore(is) === undefined;
  const isSameFile = (was: Found, is: Found): boolean => was.path === is.path;
  const isSameLine = (was: Found, is: Found): boolean => was.finding.source.trim() === is.finding.source.trim();
  pairs.pair(sameFunction, (was, is) => isSameFile(was, is) && was.finding.line === lineBefore(is));
  pairs.pair(sameFunction, (was, is) => isMoved(was, is) && isSameFile(was, is) && isSameLine(was, is));
  pairs.pair(sameFunction, (was, is) => isMoved(was, is) && isSameFile(was, is));
  pairs.pair(sameFunction, isMoved);
  // A function that has another name now.
  pairs.pair(sameExpression, (was, is) => {
    const [from, to] = [was.finding.function, is.finding.function];
    if (from === '' || to === '' || itemsNow.names.has(from) || items.names.has(to)) return false;
    return isMoved(was, is) || was.finding.line === lineBefore(is);
  });
  // Lines that are in another function now.
  pairs.pair(sameExpression, (was, is) => isMoved(was, is) && isSameLine(was, is));
  return pairs;
}

/** Findings of two states, of which equal ones are paired off. */
class Pairs {
  /** Those that are in no pair. */
  old: readonly Found[];
  now: readonly Found[];
  /** The pairs, each with the finding of the state before first. */
  readonly made: (readonly [was: Found, is: Found])[] = [];

  constructor(old: readonly Found[], now: readonly Found[]) {
    this.old = old;
    this.now = now;
  }

  /** Pairs those with equal keys for which the test holds, in the order in which they come. */
  pair(keyOf: (found: Found) => string, isPair: (was: Found, is: Found) => boolean): void {
    if (this.old.length === 0 || this.now.length === 0) return;
    const left = new Map<string, Found[]>();
    for (const was of this.old) left.set(keyOf(was), [...(left.get(keyOf(was)) ?? []), was]);
    this.now = this.now.filter((is) => {
      const known = left.get(keyOf(is)) ?? [];
      const at = known.findIndex((was) => isPair(was, is));
      const [was] = at < 0 ? [] : known.splice(at, 1);
      if (was !== undefined) this.made.push([was, is]);
      return was === undefined;
    });
    const unpaired = new Set([...left.values()].flat());
    this.old = this.old.filter((was) => unpaired.has(was));
  }
}

/** The kinds of devices for which a finding holds. */
function deviceKinds({ finding }: Found): KindSet {
  return intersect(kindSet(...finding.kinds), DEVICE_KINDS);
}

/** A hint and a warning are never the same. */
function sameExpression({ expression, finding }: Found): string {
  return JSON.stringify([expression, finding.severity === 'hint']);
}

function sameFunction(found: Found): string {
  return JSON.stringify([sameExpression(found), found.functionKey]);
}

function isRaised(was: Found, is: Found): boolean {
  return is.finding.severity !== 'hint' && was.expression === is.expression && was.functionKey === is.functionKey;
}

interface Items {
  readonly texts: ReadonlySet<string>;
  /** The functions among them. */
  readonly names: ReadonlySet<string>;
}

/** The items of some texts. */
function itemsOf(texts: readonly (string | undefined)[]): Items {
  const entries = texts.flatMap((text = '') =>
    scanAll(text).map(({ kind, start, end, declared }) => ({ kind, text: text.slice(start, end), declared })),
  );
  const functions = entries.filter(({ kind }) => kind === 'function');
  return {
    texts: new Set(entries.map(({ text }) => text)),
    names: new Set(functions.flatMap(({ declared }) => [...declared.functions.keys()])),
  };
}
