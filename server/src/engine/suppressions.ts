/** Comments that silence one rule on one line: `daxlint-ok: <rule>: <reason>`. */
import type { FaultySuppression, Finding, Severity, SuppressedFinding } from '../model/finding.ts';
import { ALL } from '../kernel/kinds.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';

/** The id under which a fault in a suppression is reported. */
export const SUPPRESSION_RULE = 'suppression-needs-a-reason';

/** A suppression comment; the span is that of the whole comment. */
export interface Suppression extends Span {
  readonly rule: string;
  readonly reason: string;
  /** 0-based line of the code that it is about. */
  readonly line: number;
}

const MARK = 'daxlint-ok';

/** Where the mark of a suppression stands in a text, be it one or not. */
export function marksIn(text: string): readonly number[] {
  const marks: number[] = [];
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + MARK.length)) marks.push(at);
  return marks;
}

/** The marks after a span was replaced by `inserted` characters; `text` is the new text. */
export function marksAfter(
  marks: readonly number[],
  text: string,
  { start, end }: Span,
  inserted: number,
): readonly number[] {
  const from = Math.max(0, start - MARK.length + 1);
  const around = marksIn(text.slice(from, start + inserted + MARK.length - 1));
  return [
    ...marks.filter((mark) => mark + MARK.length <= start),
    ...around.map((mark) => from + mark),
    ...marks.filter((mark) => mark >= end).map((mark) => mark + inserted - (end - start)),
  ];
}

/** Finds the suppressions of a text, given its marks. */
export function findSuppressions(
  text: string,
  marks: readonly number[],
  lines: () => LineIndex,
): readonly Suppression[] {
  const found: Suppression[] = [];
  for (const at of marks) {
    const comment = commentAround(text, at);
    if (!comment) continue;
    const [, rule = '', reason = ''] = /^daxlint-ok\s*(?::\s*([^:]*?)\s*)?(?::([\s\S]*))?$/.exec(comment.body) ?? [];
    const index = lines();
    const first = index.position(comment.start).line;
    const alone = text.slice(index.lineSpan(first).start, comment.start).trim() === '';
    const line = alone ? index.position(comment.end).line + 1 : first;
    found.push({ rule: rule.trim(), reason: reason.trim(), line, start: comment.start, end: comment.end });
  }
  return found;
}

/** The comment that begins with the mark; undefined where the mark stands in a string, in code, or in the middle of prose. */
function commentAround(text: string, mark: number): (Span & { readonly body: string }) | undefined {
  const lineStart = text.lastIndexOf('\n', mark - 1) + 1;
  const before = text.slice(lineStart, mark);
  const block = /\/\*+\s*$/.exec(before);
  const line = /\/\/\s*$/.exec(before);
  const open = block ?? line;
  if (!open || inString(before.slice(0, open.index))) return undefined;
  const start = lineStart + open.index;
  const lineEnd = text.indexOf('\n', mark) < 0 ? text.length : text.indexOf('\n', mark);
  const close = block ? text.indexOf('*/', mark) : lineEnd;
  if (close < 0) return undefined;
  const body = text
    .slice(mark, close)
    .replace(/\n\s*\*?/g, ' ')
    .trim();
  return { start, end: block ? close + 2 : close, body };
}

function inString(before: string): boolean {
  let quote = '';
  for (let at = 0; at < before.length; at += 1) {
    const char = before[at] ?? '';
    if (quote !== '' && char === '\\') at += 1;
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}

/** What the user set for rules, as far as suppressions need it. */
export interface SuppressionSettings {
  isRule(id: string): boolean;
  /** The rule that is called nearly so, where one is. */
  nearestRule(id: string): string | undefined;
  severity(rule: string): Severity | 'off' | undefined;
  /** Whether what the rule reports depends on what the other files of the tree do now. */
  dependsOnTree(rule: string): boolean;
}

/** What suppressions leave, and what they silence. */
export interface Sifted {
  /** The findings that are left, and those about the suppressions themselves. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** Takes out the findings that suppressions silence, and adds those about the suppressions themselves. */
export function applySuppressions(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  lines: () => LineIndex,
  settings: SuppressionSettings,
): Sifted {
  if (suppressions.length === 0) return { findings, suppressed: [] };
  const used = new Set<Suppression>();
  const suppressed: SuppressedFinding[] = [];
  const left = findings.filter((finding) => {
    const line = lines().position(finding.start).line;
    const match = suppressions.find((suppression) => suppression.rule === finding.rule && suppression.line === line);
    if (match === undefined) return true;
    used.add(match);
    suppressed.push({ finding, by: { start: match.start, end: match.end }, reason: match.reason });
    return false;
  });
  const severity = settings.severity(SUPPRESSION_RULE);
  if (severity === 'off') return { findings: left, suppressed };
  const faults = suppressions.flatMap((suppression) => {
    const fault = faultOf(suppression, used.has(suppression), settings);
    return fault === undefined
      ? []
      : [faultFinding(suppression, { fault, ...meant(suppression, fault, settings) }, severity ?? 'warning')];
  });
  return { findings: [...left, ...faults], suppressed };
}

function faultOf(
  { rule, reason }: Suppression,
  used: boolean,
  settings: SuppressionSettings,
): FaultySuppression['fault'] | undefined {
  if (!settings.isRule(rule)) return 'no-rule';
  // A rule that is switched off reports nothing anywhere, and another caller can come tomorrow: no fault of the comment.
  const mayBeUseless = settings.severity(rule) === 'off' || settings.dependsOnTree(rule);
  if (!used && !mayBeUseless) return 'stale';
  return reason === '' ? 'no-reason' : undefined;
}

function meant(
  { rule }: Suppression,
  fault: FaultySuppression['fault'],
  settings: SuppressionSettings,
): Pick<FaultySuppression, 'meant'> {
  const near = fault === 'no-rule' ? settings.nearestRule(rule) : undefined;
  return near === undefined ? {} : { meant: near };
}

function worded({ rule }: Suppression, fault: FaultySuppression['fault']): string {
  switch (fault) {
    case 'no-rule':
      return rule === '' ? 'this suppression names no rule' : `no rule is called \`${rule}\``;
    case 'stale':
      return `nothing is reported here for \`${rule}\``;
    case 'no-reason':
      return 'this suppression gives no reason';
  }
}

function faultFinding(suppression: Suppression, faulty: FaultySuppression, severity: Severity): Finding {
  return {
    rule: SUPPRESSION_RULE,
    severity,
    suppression: faulty,
    message: worded(suppression, faulty.fault),
    reason: 'a suppression is written `daxlint-ok: <rule>: <reason>`, for the line it stands on or the line below it',
    related: [],
    chain: [],
    kinds: ALL,
    start: suppression.start,
    end: suppression.end,
  };
}
