/** The outcome of `daxlint patch` as plain data; every output format is a rendering of it. */
import type { StepResult } from '../change/run-change.ts';
import type { LocatedFinding } from '../store/located.ts';
import type { EraNote } from '../store/era-note.ts';
import type { Level } from '../model/settings.ts';
import type { NamedOverlay } from './check-report.ts';

export interface ChangeReport {
  readonly level: Level;
  readonly steps: readonly StepResult[];
  /** The tree as it is on disk. */
  readonly era: EraNote;
  readonly whatIf?: NamedOverlay;
  /** Over all steps. */
  readonly counts: ChangeCounts;
}

export interface ChangeCounts {
  readonly introduced: number;
  readonly reachable: number;
  readonly fixed: number;
  /** Findings that were there before, in the files that were compared; step by step. */
  readonly quiet: number;
}

/** Sums up the steps of a change. */
export function changeReport(steps: readonly StepResult[], run: Omit<ChangeReport, 'steps' | 'counts'>): ChangeReport {
  const count = (of: (step: StepResult) => number): number => steps.reduce((sum, step) => sum + of(step), 0);
  const counts = {
    introduced: count(({ introduced }) => introduced.length),
    reachable: count(({ reachable }) => reachable.length),
    fixed: count(({ fixed }) => fixed.length),
    quiet: count(({ quiet }) => quiet),
  };
  return { ...run, steps, counts };
}

/** What a change is to answer for: what it introduces, and what it makes reachable. */
export function newFindings({ introduced, reachable }: StepResult): readonly LocatedFinding[] {
  return [...introduced, ...reachable];
}
