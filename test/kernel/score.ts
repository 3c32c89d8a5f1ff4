/** Compares a ledger with sites that were read by hand; a row and a label meet at their file, line and column. */
import type { SiteRow } from './ledger-rows.ts';

/** One line of test/corpus; `use` and `verdict` are there for pages and folios only. */
export interface Label {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly base: string;
  readonly baseType: 'page' | 'folio' | 'other' | 'comment';
  readonly use?: string;
  readonly verdict?: string;
}

export interface Score {
  /** Labels of pages and folios, and those of them without a row. */
  readonly sites: number;
  readonly missing: readonly Label[];
  /** Labels of other structs and of comments, and those of them with a row. */
  readonly others: number;
  readonly wrong: readonly Label[];
  /** Rows whose use is another one than the label's. */
  readonly otherUse: readonly { readonly label: Label; readonly row: SiteRow }[];
  /** Parts of one. */
  readonly found: number;
  readonly useAgrees: number;
  /** How often each pair of verdicts met, the label's first. */
  readonly verdicts: ReadonlyMap<string, number>;
}

/** Scores the rows for `mapping`. */
export function score(rows: readonly SiteRow[], labels: readonly Label[]): Score {
  const key = (at: { readonly file: string; readonly line: number; readonly column: number }): string =>
    `${at.file}:${at.line}:${at.column}`;
  const ledger = new Map(rows.filter((row) => row.field === 'mapping').map((row) => [key(row), row]));
  const sites = labels.filter(isSite);
  const others = labels.filter((label) => !isSite(label));
  const missing: Label[] = [];
  const otherUse: { label: Label; row: SiteRow }[] = [];
  const verdicts = new Map<string, number>();
  for (const label of sites) {
    const row = ledger.get(key(label));
    if (row === undefined) {
      missing.push(label);
      continue;
    }
    if (row.use !== label.use) otherUse.push({ label, row });
    const pair = `${label.verdict} -> ${row.verdict}`;
    verdicts.set(pair, (verdicts.get(pair) ?? 0) + 1);
  }
  const met = sites.length - missing.length;
  return {
    sites: sites.length,
    missing,
    others: others.length,
    wrong: others.filter((label) => ledger.has(key(label))),
    otherUse,
    found: sites.length === 0 ? 1 : met / sites.length,
    useAgrees: met === 0 ? 0 : (met - otherUse.length) / met,
    verdicts,
  };
}

/** Where a label is and what it says, for messages. */
export function describe({ file, line, column, base, baseType }: Label): string {
  return `${file}:${line}:${column} ${base} (${baseType})`;
}

function isSite(label: Label): boolean {
  return label.baseType === 'page' || label.baseType === 'folio';
}
