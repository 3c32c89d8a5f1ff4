/** What a reader has asked to see: pure functions over the rows of a report, and the form in which the address keeps it. */
import type { ReportRow } from './data.ts';

/** An empty text, or no verdict, asks for everything. */
export interface Filters {
  readonly verdicts: readonly string[];
  readonly rule: string;
  readonly subsystem: string;
  /** Words that all have to be in the path or the function. */
  readonly text: string;
}

export type FilterName = keyof Filters;

export const NO_FILTERS: Filters = { verdicts: [], rule: '', subsystem: '', text: '' };

/** What stands for "no rule" where a rule is chosen. */
export const NO_RULE = '-';

/** Tells which rows are asked for; one of the filters can be left out. */
export function matcher(filters: Filters, without?: FilterName): (row: ReportRow) => boolean {
  const verdicts = new Set(without === 'verdicts' ? [] : filters.verdicts);
  const rule = without === 'rule' ? '' : filters.rule;
  const subsystem = without === 'subsystem' ? '' : filters.subsystem;
  const hasText = textMatcher(without === 'text' ? '' : filters.text);
  return (row) =>
    (verdicts.size === 0 || verdicts.has(row.verdict)) &&
    (rule === '' || rule === (row.rule ?? NO_RULE)) &&
    (subsystem === '' || subsystem === row.subsystem) &&
    hasText(`${row.file}:${row.line} ${row.function}`);
}

/** Tells whether a text has all the words, in any order, capitals or not. */
export function textMatcher(words: string): (text: string) => boolean {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    const lower = text.toLowerCase();
    return wanted.every((word) => lower.includes(word));
  };
}

/** How many rows each value of a filter would show, with the other filters as they are. */
export function counts(
  rows: readonly ReportRow[],
  filters: Filters,
  name: 'verdicts' | 'rule' | 'subsystem',
): ReadonlyMap<string, number> {
  const isAsked = matcher(filters, name);
  const found = new Map<string, number>();
  for (const row of rows) {
    const value = name === 'verdicts' ? row.verdict : name === 'rule' ? (row.rule ?? NO_RULE) : row.subsystem;
    found.set(value, (found.get(value) ?? 0) + (isAsked(row) ? 1 : 0));
  }
  return found;
}

/** The filters as the fragment of an address, without `#`; empty where there are none. */
export function toFragment({ verdicts, rule, subsystem, text }: Filters): string {
  const parts = { verdict: verdicts.join(' '), rule, subsystem, file: text };
  return new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== '')).toString();
}

/** Reads a fragment, with or without its `#`; what it does not know is passed over. */
export function fromFragment(fragment: string): Filters {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''));
  return {
    verdicts: (parts.get('verdict') ?? '').split(' ').filter(Boolean),
    rule: parts.get('rule') ?? '',
    subsystem: parts.get('subsystem') ?? '',
    text: parts.get('file') ?? '',
  };
}
