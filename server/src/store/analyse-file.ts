/** One file is read and analysed: the work that is spread over threads. */
import type { Tree } from '../engine/api.ts';
import type { Level } from '../model/settings.ts';
import { isBinary } from './binary.ts';
import { ByteReader, decode } from './bytes.ts';
import { eraNote, type EraNote } from './era-note.ts';
import { type LedgerRow, type LocatedFinding, type LocatedGap, Locator } from './located.ts';
import { type EngineParts, openTreeOf, type TreeSetup } from './open-trees.ts';
import { canHoldFinding, canHoldSite } from './prefilter.ts';

/** What is asked of every file. */
export type Task =
  | { readonly kind: 'check'; readonly level: Level }
  /** With `rule`, only the sites whose use rests on that rule's belief. */
  | { readonly kind: 'ledger'; readonly rule?: string };

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
}

/** What came of a file; all of it plain data. */
export type FileReport =
  | {
      readonly status: 'read';
      readonly findings: readonly LocatedFinding[];
      /** The number of hints that the level leaves out. */
      readonly hiddenHints: number;
      readonly rows: readonly LedgerRow[];
      readonly gaps: readonly LocatedGap[];
    }
  /** The file's bytes show that it holds nothing of interest. */
  | { readonly status: 'passed-over' }
  | { readonly status: 'binary' }
  | { readonly status: 'unreadable'; readonly why: string }
  /** The engine threw: a defect of daxlint. */
  | { readonly status: 'failed'; readonly why: string };

/** Analyses files one after the other; trees are opened when their first file is. */
export class Analyser {
  private readonly bytes = new ByteReader();
  private readonly trees = new Map<string | undefined, Tree>();

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
    const interesting = this.setup.task.kind === 'check' ? canHoldFinding(result.bytes) : canHoldSite(result.bytes);
    if (!interesting && !job.named) return { status: 'passed-over' };
    try {
      return this.report(job, decode(result.bytes));
    } catch (error) {
      return { status: 'failed', why: error instanceof Error ? error.message : String(error) };
    }
  }

  /** The eras of the trees that were opened so far. */
  eras(): EraNote[] {
    return [...this.trees.values()].map(eraNote);
  }

  private report(job: FileJob, text: string): FileReport {
    const file = this.tree(job.root).open(job.path, text);
    const task = this.setup.task;
    // The ledger names files by their place in the tree, a check as the user did.
    const locator = new Locator(file, task.kind === 'ledger' ? job.path : job.name);
    if (task.kind === 'ledger') {
      const rows = file.unit.sites.map((site) => locator.row(site));
      const wanted = task.rule === undefined ? rows : rows.filter((row) => row.rule === task.rule);
      return { status: 'read', findings: [], hiddenHints: 0, rows: wanted.sort(byPlace), gaps: locator.gaps() };
    }
    const shown = file.findings.filter((finding) => task.level === 'hint' || finding.severity !== 'hint');
    return {
      status: 'read',
      findings: shown.map((finding) => locator.finding(finding)),
      hiddenHints: file.findings.length - shown.length,
      rows: [],
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

function byPlace(a: LedgerRow, b: LedgerRow): number {
  return a.line - b.line || a.column - b.column;
}
