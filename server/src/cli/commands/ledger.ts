/** `daxlint ledger` prints every use of a page field in a tree, with its verdict, and what could not be read. */
import { basename, relative, sep } from 'node:path';
import { FILE_FIELDS, type SiteField } from '../../kernel/site-fields.ts';
import type { Verdict } from '../../model/finding.ts';
import { rules } from '../../rules/index.generated.ts';
import type { LedgerRow } from '../../store/located.ts';
import { type Analysis, analyseFiles } from '../../store/pool.ts';
import type { LedgerArguments, LedgerFormat } from '../args.ts';
import { failure } from '../check-report.ts';
import { EXIT, type ExitStatus } from '../exit-status.ts';
import { type NotRead, treeAround } from '../file-jobs.ts';
import { type GapRow, type Ledger, type SummaryRow, renderJsonLines, renderTable } from '../reporters/ledger.ts';
import { printablePath } from '../printable.ts';
import { reportData, reportParts } from '../report-data.ts';
import { renderHtml } from '../reporters/html.ts';
import type { Colors, Terminal } from '../terminal.ts';
import type { SolvedTree } from '../../engine/whole-tree.ts';
import { withChain } from '../evidence.ts';
import { treeOptions } from '../tree-options.ts';
import { partOf, readWholeTree } from '../whole-tree.ts';

/** Analyses and prints; status 0, or throws `Trouble` where there is no tree. */
export async function runLedger(args: LedgerArguments, terminal: Terminal): Promise<ExitStatus> {
  const started = performance.now();
  const root = treeAround(args.tree);
  const fields = args.fields ?? (args.rule === undefined ? FILE_FIELDS : fieldsOfRule(args.rule));
  const options = treeOptions(args, fields);
  terminal.watchInterrupt();
  const { tree, notRead } = await readWholeTree(root, args, options, terminal);
  const isWanted = partOf(root, args.tree);
  const asked = tree.siteJobs
    .filter((job) => isWanted(job.path))
    .map((job) => ({ ...job, arrivals: tree.arrivals(job.path) }));
  const judged = await analyseFiles(asked, {
    setup: {
      task: { kind: 'ledger', fields, ...(args.rule === undefined ? {} : { rule: args.rule }) },
      options,
    },
    threads: args.jobs,
    onProgress: (done) => terminal.progress(`daxlint: ${done} of ${asked.length} files judged`),
  });
  const analysis: Analysis = {
    ...judged,
    reports: [...judged.reports, ...tree.others.filter(({ job }) => isWanted(job.path))],
  };
  const ledger = makeLedger(analysis, notRead, tree, { root, started, whatIf: options.whatIf?.name });
  terminal.calm();
  terminal.out(rendered(ledger, args.format, { root, colors: terminal.colors }));
  return EXIT.nothing;
}

function rendered(
  ledger: Ledger,
  format: LedgerFormat,
  { root, colors }: { readonly root: string; readonly colors: Colors },
): string {
  switch (format) {
    case 'jsonl':
      return renderJsonLines(ledger);
    case 'table':
      return renderTable(ledger, colors);
    case 'html': {
      const title = { tree: printablePath(basename(root)), summary: ledger.summary };
      return renderHtml(reportData(ledger, root), title, reportParts());
    }
  }
}

/** What a rule looks at. */
function fieldsOfRule(id: string): readonly SiteField[] {
  return rules.find((rule) => rule.id === id)?.fields ?? FILE_FIELDS;
}

function makeLedger(
  analysis: Analysis,
  notRead: readonly NotRead[],
  tree: SolvedTree,
  run: Pick<RunFacts, 'root' | 'started' | 'whatIf'>,
): Ledger {
  const { root } = run;
  const rows: LedgerRow[] = [];
  const gaps: GapRow[] = notRead.map(({ file, why }) => wholeFile(inTree(root, file), why));
  const files = { filesRead: 0, filesAnalysed: 0, filesSkipped: notRead.length };
  for (const { job, report } of analysis.reports) {
    if (report.status === 'passed-over') {
      files.filesRead += 1;
    } else if (report.status === 'read') {
      files.filesRead += 1;
      files.filesAnalysed += 1;
      rows.push(...report.rows.map((row, at) => withChain(row, report.origins[at], tree.solution)));
      gaps.push(...report.gaps.map((gap) => ({ gap: true, ...gap }) as const));
    } else {
      files.filesSkipped += 1;
      gaps.push(wholeFile(job.path, notAnalysed(report)));
    }
  }
  rows.sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column);
  gaps.sort((a, b) => compare(a.file, b.file) || a.line - b.line);
  return { rows, gaps, summary: summarise(rows, gaps, { ...files, ...run, analysis }) };
}

interface RunFacts {
  readonly filesRead: number;
  readonly filesAnalysed: number;
  readonly filesSkipped: number;
  readonly root: string;
  readonly analysis: Analysis;
  readonly started: number;
  readonly whatIf: string | undefined;
}

function summarise(rows: readonly LedgerRow[], gaps: readonly GapRow[], facts: RunFacts): SummaryRow {
  const verdicts: Record<Verdict, number> = {
    hazard: 0,
    latent: 0,
    safe: 0,
    'dax-code': 0,
    undecided: 0,
    'not-parsed': 0,
  };
  for (const row of rows) verdicts[row.verdict] += 1;
  const era = facts.analysis.eras.find((note) => note.root === facts.root);
  return {
    summary: true,
    era: era?.label ?? null,
    ...(facts.whatIf === undefined ? {} : { whatIf: facts.whatIf, whatIfNotes: era?.whatIfNotes ?? [] }),
    sites: rows.length,
    verdicts,
    gaps: gaps.length,
    filesRead: facts.filesRead,
    filesAnalysed: facts.filesAnalysed,
    filesSkipped: facts.filesSkipped,
    milliseconds: Math.round(performance.now() - facts.started),
    // The system counts kilobytes.
    peakMemory: process.resourceUsage().maxRSS * 1024,
  };
}

function notAnalysed(report: Analysis['reports'][number]['report']): string {
  if (report.status === 'binary') return 'is a binary file';
  if (report.status === 'failed') return failure(report.why);
  return report.status === 'unreadable' ? report.why : 'was not read';
}

/** A file that was not read at all is a gap from line 1; how many lines it has is not known, so `endLine` is 1 too. */
function wholeFile(file: string, why: string): GapRow {
  return { gap: true, file, line: 1, endLine: 1, why: `the file ${why}` };
}

function inTree(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
