/** The audit of a whole tree: the ledger of its uses, and what is found that is no use of `mapping` or `inode`. */
import type { Ledger } from '../cli/reporters/ledger.ts';
import { readLedger } from '../cli/make-ledger.ts';
import { Subsystems } from '../cli/subsystems.ts';
import { KINDS } from '../kernel/kinds.ts';
import { FILE_FIELDS } from '../kernel/site-fields.ts';
import { siteText } from '../model/site.ts';
import type { AuditResult, AuditRow } from '../store/audit-messages.ts';
import { stepLine } from '../docs/chain-text.ts';
import type { EvidenceStep, LedgerRow, LocatedFinding } from '../store/located.ts';
import { checkTree, problemOf, stepsOf } from './findings.ts';
import { type AuditRun, cacheArguments, inTree, optionsOf } from './run.ts';

/** Judges every use, and collects every finding. */
export async function auditTree(run: AuditRun): Promise<AuditResult> {
  const { root } = run.tree;
  const ledger = await ledgerOf(run);
  const { findings } = await checkTree(run);
  const subsystems = new Subsystems(root);
  const rows = ledger.rows.map((row) => siteRow(row, subsystems));
  const known = new Set(ledger.rows.filter(({ rule }) => rule !== null).map(keyOf));
  const others = findings
    .filter(({ severity }) => severity !== 'hint')
    .filter((finding) => !known.has(keyOf({ ...finding, file: inTree(root, finding.file) })))
    .map((finding) => findingRow(finding, verdictOf(finding), root, subsystems));
  return {
    kind: 'tree',
    root,
    era: ledger.summary.era ?? '',
    title: '',
    rows: [...rows, ...others],
    problems: findings.map((finding) => problemOf(finding, root)),
    gaps: ledger.gaps.map(({ file, line, why }) => ({ file, line, why })),
    counts: { files: ledger.summary.filesRead, quiet: 0 },
    milliseconds: Math.round(performance.now() - run.started),
  };
}

/** Whether a step says where the page comes from within the function, and not what a function does with it. */
function isOfPage({ step }: EvidenceStep): boolean {
  return /^(?:comes (?:in|from)|is (?:what|read) )/.test(step);
}

/** What holds for a page of whatever kind is not about DAX alone. */
function verdictOf({ kinds }: LocatedFinding): 'hazard' | 'remark' {
  return kinds.length === KINDS.length ? 'remark' : 'hazard';
}

/** The ledger that `daxlint ledger` prints. */
export function ledgerOf({ tree, terminal, threads, started }: AuditRun): Promise<Ledger> {
  const { root } = tree;
  const args = {
    command: 'ledger',
    quiet: true,
    tree: root,
    format: 'jsonl',
    jobs: threads,
    ...cacheArguments(tree),
  } as const;
  const options = { ...optionsOf(tree, false), fields: FILE_FIELDS };
  return readLedger({ root, args, fields: FILE_FIELDS, terminal, started }, options);
}

/** A finding as a row, under a verdict or under what a change did to it. */
export function findingRow(finding: LocatedFinding, verdict: string, root: string, subsystems: Subsystems): AuditRow {
  const file = inTree(root, finding.file);
  const { line, column, function: name, message, rule, reason, config } = finding;
  const subsystem = subsystems.of(file);
  const steps = stepsOf(finding, root);
  return { file, line, column, function: name, title: message, verdict, rule, subsystem, reason, config, steps };
}

function siteRow(row: LedgerRow, subsystems: Subsystems): AuditRow {
  const { file, line, column, function: name, verdict, rule, reason, config, suppressed } = row;
  return {
    file,
    line,
    column,
    function: name,
    title: siteText(row),
    verdict,
    rule,
    subsystem: subsystems.of(file),
    reason,
    config,
    ...(suppressed === undefined ? {} : { suppressed }),
    steps: row.evidence.map((step) => ({
      file: step.file,
      line: step.line,
      function: step.function,
      text: isOfPage(step) ? `the page ${step.step}` : stepLine(step),
    })),
  };
}

function keyOf({ file, line, rule }: { readonly file: string; readonly line: number; readonly rule: string | null }) {
  return `${file}:${line} ${rule}`;
}
