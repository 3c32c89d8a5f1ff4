/** The gcc format is one line a finding, as compilers print them and editors and build logs read them. */
import type { CheckReport } from '../check-report.ts';
import { printable, printablePath } from '../printable.ts';

/** Renders a report; hints are notes, because no tool that reads the format knows hints. */
export function reportGcc(report: Pick<CheckReport, 'findings'>): string {
  const lines = report.findings.map((finding) => {
    const place = `${printablePath(finding.file)}:${finding.line}:${finding.column}`;
    const severity = finding.severity === 'hint' ? 'note' : finding.severity;
    return `${place}: ${severity}: ${printable(finding.message)} [${finding.rule}]\n`;
  });
  return lines.join('');
}
