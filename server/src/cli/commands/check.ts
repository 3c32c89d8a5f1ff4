/** `daxlint check` prints the findings of files and folders. */
import { existsSync } from 'node:fs';
import type { SiteField } from '../../kernel/site-fields.ts';
import type { Rule } from '../../rules/rule.ts';
import { ByteReader } from '../../store/bytes.ts';
import { canHoldFinding } from '../../store/prefilter.ts';
import { type Analysis, analyseFiles } from '../../store/pool.ts';
import type { CheckArguments } from '../args.ts';
import { type Compared, compareWithBaseline, readBaseline, writeBaseline } from '../baseline.ts';
import { type CheckReport, checkReport, describeWhatIf, refuseUnread, whatIfNotes } from '../check-report.ts';
import { EXIT, type ExitStatus } from '../exit-status.ts';
import { allJobs, type JobSource, listJobs } from '../file-jobs.ts';
import { reportGcc } from '../reporters/gcc.ts';
import { reportJson } from '../reporters/json.ts';
import { reportSarif } from '../reporters/sarif.ts';
import { plural, reportText } from '../reporters/text.ts';
import type { Terminal } from '../terminal.ts';
import { withArrivals } from '../tree-arrivals.ts';
import { treeOptions } from '../tree-options.ts';

export interface CheckContext {
  readonly terminal: Terminal;
  readonly version: string;
  readonly rules: readonly Rule[];
}

/** Analyses, prints, and tells the exit status; throws `Trouble` where the user has to mend something. */
export async function runCheck(args: CheckArguments, context: CheckContext): Promise<ExitStatus> {
  const { terminal } = context;
  const fields = [...new Set(context.rules.flatMap((rule) => rule.fields))];
  const options = { ...treeOptions(args, fields), sourceInItem: true };
  if (args.inBuild && !args.paths.some((path) => mayHold(path, fields))) return EXIT.nothing;
  const source = listJobs(args.paths, args.tree);
  terminal.watchInterrupt();
  const jobs = await withArrivals(await allJobs(source), args, options, terminal);
  const analysis = await analyseFiles(jobs, {
    setup: {
      task: { kind: 'check', level: args.level },
      also: source.also,
      options,
    },
    threads: args.jobs,
    onProgress: (done) => terminal.progress(`daxlint: ${done} files read`),
  });
  refuseUnread(analysis);
  const baseline = baselineOf(args, analysis);
  const report = checkReport(baseline?.analysis ?? analysis, {
    level: args.level,
    walkTrouble: source.notRead,
    whatIf: options.whatIf,
    ...(baseline === undefined ? {} : { baseline }),
  });
  terminal.calm();
  if (args.updateBaseline && baseline !== undefined) {
    writeBaseline(args.baseline ?? '', baseline.updated);
    terminal.out(`${args.baseline}: ${updateText(baseline, report)}\n`);
    printNotes(report, source, args, terminal);
    return EXIT.nothing;
  }
  const status = report.findings.length > 0 && !args.inBuild ? EXIT.findings : EXIT.nothing;
  // A reader that goes away while we write gets this status.
  process.exitCode = status;
  terminal.out(render(report, args, context));
  printNotes(report, source, args, terminal);
  return status;
}

/** Whether a file of a build can hold a finding: most cannot, and need no tree to be read. */
function mayHold(path: string, fields: readonly SiteField[]): boolean {
  if (!path.endsWith('.c')) return false;
  const result = new ByteReader().read(path);
  return result.status === 'read' && canHoldFinding(result.bytes, fields);
}

/** What the baseline makes of an analysis; undefined where there is none. Throws `Trouble`. */
function baselineOf({ baseline, updateBaseline }: CheckArguments, analysis: Analysis): Compared | undefined {
  if (baseline === undefined) return undefined;
  const isFirst = updateBaseline && !existsSync(baseline);
  return compareWithBaseline(analysis, isFirst ? [] : readBaseline(baseline));
}

function updateText({ updated, known, expired }: Compared, { findings }: CheckReport): string {
  return `${plural(updated.length, 'finding')} (${findings.length} new, ${known.length} as before, ${expired.length} taken out)`;
}

function render(report: CheckReport, args: CheckArguments, { terminal, version, rules }: CheckContext): string {
  switch (args.format) {
    case 'text':
      return reportText(report, terminal.colors, args.quiet);
    case 'gcc':
      return reportGcc(report);
    case 'json':
      return reportJson(report, version);
    case 'sarif':
      return reportSarif(report, { version, rules, folder: process.cwd() });
  }
}

/** What a user has to know beside the findings goes to standard error, where it is in no script's way. */
function printNotes(report: CheckReport, source: JobSource, args: CheckArguments, terminal: Terminal): void {
  if (args.quiet || args.inBuild) return;
  for (const folder of source.emptyFolders)
    terminal.err(`daxlint: ${folder} holds no .c or .h file: nothing to check\n`);
  for (const { file, why } of report.notRead) terminal.err(`daxlint: ${file} ${why}\n`);
  if (!args.updateBaseline) {
    for (const { rule, file, function: name } of report.baseline?.expired ?? []) {
      const where = name === '' ? file : `${name}() of ${file}`;
      terminal.err(
        `daxlint: ${args.baseline} knows a finding of ${rule} in ${where} that is there no more; --update-baseline takes it out\n`,
      );
    }
  }
  if (args.format === 'text') return;
  if (args.format === 'gcc' && report.whatIf !== undefined) terminal.err(`daxlint: ${describeWhatIf(report.whatIf)}\n`);
  for (const note of whatIfNotes(report.eras)) terminal.err(`daxlint: ${note}\n`);
  for (const { root, by, label } of report.eras) {
    if (root === null && by === 'default') {
      terminal.err(
        `daxlint: files outside a kernel tree were checked as Linux ${label}; --tree or --era says otherwise\n`,
      );
    }
  }
}
