/** The outcome of a check as plain data; every output format is a rendering of it. */
import type { Severity } from '../model/finding.ts';
import type { Level } from '../model/settings.ts';
import type { EraNote } from '../store/era-note.ts';
import type { LocatedFinding, LocatedGap, LocatedSuppression } from '../store/located.ts';
import type { Analysis } from '../store/pool.ts';
import type { Compared } from './baseline.ts';
import { Trouble } from './exit-status.ts';
import type { NotRead } from './file-jobs.ts';

export interface CheckReport {
  readonly level: Level;
  /** In the order of the files, then of their text. */
  readonly findings: readonly LocatedFinding[];
  /** What comments in the code silence of what the level shows. */
  readonly suppressed: readonly LocatedSuppression[];
  readonly gaps: readonly (LocatedGap & { readonly named: boolean })[];
  /** Sorted by name. */
  readonly notRead: readonly NotRead[];
  readonly eras: readonly EraNote[];
  /** The overlay under which all of this holds. */
  readonly whatIf?: NamedOverlay;
  /** What a baseline knows; absent where none was given. */
  readonly baseline?: KnownFindings;
  readonly counts: CheckCounts;
}

/** What a baseline keeps out of a report. */
export type KnownFindings = Pick<Compared, 'known' | 'expired'>;

/** How an output names an overlay. */
export interface NamedOverlay {
  readonly name: string;
  readonly title: string;
}

export interface CheckCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  /** Hints that the level leaves out. */
  readonly hiddenHints: number;
  /** Findings that comments in the code silence. */
  readonly suppressed: number;
  /** Files whose bytes were read. */
  readonly files: number;
  /** Binary files met in folders. */
  readonly binary: number;
}

/** Sums up an analysis. */
export function checkReport(
  analysis: Analysis,
  run: {
    readonly level: Level;
    readonly walkTrouble: readonly NotRead[];
    readonly whatIf?: NamedOverlay | undefined;
    readonly baseline?: KnownFindings;
  },
): CheckReport {
  const { level, walkTrouble, whatIf, baseline } = run;
  const findings: LocatedFinding[] = [];
  const suppressed: LocatedSuppression[] = [];
  const gaps: (LocatedGap & { named: boolean })[] = [];
  const notRead: NotRead[] = [...walkTrouble];
  let hiddenHints = 0;
  let files = 0;
  let binary = 0;
  for (const { job, report } of analysis.reports) {
    if (report.status === 'read' || report.status === 'passed-over') files += 1;
    if (report.status === 'binary') binary += 1;
    if (report.status === 'unreadable') notRead.push({ file: job.name, why: report.why });
    if (report.status === 'failed') notRead.push({ file: job.name, why: failure(report.why) });
    if (report.status !== 'read') continue;
    findings.push(...report.findings);
    suppressed.push(...report.suppressed);
    gaps.push(...report.gaps.map((gap) => ({ ...gap, named: job.named })));
    hiddenHints += report.hiddenHints;
  }
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const counts = {
    errors: count('error'),
    warnings: count('warning'),
    hints: count('hint'),
    hiddenHints,
    suppressed: suppressed.length,
    files,
    binary,
  };
  notRead.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const named = whatIf === undefined ? {} : { whatIf: { name: whatIf.name, title: whatIf.title } };
  const known = baseline === undefined ? {} : { baseline: { known: baseline.known, expired: baseline.expired } };
  return { level, findings, suppressed, gaps, notRead, eras: analysis.eras, ...named, ...known, counts };
}

/** Throws `Trouble` where a file that the user named was not analysed. */
export function refuseUnread({ reports }: Analysis): void {
  for (const { job, report } of reports) {
    if (!job.named) continue;
    if (report.status === 'binary')
      throw new Trouble(`${job.name} is a binary file (it holds NUL bytes); name C source`);
    if (report.status === 'unreadable') throw new Trouble(`${job.name} ${report.why}`);
    if (report.status === 'failed') throw new Trouble(`${job.name} ${failure(report.why)}`);
  }
}

/** Names an overlay in a sentence without a full stop. */
export function describeWhatIf({ name, title }: NamedOverlay): string {
  return `what if ${title} (${name})`;
}

/** What the overlay of a run cannot do in the eras of the run, each once. */
export function whatIfNotes(eras: readonly EraNote[]): readonly string[] {
  return [...new Set(eras.flatMap((era) => era.whatIfNotes ?? []))];
}

/** Words a throw of the engine as the end of a sentence that begins with the file's name. */
export function failure(why: string): string {
  return `was not analysed because daxlint failed (${why.replace(/\s+/g, ' ')}): please report it`;
}
