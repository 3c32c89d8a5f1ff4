/** One file is read and analysed: the work that is spread over threads. */
import { isUtf8 } from 'node:buffer';
import { isAbsolute, join, relative } from 'node:path';
import type { AnalysedFile, Tree } from '../engine/api.ts';
import { bringsDevicePages } from '../engine/arrivals.ts';
import { type Kind, kindsOf } from '../kernel/kinds.ts';
import type { Finding } from '../model/finding.ts';
import type { FileCalls, FileFacts, FlowPlace } from '../model/facts.ts';
import type { FileArrivals } from '../model/solution.ts';
import { FILE_FIELDS, type SiteField } from '../kernel/site-fields.ts';
import type { Level } from '../model/settings.ts';
import type { Site } from '../model/site.ts';
import { isBinary } from './binary.ts';
import { ByteReader, decode } from './bytes.ts';
import { eraNote, type EraNote } from './era-note.ts';
import { digestOfDeclarations, type KnownHeader } from './header-table.ts';
import { type LedgerRow, type LocatedFinding, type LocatedGap, type LocatedSuppression, Locator } from './located.ts';
import { type MendedReport, mendedReport } from './mended-file.ts';
import { type EngineParts, openTreeOf, type TreeSetup } from './open-trees.ts';
import { canHandOnPages, canHoldFinding, canHoldSite } from './prefilter.ts';

/** What is asked of every file. */
export type Task =
  | { readonly kind: 'check'; readonly level: Level }
  /** What the file would be with its fixes applied; `all`: also those that need a person's eye. */
  | { readonly kind: 'fix'; readonly level: Level; readonly all: boolean }
  /** What the file contributes to the whole tree. */
  | { readonly kind: 'facts' }
  /** What the file calls, as one of a filesystem that makes inodes DAX. */
  | { readonly kind: 'calls' }
  /** Only the sites of the fields; with `rule`, only those whose use rests on that rule's belief. */
  | { readonly kind: 'ledger'; readonly fields: readonly SiteField[]; readonly rule?: string };

/** What holds for all files of a run. */
export interface RunSetup extends Omit<TreeSetup, 'root'> {
  readonly task: Task;
}

/** One file to analyse. */
export interface FileJob {
  /** Absolute path of the root of the file's tree; absent for a lone file. */
  readonly root?: string;
  /** Relative to the tree's root with `/`; for a lone file its name. */
  readonly path: string;
  readonly absolute: string;
  /** How outputs call the file. */
  readonly name: string;
  /** Whether the user named this very file: then it is analysed whatever it seems to hold. */
  readonly named: boolean;
  /** What the whole tree sends to the file; absent where the tree was not solved. */
  readonly arrivals?: FileArrivals;
}

/** What came of a file; all of it plain data. */
export type FileReport =
  | {
      readonly status: 'read';
      readonly findings: readonly LocatedFinding[];
      /** What comments silence of the findings that the level shows. */
      readonly suppressed: readonly LocatedSuppression[];
      /** The number of hints that the level leaves out. */
      readonly hiddenHints: number;
      readonly rows: readonly LedgerRow[];
      /** For each row, where its page comes from in the whole tree. */
      readonly origins: readonly RowOrigins[];
      readonly gaps: readonly LocatedGap[];
    }
  | MendedReport
  /** What the file contributes, and whether it can hold a site. */
  | {
      readonly status: 'facts';
      readonly facts: FileFacts;
      /** The numbers of the headers that decided the facts, a bit each. */
      readonly reached: Uint32Array;
      readonly holdsSite: boolean;
    }
  | { readonly status: 'calls'; readonly calls: FileCalls }
  /** The file's bytes show that it holds nothing of interest. */
  | { readonly status: 'passed-over' }
  | { readonly status: 'binary' }
  | { readonly status: 'unreadable'; readonly why: string }
  /** The engine threw: a defect of daxlint. */
  | { readonly status: 'failed'; readonly why: string };

/** What the chain of a row is looked up by. */
export interface RowOrigins {
  readonly places: readonly FlowPlace[];
  /** The kinds in question, those that make the use wrong where there are any. */
  readonly kinds: readonly Kind[];
}

/** Analyses files one after the other; trees are opened when their first file is. */
export class Analyser {
  private readonly bytes = new ByteReader();
  private readonly trees = new Map<string | undefined, Tree>();

  private headersTold = 0;
  private readonly parts: EngineParts;
  private readonly setup: RunSetup;

  constructor(parts: EngineParts, setup: RunSetup) {
    this.parts = parts;
    this.setup = setup;
  }

