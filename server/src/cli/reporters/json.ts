/** The JSON format is one versioned object; members are only ever added within a version. */
import { worded } from '../../docs/chain-text.ts';
import type { LocatedFinding } from '../../store/located.ts';
import type { CheckReport } from '../check-report.ts';

/** Renders a report. Lines and columns are 1-based, columns count UTF-16 units, end columns are exclusive. */
export function reportJson(report: CheckReport, version: string): string {
  const document = {
    version: 1,
    tool: { name: 'daxlint', version },
    level: report.level,
    ...(report.whatIf === undefined ? {} : { whatIf: report.whatIf }),
    findings: report.findings.map(describeFinding),
    suppressed: report.suppressed.map(({ finding, line, reason }) => ({
      ...describeFinding(finding),
      suppression: { line, reason },
    })),
    ...(report.baseline === undefined
      ? {}
      : { baseline: { known: report.baseline.known.length, expired: report.baseline.expired } }),
    gaps: report.gaps.map(({ file, line, endLine, why }) => ({ file, line, endLine, why })),
    notRead: report.notRead,
    trees: report.eras,
    summary: report.counts,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** A finding as JSON has it. */
export function describeFinding(finding: LocatedFinding): object {
  const { source: _source, chain, ...rest } = finding;
  return { ...rest, chain: worded(chain) };
}
