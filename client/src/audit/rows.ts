/** The rows of an audit as the view shows them: filtered, and in groups. Plain data, without an editor. */
import type { AuditRow } from '../protocol.ts';

/** What rows can be grouped by. */
export const GROUPINGS = ['verdict', 'rule', 'subsystem', 'file'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The verdicts in the order in which a reader wants to see them; those of a change first. */
export const VERDICTS = [
  'introduced',
  'reachable',
  'fixed',
  'hazard',
  'remark',
  'undecided',
  'latent',
  'safe',
  'dax-code',
  'not-parsed',
] as const;

/** What a reader has asked to see; no verdict, no rule and an empty text ask for everything. */
export interface Filter {
  readonly verdicts: readonly string[];
  readonly rules: readonly string[];
  /** Words that all have to be in the path, the function or what was found. */
  readonly text: string;
}

export const NO_FILTER: Filter = { verdicts: [], rules: [], text: '' };

/** What stands for "no rule" in groups and filters. */
export const NO_RULE = '-';

/** Some rows with what they have in common. */
export interface Group {
  readonly key: string;
  readonly rows: readonly AuditRow[];
  /** How many of them are to be looked at first. */
  readonly urgent: number;
}

/** The rows that a filter lets through. */
export function filtered(rows: readonly AuditRow[], { verdicts, rules, text }: Filter): readonly AuditRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (verdicts.length > 0 && !verdicts.includes(row.verdict)) return false;
    if (rules.length > 0 && !rules.includes(row.rule ?? NO_RULE)) return false;
    const searched = `${row.file}:${row.line} ${row.function} ${row.title}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

/** Whether a filter holds anything back. */
export function isFiltering({ verdicts, rules, text }: Filter): boolean {
  return verdicts.length > 0 || rules.length > 0 || text.trim() !== '';
}

/** Groups the rows: verdicts in their order, other groups by how much in them is urgent, then by their names. */
export function grouped(rows: readonly AuditRow[], grouping: Grouping): readonly Group[] {
  const found = new Map<string, AuditRow[]>();
  for (const row of rows) {
    const key = keyOf(row, grouping);
    const known = found.get(key);
    if (known === undefined) found.set(key, [row]);
    else known.push(row);
  }
  const groups = [...found].map(([key, of]) => ({ key, rows: inOrder(of), urgent: of.filter(isUrgent).length }));
  if (grouping === 'verdict') return groups.sort((a, b) => rank(a.key) - rank(b.key));
  return groups.sort((a, b) => b.urgent - a.urgent || (a.key < b.key ? -1 : 1));
}

/** Whether a row is to be looked at first: a DAX page gets there and the use is wrong for it. */
export function isUrgent({ verdict, suppressed }: AuditRow): boolean {
  return suppressed === undefined && (verdict === 'hazard' || verdict === 'introduced' || verdict === 'reachable');
}

/** How many rows there are of each verdict or rule, in the order in which to offer them. */
export function countsBy(rows: readonly AuditRow[], grouping: Grouping): readonly (readonly [string, number])[] {
  return grouped(rows, grouping).map(({ key, rows: of }) => [key, of.length]);
}

function inOrder(rows: readonly AuditRow[]): readonly AuditRow[] {
  return [...rows].sort(
    (a, b) => rank(a.verdict) - rank(b.verdict) || (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1),
  );
}

function keyOf(row: AuditRow, grouping: Grouping): string {
  return grouping === 'rule' ? (row.rule ?? NO_RULE) : row[grouping];
}

function rank(verdict: string): number {
  const at = VERDICTS.findIndex((each) => each === verdict);
  return at < 0 ? VERDICTS.length : at;
}
