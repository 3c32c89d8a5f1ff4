/** The audit of a change: what is not committed yet, or a patch, over the tree as it is on disk. */
import { uncommitted } from '../change/commits.ts';
import { type ChangeRun, runCommits, runPatches, type StepResult } from '../change/run-change.ts';
import { patchesIn } from '../change/series.ts';
import { TreeStates } from '../change/tree-states.ts';
import { cacheOf } from '../cli/cache.ts';
import { Subsystems } from '../cli/subsystems.ts';
import { listTree } from '../cli/whole-tree.ts';
import type { AuditResult, AuditRow } from '../store/audit-messages.ts';
import { findingRow } from './audit-tree.ts';
import { problemOf } from './findings.ts';
import { type AuditRun, cacheArguments, inTree, optionsOf } from './run.ts';

/** What differs from the last commit. Throws `Refused`. */
export async function auditChanges(run: AuditRun): Promise<AuditResult> {
  const plan = await uncommitted(run.tree.root);
  return audit('changes', run, (change) => runCommits(plan, change));
}

/** A patch or a series, taken as one. Throws `Refused`. */
export async function auditPatch(
  { name, text }: { readonly name: string; readonly text: string },
  run: AuditRun,
): Promise<AuditResult> {
  const patches = await patchesIn([{ name, bytes: Buffer.from(text) }]);
  return audit('patch', run, (change) => runPatches(patches, change));
}

async function audit(
  kind: 'changes' | 'patch',
  { tree, terminal, threads, started }: AuditRun,
  take: (change: ChangeRun) => Promise<readonly StepResult[]>,
): Promise<AuditResult> {
  const { root, level } = tree;
  const cache = cacheOf(cacheArguments(tree));
  const { jobs, looks } = await listTree(root);
  const states = await TreeStates.open({
    root,
    options: optionsOf(tree, true),
    jobs,
    looks,
    threads,
    ...(cache === undefined ? {} : { cache }),
    onProgress: (done, of) => terminal.progress(`daxlint: the facts of ${done} of ${of} files`),
  });
  const steps = await take({ states, root, level, isEach: false });
  const subsystems = new Subsystems(root);
  const rowsOf = (verdict: 'introduced' | 'reachable' | 'fixed'): AuditRow[] =>
    steps.flatMap((step) => step[verdict].map((finding) => findingRow(finding, verdict, root, subsystems)));
  return {
    kind,
    root,
    era: states.disk.tree.era.era.label,
    title: steps.map(({ step }) => step.title).join(', '),
    rows: [...rowsOf('introduced'), ...rowsOf('reachable'), ...rowsOf('fixed')],
    problems: steps.flatMap(({ introduced, reachable }) =>
      [...introduced, ...reachable].map((finding) => problemOf(finding, root)),
    ),
    gaps: steps.flatMap(({ gaps }) => gaps.map(({ file, line, why }) => ({ file: inTree(root, file), line, why }))),
    counts: {
      files: steps.reduce((sum, { files }) => sum + files, 0),
      quiet: steps.reduce((sum, { quiet }) => sum + quiet, 0),
    },
    milliseconds: Math.round(performance.now() - started),
  };
}
