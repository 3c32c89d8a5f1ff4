/** Findings of two texts of one file are compared by what stays the same of them wherever their lines have moved to. */
import type { AnalysedFile } from '../../../server/src/engine/api.ts';
import type { Finding } from '../../../server/src/model/finding.ts';

/** Those findings of the second text that the first one does not have, each as often as it is there more often. */
export function freshFindings(before: AnalysedFile, after: AnalysedFile): readonly Finding[] {
  const left = new Map<string, number>();
  for (const finding of before.findings) {
    const key = keyOf(finding, before);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return after.findings.filter((finding) => {
    const key = keyOf(finding, after);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

/** Whether fewer findings like one of the first text are in the second one. */
export function isSilent(finding: Finding, before: AnalysedFile, after: AnalysedFile): boolean {
  const key = keyOf(finding, before);
  const countOf = (file: AnalysedFile): number => file.findings.filter((each) => keyOf(each, file) === key).length;
  return countOf(after) < countOf(before);
}

/** The name of the function around an offset, empty where no site tells it. */
export function functionAt(file: AnalysedFile, at: number): string {
  const around = file.unit.sites.find(({ events }) =>
    events.some(({ place: { within } }) => within.start <= at && at < within.end),
  );
  return around?.functionName ?? '';
}

function keyOf(finding: Finding, file: AnalysedFile): string {
  return `${finding.rule} ${functionAt(file, finding.start)} ${finding.message.replace(/line \d+/g, 'line')}`;
}
