/** The ledger of a tree, or of a part of it: the facts of all of the tree are read and solved, and each site is judged. */
import { relative, resolve, sep } from 'node:path';
import type { TreeOptions } from '../engine/api.ts';
import type { SolvedTree } from '../engine/whole-tree.ts';
import type { SiteField } from '../kernel/site-fields.ts';
import type { Verdict } from '../model/finding.ts';
import type { LedgerRow } from '../store/located.ts';
import { type Analysis, analyseFiles } from '../store/pool.ts';
import { cacheKeyOf, digestOf } from '../store/tree-facts.ts';
import type { LedgerArguments } from './args.ts';
import { cacheOf } from './cache.ts';
import { failure } from './check-report.ts';
import { withChain } from './evidence.ts';
import type { NotRead } from './file-jobs.ts';
import type { GapRow, Ledger, SummaryRow } from './reporters/ledger.ts';
import type { Terminal } from './terminal.ts';
import { type ListedTree, listTree, partOf, solveListed } from './whole-tree.ts';

export interface LedgerRun {
  readonly root: string;
  readonly args: LedgerArguments;
  readonly fields: readonly SiteField[];
  readonly terminal: Terminal;
  /** When the run was started, by `performance.now()`. */
  readonly started: number;
}

/** Judges the sites of a tree, as the options say; where nothing has changed since somebody asked the same, as then. */
export async function readLedger(run: LedgerRun, options: TreeOptions): Promise<Ledger> {
  const { root, args, fields, started } = run;
  const listed = await listTree(root);
  const cache = cacheOf(args);
  const key = cacheKeyOf({ root, options });
  const looks = digestOf(listed.jobs, listed.looks);
  const asked = { fields, rule: args.rule ?? null, part: relative(root, resolve(args.tree)) };
  const kept = cache?.loadLedger(key, asked, looks) as Ledger | undefined;
  if (kept !== undefined) return { ...kept, summary: { ...kept.summary, ...costOf(started) } };
  const ledger = await judge(run, listed, options);
  // What could not be read may be readable another time, and a file that changed meanwhile has another look by now.
  const isWhole = listed.notRead.length === 0 && ledger.summary.filesSkipped === 0;
  if (isWhole) cache?.saveLedger(key, asked, looks, ledger);
  return ledger;
}

async function judge(run: LedgerRun, listed: ListedTree, options: TreeOptions): Promise<Ledger> {
  const { root, args, fields, terminal, started } = run;
  const { tree, notRead } = await solveListed(listed, args, options, terminal);
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
  return makeLedger(analysis, notRead, tree, { root, started, whatIf: options.whatIf?.name });
}

/**
 * What another ledger of the same tree judges otherwise, each row with what it was. A site that only one of them has is
 * judged otherwise too; one that only the first has is gone.
 */
export function changesOf(before: Ledger, after: Ledger): Ledger {
  const known = new Map(before.rows.map((row) => [placeOf(row), row]));
  const rows = after.rows.flatMap((row) => {
    const was = known.get(placeOf(row));
    if (was !== undefined && was.verdict === row.verdict && was.rule === row.rule) return [];
    return [{ ...row, was: was === undefined ? null : { verdict: was.verdict, rule: was.rule } }];
  });
  return { rows, gaps: after.gaps, summary: { ...after.summary, sites: after.rows.length, changed: rows.length } };
}

function placeOf({ file, line, column, field }: LedgerRow): string {
  return `${file}:${line}:${column} ${field}`;
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
    suppressed: rows.filter(({ suppressed }) => suppressed !== undefined).length,
    gaps: gaps.length,
    filesRead: facts.filesRead,
    filesAnalysed: facts.filesAnalysed,
    filesSkipped: facts.filesSkipped,
    ...costOf(facts.started),
  };
}

function costOf(started: number): Pick<SummaryRow, 'milliseconds' | 'peakMemory'> {
  // The system counts kilobytes.
  return {
    milliseconds: Math.round(performance.now() - started),
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
