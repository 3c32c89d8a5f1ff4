/** The ledger as a report shows it: with the subsystems of its files, the lines of the code, and words for people. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useText, VERDICT_MEANINGS } from '../docs/ledger-words.ts';
import { KIND_NAMES } from '../kernel/kinds.ts';
import { siteText } from '../model/site.ts';
import type { ReportCode, ReportData, ReportRow, ReportStep } from '../report/data.ts';
import { rules } from '../rules/index.generated.ts';
import type { EvidenceStep, LedgerRow } from '../store/located.ts';
import { builtFolder, packageRoot } from '../store/placement.ts';
import { Trouble } from './exit-status.ts';
import { printable, printablePath } from './printable.ts';
import type { ReportParts } from './reporters/html.ts';
import type { Ledger } from './reporters/ledger.ts';
import { SourceLines } from './source-lines.ts';
import { Subsystems } from './subsystems.ts';

/** Lines of code that are shown before and after a site. */
const AROUND = 3;

/** Adds to the ledger of the tree at a root what only the tree's files tell. */
export function reportData({ rows, gaps }: Ledger, root: string): ReportData {
  const source = new SourceLines(root);
  const subsystems = new Subsystems(root);
  const used = new Set(rows.map(({ rule }) => rule));
  return {
    verdicts: Object.entries(VERDICT_MEANINGS).map(([name, meaning]) => ({ name, meaning })),
    rules: Object.fromEntries(
      rules.filter(({ id }) => used.has(id)).map(({ id, summary, docs }) => [id, { summary, instead: docs.instead }]),
    ),
    rows: rows.map((row) => reportRow(row, subsystems, source)),
    gaps: gaps.map(({ file, line, endLine, why }) => ({
      file: printablePath(file),
      line,
      endLine,
      subsystem: subsystems.of(file),
      why: printable(why),
    })),
  };
}

/** The script and the style of the page; throws `Trouble` where they were not built. */
export function reportParts(): ReportParts {
  try {
    const [script, style] = ['report.js', 'report-style.css'].map((name) =>
      readFileSync(join(builtFolder, name), 'utf8').trim(),
    );
    return { script: script ?? '', style: style ?? '' };
  } catch {
    throw new Trouble(`the page is not built: run \`npm run build\` in ${packageRoot}`);
  }
}

function reportRow(row: LedgerRow, subsystems: Subsystems, source: SourceLines): ReportRow {
  const code = codeAt(row, source);
  return {
    file: printablePath(row.file),
    line: row.line,
    column: row.column,
    function: printable(row.function),
    site: printable(siteText(row)),
    use: printable(useText(row)),
    verdict: row.verdict,
    rule: row.rule,
    subsystem: subsystems.of(row.file),
    reason: printable(row.reason),
    kinds: row.kinds.map((kind) => KIND_NAMES[kind]),
    config: row.config === null ? null : printable(row.config),
    steps: row.evidence.map((step) => reportStep(step, source)),
    ...(code === undefined ? {} : { code }),
  };
}

function reportStep(step: EvidenceStep, source: SourceLines): ReportStep {
  const code = source.line(step.file, step.line);
  return {
    file: printablePath(step.file),
    line: step.line,
    function: printable(step.function),
    text: printable(step.step),
    ...(code === undefined ? {} : { code: printable(code) }),
  };
}

function codeAt(row: LedgerRow, source: SourceLines): ReportCode | undefined {
  const code = source.around(row.file, row.line, AROUND);
  if (code === undefined) return undefined;
  // The column is that of the arrow or the dot before a field, or of the function that is asked.
  const start = row.column - 1;
  const own = code.lines[row.line - code.first] ?? '';
  const length = /^(?:->|\.)?\s*\w+/.exec(own.slice(start))?.[0].length ?? 0;
  return { first: code.first, lines: code.lines.map(printable), start, end: start + length };
}
