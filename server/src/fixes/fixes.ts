/** Fixes for findings: changes of the text that mend what a rule reports. */
import type { Finding, Fix } from '../model/finding.ts';
import type { Unit } from '../model/unit.ts';
import { overlaps } from '../text/span.ts';
import { addDirtyHandler } from './add-dirty-handler.ts';
import { withIncludes } from './add-include.ts';
import { dropSettledQuestion } from './drop-settled-question.ts';
import {
  askForBuffers,
  askForDevice,
  guardBeforeLock,
  guardBeforeUse,
  guardInCondition,
  onlyShared,
} from './guard-before-use.ts';
import { leaveBySource, takeForUnsetBySource } from './guard-by-source.ts';
import { guardBeforeFollow, guardBeforeTest, guardDeviceBeforeFollow } from './insert-guard.ts';
import { moveBelowTest } from './move-below-test.ts';
import { type FixMaker, problemOf, type Surroundings } from './problem.ts';
import { readOnce } from './read-once.ts';
import { readThroughHelper } from './read-through-helper.ts';
import { splitTable } from './split-table.ts';
import { sayLongTerm } from './say-long-term.ts';
import { giveReason, nameRule, removeSuppression } from './mend-suppression.ts';
import { releaseThatWakes } from './release-that-wakes.ts';
import { guardPageInode, rewritePageInode } from './rewrite-page-inode.ts';
import { turnTest } from './turn-test.ts';
import { waitForPins } from './wait-for-pins.ts';
import { takeForCounted, takeForSet, takeForUnset, takeForWritten } from './wrap-condition.ts';

/** What can mend the findings of a rule, best first. */
const MAKERS: Readonly<Record<string, readonly FixMaker[]>> = {
  'dax-aops-need-no-dirty-op': [addDirtyHandler],
  'dirty-flag-means-dirty': [splitTable, takeForWritten, guardBeforeTest],
  'folio-lock-pins-mapping': [guardBeforeLock, guardBeforeUse],
  'guard-is-still-open': [dropSettledQuestion],
  'guard-polarity': [turnTest],
  'index-implies-file-offset': [guardBeforeUse, guardInCondition, leaveBySource],
  'long-pin-is-harmless': [sayLongTerm],
  'low-bit-implies-anon': [takeForUnset, guardBeforeTest],
  'lru-is-a-list': [guardBeforeUse, guardInCondition, leaveBySource],
  'mapping-checked-after-use': [moveBelowTest],
  'mapping-implies-page-cache': [splitTable, takeForUnset, guardBeforeTest, takeForUnsetBySource],
  'mapping-is-a-pointer': [guardDeviceBeforeFollow, readThroughHelper, guardBeforeFollow],
  'mapping-stays-as-it-was': [readOnce],
  'null-mapping-implies-truncated': [takeForSet, guardBeforeTest, leaveBySource],
  'page-inode-is-a-field': [rewritePageInode, guardPageInode],
  'pgmap-is-always-there': [askForDevice],
  'private-means-buffers': [askForBuffers, guardBeforeUse, guardInCondition],
  'refcount-one-is-idle': [releaseThatWakes],
  'reserved-means-unmanaged': [takeForCounted],
  'share-is-always-a-count': [onlyShared],
  'suppression-needs-a-reason': [giveReason, nameRule, removeSuppression],
  'truncate-needs-no-layout-break': [waitForPins],
};

/** Whether findings of a rule can have fixes. */
export function hasFixes(rule: string): boolean {
  return MAKERS[rule] !== undefined;
}

/**
 * The fixes for a finding, safe ones first, and best first among those and the others; none for a rule without any. In a function with a gap
 * nothing is changed.
 */
export function fixesFor(finding: Finding, unit: Unit, text: string, around: Surroundings): readonly Fix[] {
  const makers = MAKERS[finding.rule];
  const within = unit.sites.find((site) => site.at === finding.siteAt)?.events[0]?.place.within ?? finding;
  if (!makers || around.gaps.some((gap) => overlaps(gap, within))) return [];
  const problem = problemOf(finding, unit, text, around);
  const fixes = makers.flatMap((make) => make(problem) ?? []).map((fix) => withIncludes(fix, problem));
  return fixes.sort((a, b) => Number(b.safe) - Number(a.safe));
}
