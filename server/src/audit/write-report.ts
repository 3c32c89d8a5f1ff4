/** The audit of a whole tree as a text that can be kept or sent, in the formats of the command line. */
import { basename } from 'node:path';
import { printablePath } from '../cli/printable.ts';
import { reportData, reportParts } from '../cli/report-data.ts';
import { renderHtml } from '../cli/reporters/html.ts';
import { reportJson } from '../cli/reporters/json.ts';
import { reportSarif } from '../cli/reporters/sarif.ts';
import { rules } from '../rules/index.generated.ts';
import type { ReportFormat } from '../store/audit-messages.ts';
import { packageVersion } from '../store/placement.ts';
import { ledgerOf } from './audit-tree.ts';
import { checkTree } from './findings.ts';
import { type AuditRun, inTree } from './run.ts';

/** Writes the ledger as a page, or the findings for programs. Throws `Trouble` where the page was not built. */
export async function writeReport(
  { format, nonce }: { readonly format: ReportFormat; readonly nonce?: string },
  run: AuditRun,
): Promise<string> {
  const { root } = run.tree;
  if (format === 'html') {
    const ledger = await ledgerOf(run);
    const title = { tree: printablePath(basename(root)), summary: ledger.summary };
    return renderHtml(reportData(ledger, root), title, reportParts(), nonce);
  }
  const report = await checkTree(run);
  if (format === 'sarif') return reportSarif(report, { version: packageVersion(), rules, folder: root });
  const relativeTo = <T extends { readonly file: string }>(each: T): T => ({ ...each, file: inTree(root, each.file) });
  return reportJson(
    {
      ...report,
      findings: report.findings.map((finding) => ({ ...relativeTo(finding), chain: finding.chain.map(relativeTo) })),
      suppressed: report.suppressed.map((each) => ({ ...each, finding: relativeTo(each.finding) })),
      gaps: report.gaps.map(relativeTo),
      notRead: report.notRead.map(relativeTo),
    },
    packageVersion(),
  );
}
