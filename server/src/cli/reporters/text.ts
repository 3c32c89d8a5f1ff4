/** The text format is for people: each finding with its line of source, carets, the reason and what it relates to. */
import { stepLine, worded } from '../../docs/chain-text.ts';
import { type CheckReport, describeWhatIf, whatIfNotes } from '../check-report.ts';
import { displayWidth, expandTabs, printable, printablePath } from '../printable.ts';
import type { LocatedFinding, LocatedRelated } from '../../store/located.ts';
import type { Colors } from '../terminal.ts';

/** The widest piece of a source line that is shown, in terminal columns. */
const MAX_WIDTH = 160;

/** Renders a report: findings, and unless it is to be quiet, regions that were not read and a summary. */
export function reportText(report: CheckReport, colors: Colors, isQuiet = false): string {
  const findings = report.findings.map((finding) => `${renderFinding(finding, colors)}\n`);
  if (isQuiet) return findings.join('\n');
  return (
    findings.join('\n') + (findings.length > 0 ? '\n' : '') + renderGaps(report, colors) + renderSummary(report, colors)
  );
}

/** Renders one finding without a line break at its end. */
export function renderFinding(finding: LocatedFinding, colors: Colors): string {
  const place = `${printablePath(finding.file)}:${finding.line}:${finding.column}`;
  const severity = severityColor(finding.severity, colors)(`${finding.severity}:`);
  const head = `${colors.bold(place)}: ${severity} ${colors.bold(printable(finding.message))}  ${colors.dim(`[${finding.rule}]`)}`;
  const lines = [head, ...renderSource(finding, colors)];
  if (finding.reason !== '') lines.push(`  ${printable(finding.reason)}`);
  if (finding.config !== null) lines.push(`  compiled only with ${printable(finding.config)}`);
  lines.push(...renderChain(finding));
  for (const related of finding.related) lines.push(renderRelated(finding.file, related));
  return lines.join('\n');
}

/** The way of such a page from its source to the function. */
function renderChain({ chain }: LocatedFinding): string[] {
  if (chain.length === 0) return [];
  const steps = worded(chain).map(
    (step) => `    ${printablePath(step.file)}:${step.line}: ${printable(stepLine(step))}`,
  );
  return ['  such a page gets here:', ...steps];
}

function renderRelated(file: string, related: LocatedRelated): string {
  return `  ${printablePath(file)}:${related.line}:${related.column}: ${printable(related.message)}`;
}

/** The line of source with carets below; a finding over several lines is marked to the end of its first. */
function renderSource(finding: LocatedFinding, colors: Colors): string[] {
  const source = printable(finding.source);
  const startUnit = finding.column - 1;
  const endUnit = finding.endLine === finding.line ? finding.endColumn - 1 : source.length;
  const before = expandTabs(source.slice(0, startUnit));
  const start = displayWidth(before);
  const marked = expandTabs(source.slice(startUnit, endUnit), start);
  const width = Math.max(1, displayWidth(marked));
  const after = expandTabs(source.slice(endUnit), start + displayWidth(marked));
  const gutter = String(finding.line).padStart(5);
  const carets = severityColor(finding.severity, colors)(`^${'~'.repeat(Math.min(width, MAX_WIDTH) - 1)}`);
  const cut = cutLine(before, marked, after, start);
  return [`${gutter} | ${cut.text}`, `${' '.repeat(gutter.length)} | ${' '.repeat(cut.start)}${carets}`];
}

/** Leaves the marked part and what is near it of a line that is too wide. */
function cutLine(before: string, marked: string, after: string, start: number): { text: string; start: number } {
  const whole = `${before}${marked}${after}`.trimEnd();
  if (displayWidth(whole) <= MAX_WIDTH) return { text: whole, start };
  const lead = start > MAX_WIDTH / 2 ? `…${before.slice(-MAX_WIDTH / 4)}` : before;
  const tail = `${marked}${after}`.slice(0, MAX_WIDTH - lead.length);
  return { text: `${lead}${tail}…`, start: displayWidth(lead) };
}

function severityColor(severity: LocatedFinding['severity'], colors: Colors): (text: string) => string {
  if (severity === 'error') return (text) => colors.bold(colors.red(text));
  return severity === 'warning'
    ? (text) => colors.bold(colors.magenta(text))
    : (text) => colors.bold(colors.cyan(text));
}

/** The gaps of files that the user named, line by line; those met in folders are counted. */
function renderGaps(report: CheckReport, colors: Colors): string {
  const named = report.gaps.filter((gap) => gap.named);
  const lines = named.map((gap) => {
    const where = gap.line === gap.endLine ? `line ${gap.line}` : `lines ${gap.line} to ${gap.endLine}`;
    return `${printablePath(gap.file)}:${gap.line}: ${colors.cyan('note:')} ${where} not analysed: ${printable(gap.why)}\n`;
  });
  const others = report.gaps.length - named.length;
  if (others > 0) lines.push(`${plural(others, 'region')} not analysed (--format json lists them)\n`);
  return lines.join('');
}

function renderSummary(report: CheckReport, colors: Colors): string {
  const { errors, warnings, hints, hiddenHints, suppressed, files, binary } = report.counts;
  const parts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(hints > 0 ? [plural(hints, 'hint')] : []),
  ];
  const found = parts.length > 0 ? parts.join(', ') : 'nothing found';
  const hidden = hiddenHints > 0 ? `, ${plural(hiddenHints, 'hint')} hidden (--level hint shows them)` : '';
  const silenced = suppressed > 0 ? `, ${suppressed} suppressed in the code (--format json lists them)` : '';
  const known = report.baseline === undefined ? '' : `, ${report.baseline.known.length} in the baseline`;
  const skipped = binary > 0 ? `, ${plural(binary, 'binary file')} skipped` : '';
  const notRead = report.notRead.length > 0 ? `, ${report.notRead.length} not read` : '';
  const eras = [
    ...report.eras.map(describeEra),
    ...(report.whatIf === undefined ? [] : [printable(describeWhatIf(report.whatIf))]),
    ...whatIfNotes(report.eras).map((note) => `note: ${note}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
  return `${colors.bold(found)}${known}${hidden}${silenced} in ${plural(files, 'file')}${skipped}${notRead}\n${colors.dim(eras.trimEnd())}${eras === '' ? '' : '\n'}`;
}

/** Words what decided the era. */
export function describeEra(era: CheckReport['eras'][number]): string {
  const odd = era.mismatch === undefined ? '' : `; note: ${era.mismatch}`;
  if (era.by === 'default')
    return `read as Linux ${era.label}: no kernel tree around it (--tree or --era says otherwise)${odd}`;
  return `read as Linux ${era.label}: ${era.reason}${odd}`;
}

/** A count with its noun. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