  /** Never throws. */
  analyse(job: FileJob): FileReport {
    const result = this.bytes.read(job.absolute);
    if (result.status === 'unreadable') return result;
    if (isBinary(result.bytes)) return { status: 'binary' };
    if (!this.isInteresting(result.bytes, job) && !job.named) return { status: 'passed-over' };
    try {
      return this.report(job, decode(result.bytes), result.bytes);
    } catch (error) {
      return { status: 'failed', why: error instanceof Error ? error.message : String(error) };
    }
  }

  /** The eras of the trees that were opened so far. */
  eras(): EraNote[] {
    return [...this.trees.values()].map(eraNote);
  }

  /** The headers that were read since this was asked last, in the order of their numbers; in a run over the facts of one tree. */
  newHeaders(): readonly KnownHeader[] {
    if (this.setup.task.kind !== 'facts') return [];
    const all = [...this.trees.values()].flatMap((tree) => tree.headersRead());
    const fresh = all.slice(this.headersTold);
    this.headersTold = all.length;
    return fresh.map(({ path, declarations }) => ({
      path,
      declares: declarations === undefined ? '' : digestOfDeclarations(declarations),
    }));
  }

  private isInteresting(bytes: Buffer, { arrivals }: FileJob): boolean {
    const { task, options } = this.setup;
    const sourceInItem = options?.sourceInItem === true && !bringsDevicePages(arrivals);
    switch (task.kind) {
      case 'check':
      case 'fix':
        return canHoldFinding(bytes, options?.fields, sourceInItem);
      case 'ledger':
        return canHoldSite(bytes, options?.fields, sourceInItem);
      case 'facts':
        return canContribute(bytes);
      case 'calls':
        return true;
    }
  }

  private report(job: FileJob, text: string, bytes: Buffer): FileReport {
    const tree = this.tree(job.root);
    const task = this.setup.task;
    if (task.kind === 'facts') {
      const holdsSite = canHoldSite(bytes, FILE_FIELDS);
      return { status: 'facts', ...tree.reading(job.path, text), holdsSite };
    }
    if (task.kind === 'calls') return { status: 'calls', calls: tree.calls(job.path, text) };
    const { arrivals } = job;
    tree.know(arrivals && (() => arrivals));
    const file = tree.open(job.path, text);
    // The ledger names files by their place in the tree, a check as the user did.
    const { root = '' } = job;
    const nameOf = (path: string): string => nameBeside(job.name, join(root, path));
    const locator = new Locator(file, task.kind === 'ledger' ? job.path : job.name, nameOf);
    if (task.kind === 'fix') return mendedReport(file, task, { name: job.name, nameOf, isUtf8: isUtf8(bytes) });
    if (task.kind === 'ledger') {
      const sites = file.unit.sites.filter((site) => task.fields.includes(site.field));
      const found = sites.map((site) => ({ row: locator.row(site), origins: originsOf(file, site) }));
      const wanted = task.rule === undefined ? found : found.filter(({ row }) => row.rule === task.rule);
      wanted.sort((a, b) => byPlace(a.row, b.row));
      const [rows, origins] = [wanted.map(({ row }) => row), wanted.map((each) => each.origins)];
      return { status: 'read', findings: [], suppressed: [], hiddenHints: 0, rows, origins, gaps: locator.gaps() };
    }
    const isShown = ({ severity }: Finding): boolean => task.level === 'hint' || severity !== 'hint';
    const shown = file.findings.filter(isShown);
    return {
      status: 'read',
      findings: shown.map((finding) => locator.finding(finding)),
      suppressed: file.suppressed.filter(({ finding }) => isShown(finding)).map((each) => locator.suppressed(each)),
      hiddenHints: file.findings.length - shown.length,
      rows: [],
      origins: [],
      gaps: locator.gaps(),
    };
  }

  private tree(root: string | undefined): Tree {
    const known = this.trees.get(root);
    if (known !== undefined) return known;
    const opened = openTreeOf({ ...this.setup, ...(root === undefined ? {} : { root }) }, this.parts);
    this.trees.set(root, opened);
    return opened;
  }
}

/** Whether a file with these bytes has facts. */
export function canContribute(bytes: Buffer): boolean {
  return canHandOnPages(bytes) || canHoldSite(bytes, FILE_FIELDS);
}

/** How outputs call a file, where they call another one by a name that the user gave: absolute too, or from the current folder. */
export function nameBeside(named: string, absolute: string): string {
  return isAbsolute(named) ? absolute : relative(process.cwd(), absolute);
}

/** The places that the page of a site comes from, and the kinds that make the use wrong where there are any. */
function originsOf(file: AnalysedFile, site: Site): RowOrigins {
  const { kinds } = file.verdict(site);
  return {
    places: site.origins.flatMap(({ place }) => (place === undefined ? [] : [place])),
    kinds: kindsOf(kinds ?? site.kinds),
  };
}

function byPlace(a: LedgerRow, b: LedgerRow): number {
  return a.line - b.line || a.column - b.column;
}
