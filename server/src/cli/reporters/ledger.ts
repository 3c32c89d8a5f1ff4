/** The ledger is printed as one JSON object a line, or as a table for people. */
import type { Verdict } from '../../model/finding.ts';
import { siteText } from '../../model/site.ts';
import type { LedgerRow } from '../../store/located.ts';
import { printable, printablePath } from '../printable.ts';
import type { Colors } from '../terminal.ts';

/** A region that was not read; lines are 1-based, both ends count. */
export interface GapRow {
  readonly gap: true;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly why: string;
}

/** The last row. Time and memory stand here only: all other rows are the same for the same input. */
export interface SummaryRow {
  readonly summary: true;
  readonly era: string | null;
  /** The name of the overlay under which the verdicts hold, and what it cannot do in this era. */
  readonly whatIf?: string;
  readonly whatIfNotes?: readonly string[];
  readonly sites: number;
  /** With an overlay, how many of the sites are judged otherwise under it: the rows are these. */
  readonly changed?: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** How many of the sites have a finding that a comment in the code silences. */
  readonly suppressed: number;
  readonly gaps: number;
  readonly filesRead: number;
  readonly filesAnalysed: number;
  readonly filesSkipped: number;
  readonly milliseconds: number;
  /** Bytes. */
  readonly peakMemory: number;
}

export interface Ledger {
  readonly rows: readonly LedgerRow[];
  readonly gaps: readonly GapRow[];
  readonly summary: SummaryRow;
}

/** Renders the ledger for programs: sites, gaps, summary. */
export function renderJsonLines({ rows, gaps, summary }: Ledger): string {
  return [...rows, ...gaps, summary].map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Renders the ledger for people: one aligned line a site. */
export function renderTable({ rows, gaps, summary }: Ledger, colors: Colors): string {
  const cells = rows.map((row) => [
    row.was ? `${row.was.verdict} -> ${row.verdict}` : row.verdict,
    `${printablePath(row.file)}:${row.line}:${row.column}`,
    row.function,
    printable(siteText(row)),
    row.use,
    row.rule ?? '-',
    row.suppressed === undefined ? '' : `suppressed: ${printable(row.suppressed)}`,
  ]);
  const widths = [0, 1, 2, 3, 4, 5].map((i) => Math.min(60, Math.max(0, ...cells.map((line) => line[i]?.length ?? 0))));
  const lines = cells.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const painted = lines.map((line, i) => (rows[i]?.verdict === 'hazard' ? colors.magenta(line) : line));
  const gapLines = gaps.map(
    (gap) => `gap  ${printablePath(gap.file)}:${gap.line}-${gap.endLine}  ${printable(gap.why)}`,
  );
  const verdicts = Object.entries(summary.verdicts).flatMap(([verdict, count]) =>
    count > 0 ? [`${count} ${verdict}`] : [],
  );
  const files = `${summary.filesRead} files read, ${summary.filesSkipped} skipped, ${summary.gaps} gaps`;
  const cost = `${(summary.milliseconds / 1000).toFixed(1)} s, ${Math.round(summary.peakMemory / 1e6)} MB`;
  const under = summary.whatIf === undefined ? '' : `; what if ${summary.whatIf}`;
  const changed = summary.changed === undefined ? '' : `${summary.changed} judged otherwise of `;
  const silenced = summary.suppressed === 0 ? '' : `; ${summary.suppressed} suppressed in the code`;
  const total = `${changed}${summary.sites} sites: ${verdicts.join(', ') || 'none'}${silenced}; ${files}; ${cost}${under}`;
  return `${[...painted, ...gapLines, total].join('\n')}\n`;
}
