/** The rows of a ledger as `daxlint ledger` prints them: the part that the tests look at. */

export interface SiteRow {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly base: string;
  readonly field: string;
  readonly use: string;
  readonly verdict: string;
  readonly evidence: readonly EvidenceStep[];
}

export interface EvidenceStep {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly step: string;
}

export interface GapRow {
  readonly gap: true;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly why: string;
}

export interface SummaryRow {
  readonly summary: true;
  readonly era: string;
  readonly sites: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly gaps: number;
  readonly filesRead: number;
  readonly filesSkipped: number;
}

export interface Ledger {
  readonly sites: readonly SiteRow[];
  readonly gaps: readonly GapRow[];
  readonly summary: SummaryRow | undefined;
  /** The number of all rows. */
  readonly count: number;
}

/** Reads the text of a ledger; the summary is undefined where it is not the last row. */
export function readLedger(text: string): Ledger {
  const sites: SiteRow[] = [];
  const gaps: GapRow[] = [];
  let summary: SummaryRow | undefined;
  const rows = text.split('\n').filter((line) => line !== '');
  for (const line of rows) {
    const row: SiteRow | GapRow | SummaryRow = JSON.parse(line);
    summary = undefined;
    if ('summary' in row) summary = row;
    else if ('gap' in row) gaps.push(row);
    else sites.push(row);
  }
  return { sites, gaps, summary, count: rows.length };
}
