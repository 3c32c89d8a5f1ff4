/** What is found in all of a tree, as `daxlint check` finds it; kept beside the ledger, since it takes as long. */
import { cacheOf } from '../cli/cache.ts';
import { type CheckReport, checkReport } from '../cli/check-report.ts';
import { listTree, solveListed } from '../cli/whole-tree.ts';
import { stepLine, worded } from '../docs/chain-text.ts';
import { rules } from '../rules/index.generated.ts';
import type { AuditProblem, AuditStep } from '../store/audit-messages.ts';
import type { LocatedFinding } from '../store/located.ts';
import { analyseFiles } from '../store/pool.ts';
import { cacheKeyOf, digestOf } from '../store/tree-facts.ts';
import { type AuditRun, cacheArguments, inTree, optionsOf } from './run.ts';

/** The report of a check over all of the tree, with absolute names. */
export async function checkTree({ tree, terminal, threads }: AuditRun): Promise<CheckReport> {
  const { root, level } = tree;
  const fields = [...new Set(rules.flatMap((rule) => rule.fields))];
  const options = { ...optionsOf(tree, true), fields, sourceInItem: true };
  const listed = await listTree(root);
  const cache = cacheOf(cacheArguments(tree));
  const key = cacheKeyOf({ root, options });
  const looks = digestOf(listed.jobs, listed.looks);
  const asked = { check: level, rules: tree.rules };
  const kept = cache?.loadLedger(key, asked, looks) as CheckReport | undefined;
  if (kept !== undefined) return kept;
  const args = { ...cacheArguments(tree), jobs: threads };
  const { tree: solved, notRead } = await solveListed(listed, args, options, terminal);
  const jobs = listed.jobs.map((job) => ({ ...job, name: job.absolute, arrivals: solved.arrivals(job.path) }));
  const analysis = await analyseFiles(jobs, {
    setup: { task: { kind: 'check', level }, options },
    threads,
    onProgress: (done) => terminal.progress(`daxlint: ${done} of ${jobs.length} files checked`),
  });
  const report = checkReport(analysis, { level, walkTrouble: notRead, whatIf: options.whatIf });
  if (report.notRead.length === 0) cache?.saveLedger(key, asked, looks, report);
  return report;
}

/** The steps of a finding's evidence, its source first. */
export function stepsOf({ chain, related, file }: LocatedFinding, root: string): readonly AuditStep[] {
  const way = worded(chain).map((step) => ({
    file: inTree(root, step.file),
    line: step.line,
    function: step.function,
    text: stepLine(step),
  }));
  const places = related.map(({ line, message }) => ({ file: inTree(root, file), line, function: '', text: message }));
  return [...way, ...places];
}

/** A finding for a list of problems. */
export function problemOf(finding: LocatedFinding, root: string): AuditProblem {
  const { line, column, endLine, endColumn, severity, rule, message } = finding;
  const file = inTree(root, finding.file);
  return { file, line, column, endLine, endColumn, severity, rule, message, steps: stepsOf(finding, root) };
}
