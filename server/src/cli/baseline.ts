/** A baseline names findings that are known: they are counted and not shown, wherever their lines and files move to. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileJob } from '../store/analyse-file.ts';
import { whyUnreadable } from '../store/bytes.ts';
import type { LocatedFinding } from '../store/located.ts';
import type { Analysis } from '../store/pool.ts';
import { Trouble } from './exit-status.ts';

/** A finding that is known, as the file has it. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  /** Relative to the tree with `/`. */
  readonly file: string;
  readonly function: string;
  readonly message: string;
  /** What somebody wrote about it; it is kept. */
  readonly reason?: string;
}

/** What a baseline does to an analysis. */
export interface Compared {
  /** The analysis with what is not in the baseline. */
  readonly analysis: Analysis;
  /** The findings that are, in the order of the files. */
  readonly known: readonly LocatedFinding[];
  /** Entries of files that were looked at, or are gone, that nothing was found for. */
  readonly expired: readonly BaselineEntry[];
  /** What the baseline would be if it were made anew: entries of files that were not looked at stay. */
  readonly updated: readonly BaselineEntry[];
}

const VERSION = 1;

/** Reads a baseline; throws `Trouble` where the file is none. */
export function readBaseline(path: string): readonly BaselineEntry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Trouble(`${path} ${whyUnreadable(error)}; --update-baseline writes one`);
  }
  try {
    const document: unknown = JSON.parse(text);
    if (isBaseline(document)) return document.entries;
  } catch {
    // It is no JSON: the same complaint.
  }
  throw new Trouble(`${path} is no baseline of version ${VERSION}; --update-baseline writes one`);
}

/** Writes a baseline, whole or not at all, an entry a line; throws `Trouble` where it cannot. */
export function writeBaseline(path: string, entries: readonly BaselineEntry[]): void {
  const lines = [...entries].sort(byPlace).map((entry) => `    ${JSON.stringify(entry)}`);
  const text = `{\n  "tool": "daxlint",\n  "baseline": ${VERSION},\n  "entries": [${lines.length > 0 ? `\n${lines.join(',\n')}\n  ` : ''}]\n}\n`;
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new Trouble(`${path} cannot be written (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Compares what was found with a baseline. */
export function compareWithBaseline(analysis: Analysis, entries: readonly BaselineEntry[]): Compared {
  const left = new Set(entries);
  const looked = new Map(analysis.reports.map(({ job }) => [job.path, job]));
  const roots = [...new Set(analysis.reports.map(({ job }) => job.root ?? ''))];
  const isGone = (file: string): boolean => roots.every((root) => !existsSync(join(root, file)));
  const byPrint = new Map<string, BaselineEntry[]>();
  for (const entry of entries) byPrint.set(entry.fingerprint, [...(byPrint.get(entry.fingerprint) ?? []), entry]);
  const take = (finding: LocatedFinding, fits: (entry: BaselineEntry) => boolean): BaselineEntry | undefined => {
    const entry = byPrint.get(finding.fingerprint)?.find((each) => left.has(each) && fits(each));
    if (entry !== undefined) left.delete(entry);
    return entry;
  };
  const matched = new Map<LocatedFinding, BaselineEntry>();
  const all = found(analysis);
  // A file that keeps its name comes first: functions of two files can have one name.
  for (const isRenamed of [false, true]) {
    for (const { finding, job } of all) {
      if (matched.has(finding)) continue;
      const entry = take(finding, ({ file }) => (isRenamed ? isGone(file) : file === job.path));
      if (entry !== undefined) matched.set(finding, entry);
    }
  }
  const expired = [...left].filter(({ file }) => looked.has(file) || isGone(file));
  const isExpired = new Set(expired);
  const now = all.map(({ finding, job }) => entryOf(finding, job, matched.get(finding)));
  return {
    analysis: without(analysis, matched),
    known: all.flatMap(({ finding }) => (matched.has(finding) ? [finding] : [])),
    expired,
    updated: [...now, ...[...left].filter((entry) => !isExpired.has(entry))],
  };
}

function found({ reports }: Analysis): readonly { readonly finding: LocatedFinding; readonly job: FileJob }[] {
  return reports.flatMap(({ job, report }) =>
    report.status === 'read' ? report.findings.map((finding) => ({ finding, job })) : [],
  );
}

function without(analysis: Analysis, known: ReadonlyMap<LocatedFinding, unknown>): Analysis {
  const reports = analysis.reports.map(({ job, report }) => {
    if (report.status !== 'read') return { job, report };
    return { job, report: { ...report, findings: report.findings.filter((finding) => !known.has(finding)) } };
  });
  return { ...analysis, reports };
}

function entryOf(finding: LocatedFinding, { path }: FileJob, known: BaselineEntry | undefined): BaselineEntry {
  const { fingerprint, rule, function: name, message } = finding;
  const reason = known?.reason === undefined ? {} : { reason: known.reason };
  return { fingerprint, rule, file: path, function: name, message, ...reason };
}

function isBaseline(value: unknown): value is { readonly entries: readonly BaselineEntry[] } {
  if (!isObject(value) || value['baseline'] !== VERSION || !Array.isArray(value['entries'])) return false;
  return value['entries'].every(
    (entry) =>
      isObject(entry) &&
      ['fingerprint', 'rule', 'file', 'function', 'message'].every((key) => typeof entry[key] === 'string') &&
      ['string', 'undefined'].includes(typeof entry['reason']),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function byPlace(a: BaselineEntry, b: BaselineEntry): number {
  const key = ({ file, function: name, rule, fingerprint }: BaselineEntry): string =>
    [file, name, rule, fingerprint].join('\0');
  return key(a) < key(b) ? -1 : 1;
}
