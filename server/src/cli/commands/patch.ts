/** `daxlint patch` prints what a patch, a series or a range of commits does to what is found in its tree. */
import { readFileSync, statSync } from 'node:fs';
import type { CommitPlan } from '../../change/commits.ts';
import { commitsIn, uncommitted } from '../../change/commits.ts';
import { Refused } from '../../change/refused.ts';
import { type ChangeRun, runCommits, runPatches, type StepResult } from '../../change/run-change.ts';
import { type PatchFile, patchesIn } from '../../change/series.ts';
import { TreeStates } from '../../change/tree-states.ts';
import { whyUnreadable } from '../../store/bytes.ts';
import { eraNote } from '../../store/era-note.ts';
import type { PatchArguments } from '../args.ts';
import { cacheOf } from '../cache.ts';
import { type ChangeReport, changeReport } from '../change-report.ts';
import { EXIT, type ExitStatus, Trouble } from '../exit-status.ts';
import { treeAround, treeNamed } from '../file-jobs.ts';
import { changeGcc, changeJson, changeSarif, changeText } from '../reporters/change.ts';
import { changeReply } from '../reporters/reply.ts';
import { treeOptions } from '../tree-options.ts';
import { listTree } from '../whole-tree.ts';
import type { CheckContext } from './check.ts';

/** Takes the change, prints, and tells the exit status; throws `Trouble` where the user has to mend something. */
export async function runPatch(args: PatchArguments, context: CheckContext): Promise<ExitStatus> {
  const { terminal } = context;
  const root = args.tree === undefined ? treeAround('.') : treeNamed(args.tree);
  const options = treeOptions(args);
  terminal.watchInterrupt();
  try {
    const change = await changeOf(args, root);
    const cache = cacheOf(args);
    const { jobs, looks } = await listTree(root);
    const states = await TreeStates.open({
      root,
      options,
      jobs,
      looks,
      threads: args.jobs,
      ...(cache === undefined ? {} : { cache }),
      onProgress: (done, of) => terminal.progress(`daxlint: the facts of ${done} of ${of} files`),
    });
    if (states.notKept !== undefined) {
      terminal.err(`daxlint: the cache is not kept (${states.notKept}); give another --cache-dir, or --no-cache\n`);
    }
    const steps = await change({
      states,
      root,
      level: args.level,
      isEach: args.each || args.reply,
      onStep: (done, of) => terminal.progress(`daxlint: ${done} of ${of} patches`),
    });
    const { whatIf } = options;
    const report = changeReport(steps, {
      level: args.level,
      era: eraNote(states.disk.tree),
      ...(whatIf === undefined ? {} : { whatIf: { name: whatIf.name, title: whatIf.title } }),
    });
    terminal.calm();
    const { introduced, reachable } = report.counts;
    const status = introduced + reachable > 0 ? EXIT.findings : EXIT.nothing;
    // A reader that goes away while we write gets this status.
    process.exitCode = status;
    terminal.out(rendered(report, args, context));
    return status;
  } catch (error) {
    if (error instanceof Refused) throw new Trouble(error.message);
    throw error;
  }
}

/** What the arguments name, to be taken over a tree. */
async function changeOf(
  { changes, each, reply }: PatchArguments,
  root: string,
): Promise<(run: ChangeRun) => Promise<readonly StepResult[]>> {
  const ofCommits = (plan: CommitPlan) => (run: ChangeRun) => runCommits(plan, run);
  const [first] = changes;
  if (first === undefined) return ofCommits(await uncommitted(root));
  if (changes.length === 1 && first !== '-' && !isThere(first))
    return ofCommits(await commitsIn(root, first, each || reply));
  const patches = await patchesIn(changes.map(readInput));
  return (run) => runPatches(patches, run);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readInput(name: string): PatchFile {
  try {
    return name === '-' ? { name: 'standard input', bytes: readFileSync(0) } : { name, bytes: readFileSync(name) };
  } catch (error) {
    throw new Trouble(`${name} ${whyUnreadable(error)}; name a commit range, a file with patches, or \`-\``);
  }
}

function rendered(report: ChangeReport, args: PatchArguments, { terminal, version, rules }: CheckContext): string {
  if (args.reply) return changeReply(report, rules);
  switch (args.format) {
    case 'text':
      return changeText(report, terminal.colors, args.quiet);
    case 'gcc':
      return changeGcc(report);
    case 'json':
      return changeJson(report, version);
    case 'sarif':
      return changeSarif(report, { version, rules, folder: process.cwd() });
  }
}
