/** Holds what is reported in a fixture against what is drawn in it. */
import type { AnalysedFile } from '../../engine/api.ts';
import type { Fixture, Mark } from './fixture.ts';

/** What came of the marks of one rule. */
export interface Score {
  /** Faults that are reported as drawn, of all that are drawn. */
  readonly found: number;
  readonly drawn: number;
  /** Faults that are known not to be seen. */
  readonly missed: number;
  /** Reports that are known to be false. */
  readonly wrong: number;
}

/** The score of each rule in one fixture, and what is not as it is drawn, a line each. */
export interface Judgement {
  readonly scores: ReadonlyMap<string, Score>;
  readonly differences: readonly string[];
}

const REPORTS = new Set<Mark['kind']>(['error', 'warning', 'hint']);

/** Reads the findings of a file and the marks of its fixture; every finding has to have a mark, and every mark a finding. */
export function judge(path: string, fixture: Fixture, { findings }: AnalysedFile): Judgement {
  const scores = new Map<string, Score>();
  const differences: string[] = [];
  const rowOf = (offset: number): number => fixture.code.slice(0, offset).split('\n').length;
  const add = (rule: string, more: Partial<Score>): void => {
    const score = scores.get(rule) ?? { found: 0, drawn: 0, missed: 0, wrong: 0 };
    scores.set(rule, {
      found: score.found + (more.found ?? 0),
      drawn: score.drawn + (more.drawn ?? 0),
      missed: score.missed + (more.missed ?? 0),
      wrong: score.wrong + (more.wrong ?? 0),
    });
  };
  const isAt = (mark: Mark, { start, rule }: { readonly start: number; readonly rule: string }): boolean =>
    mark.start === start && mark.rule === rule;
  for (const mark of fixture.marks) {
    const finding = findings.find((each) => isAt(mark, each));
    const where = `${path}:${rowOf(mark.start)}`;
    if (REPORTS.has(mark.kind)) {
      const isFound = finding?.severity === mark.kind && finding.message === mark.text && finding.end === mark.end;
      add(mark.rule, { drawn: 1, found: isFound ? 1 : 0 });
      if (!isFound) differences.push(`${where}: not reported: ${mark.kind} ${mark.rule}: ${mark.text}`);
    } else if (mark.kind === 'missed') {
      add(mark.rule, { missed: 1 });
      if (finding) differences.push(`${where}: a fault that was known to be missed is reported: ${mark.rule}`);
    } else if (mark.kind === 'wrong') {
      add(mark.rule, { wrong: 1 });
      if (!finding) differences.push(`${where}: a report that was known to be false is gone: ${mark.rule}`);
    }
  }
  for (const finding of findings) {
    const isDrawn = fixture.marks.some(
      (mark) => (REPORTS.has(mark.kind) || mark.kind === 'wrong') && isAt(mark, finding),
    );
    if (!isDrawn)
      differences.push(`${path}:${rowOf(finding.start)}: reported and not drawn: ${finding.rule}: ${finding.message}`);
  }
  return { scores, differences };
}
