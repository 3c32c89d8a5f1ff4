/** `daxlint fix` prints a patch that mends the findings of files and folders, or writes the mended files. */
import type { Rule } from '../../rules/rule.ts';
import { analyseFiles } from '../../store/pool.ts';
import { replaceFiles } from '../../store/replace-files.ts';
import type { FixArguments } from '../args.ts';
import { refuseUnread } from '../check-report.ts';
import { EXIT, type ExitStatus, Trouble } from '../exit-status.ts';
import { allJobs, type JobSource, listJobs } from '../file-jobs.ts';
import { appliedLine, bytesBefore, bytesAfter, countsLine, type FixReport, fixReport, patchOf } from '../fix-report.ts';
import { semanticPatch } from '../semantic-patch.ts';
import type { Terminal } from '../terminal.ts';
import { withArrivals } from '../tree-arrivals.ts';
import { treeOptions } from '../tree-options.ts';

export interface FixContext {
  readonly terminal: Terminal;
  readonly rules: readonly Rule[];
}

/**
 * Mends and prints; the status tells whether findings are left, in the files as they are on disk afterwards. Throws
 * `Trouble` where the user has to mend something; then no file was changed.
 */
export async function runFix(args: FixArguments, { terminal, rules }: FixContext): Promise<ExitStatus> {
  const { cocci } = args;
  if (cocci !== undefined) {
    terminal.out(await semanticPatch({ ...args, cocci }, rules));
    return EXIT.nothing;
  }
  const fields = [...new Set(rules.flatMap((rule) => rule.fields))];
  const options = { ...treeOptions(args, fields), sourceInItem: true };
  const source = listJobs(args.paths, args.tree);
  terminal.watchInterrupt();
  const jobs = await withArrivals(await allJobs(source), args, options, terminal);
  const analysis = await analyseFiles(jobs, {
    setup: { task: { kind: 'fix', level: args.level, all: args.all }, also: source.also, options },
    threads: args.jobs,
    onProgress: (done) => terminal.progress(`daxlint: ${done} files read`),
  });
  refuseUnread(analysis);
  const report = fixReport(analysis, source.notRead);
  if (args.write) write(report);
  terminal.calm();
  const isMended = report.left === 0 && (args.write || report.applied.length === 0);
  const status = isMended ? EXIT.nothing : EXIT.findings;
  // A reader that goes away while we write gets this status.
  process.exitCode = status;
  if (args.write) for (const fix of report.applied) terminal.out(`${appliedLine(fix)}\n`);
  else for (const file of report.changed) terminal.out(patchOf(file));
  printNotes(report, source, args, terminal);
  return status;
}

/** Nothing stops this between two files, so that Ctrl-C leaves all of them changed or none. */
function write({ changed }: FixReport): void {
  const failed = replaceFiles(
    changed.map(({ job, change }) => ({
      name: job.name,
      path: job.absolute,
      before: bytesBefore(change),
      after: bytesAfter(change),
    })),
  );
  if (failed !== undefined) throw new Trouble(`${failed.name} ${failed.why}; nothing was changed`);
}

/** What a user has to know beside the patch goes to standard error, where it is in no patch's way. */
function printNotes(report: FixReport, source: JobSource, args: FixArguments, terminal: Terminal): void {
  for (const folder of source.emptyFolders)
    terminal.err(`daxlint: ${folder} holds no .c or .h file: nothing to mend\n`);
  for (const { file, why } of report.notRead) terminal.err(`daxlint: ${file} ${why}\n`);
  if (!args.write)
    for (const fix of report.applied) if (fix.eye !== undefined) terminal.err(`daxlint: ${appliedLine(fix)}\n`);
  terminal.err(`daxlint: ${countsLine(report, args)}\n`);
}
