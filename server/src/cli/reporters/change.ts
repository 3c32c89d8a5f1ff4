/** What a change does to a tree, in the formats of `daxlint check`. */
import type { StepResult } from '../../change/run-change.ts';
import type { LocatedFinding } from '../../store/located.ts';
import { type ChangeReport, newFindings } from '../change-report.ts';
import { describeWhatIf, whatIfNotes } from '../check-report.ts';
import { printable, printablePath } from '../printable.ts';
import type { Colors } from '../terminal.ts';
import { reportGcc } from './gcc.ts';
import { describeFinding } from './json.ts';
import { reportSarif, type SarifContext } from './sarif.ts';
import { describeEra, plural, renderFinding } from './text.ts';

/** For people: step by step what is new in full, what is mended in one line each; what is new alone if it is to be quiet. */
export function changeText(report: ChangeReport, colors: Colors, isQuiet = false): string {
  if (isQuiet) {
    const found = report.steps.flatMap(newFindings);
    return found.map((finding) => `${renderFinding(finding, colors)}\n`).join('\n');
  }
  const steps = report.steps.map((step) => stepText(step, report.steps.length > 1, colors));
  const notes = [
    describeEra(report.era),
    ...(report.whatIf === undefined ? [] : [printable(describeWhatIf(report.whatIf))]),
    ...whatIfNotes([report.era]).map((note) => `note: ${note}`),
  ];
  const all = report.steps.length > 1 ? [colors.bold(countsText(report.counts))] : [];
  return `${[...steps, ...all, ...notes.map((note) => colors.dim(note))].join('\n')}\n`;
}

function stepText(step: StepResult, isNamed: boolean, colors: Colors): string {
  const parts: string[] = [];
  if (isNamed) parts.push(colors.bold(printable(step.step.title)));
  const section = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0) parts.push(`${colors.bold(title)}\n\n${lines.join('\n\n')}\n`);
  };
  section(
    'introduced:',
    step.introduced.map((finding) => renderFinding(finding, colors)),
  );
  section(
    'made reachable, in code that is as it was:',
    step.reachable.map((finding) => renderFinding(finding, colors)),
  );
  const fixed = step.fixed.map(
    (finding) =>
      `${printablePath(finding.file)}:${finding.line}: ${printable(finding.message)}  ${colors.dim(`[${finding.rule}]`)}`,
  );
  if (fixed.length > 0) parts.push(`${colors.bold('fixed:')}\n${fixed.map((line) => `  ${line}`).join('\n')}\n`);
  const counts = { ...step, introduced: step.introduced.length, reachable: step.reachable.length, fixed: fixed.length };
  const summary = countsText(counts);
  const hidden =
    step.hiddenHints > 0 ? `, ${plural(step.hiddenHints, 'new hint')} hidden (--level hint shows them)` : '';
  const gaps =
    step.gaps.length > 0 ? `\n${plural(step.gaps.length, 'region')} not analysed (--format json lists them)` : '';
  const [was, is] = step.eras;
  if (was !== is) parts.push(`read as Linux ${was} before it and as Linux ${is} after it`);
  parts.push(`${isNamed ? '  ' : ''}${summary}${hidden} in ${plural(step.files, 'file')}${gaps}`);
  return `${parts.join('\n')}${isNamed ? '\n' : ''}`;
}

function countsText(counts: ChangeReport['counts']): string {
  const { introduced, reachable, fixed, quiet } = counts;
  return `${introduced} introduced, ${reachable} made reachable, ${fixed} fixed; ${quiet} that ${quiet === 1 ? 'was' : 'were'} there before kept quiet`;
}

/** One line a finding, as compilers print them: what is new, and nothing else. */
export function changeGcc({ steps }: ChangeReport): string {
  return reportGcc({ findings: steps.flatMap(newFindings) });
}

/** One versioned object; members are only ever added within a version. */
export function changeJson(report: ChangeReport, version: string): string {
  const document = {
    version: 1,
    tool: { name: 'daxlint', version },
    level: report.level,
    ...(report.whatIf === undefined ? {} : { whatIf: report.whatIf }),
    steps: report.steps.map((step) => ({
      title: step.step.title,
      changed: step.changed,
      eras: step.eras,
      introduced: step.introduced.map(describeFinding),
      reachable: step.reachable.map(describeFinding),
      fixed: step.fixed.map(describeFinding),
      quiet: step.quiet,
      hiddenHints: step.hiddenHints,
      gaps: step.gaps,
      files: step.files,
    })),
    trees: [report.era],
    summary: report.counts,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** SARIF with what is new, and what is gone. */
export function changeSarif({ steps, whatIf }: ChangeReport, context: Omit<SarifContext, 'stateOf'>): string {
  const gone = new Set<LocatedFinding>(steps.flatMap(({ fixed }) => fixed));
  const findings = steps.flatMap((step) => [...newFindings(step), ...step.fixed]);
  const gaps = steps.flatMap((step) => step.gaps.map((gap) => ({ ...gap, named: true })));
  return reportSarif(
    { findings, gaps, notRead: [], ...(whatIf === undefined ? {} : { whatIf }) },
    { ...context, stateOf: (finding) => (gone.has(finding) ? 'absent' : 'new') },
  );
}
