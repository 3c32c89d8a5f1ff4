/** What the language server and the thread of an audit say to each other; all of it is plain data. */
import type { Overlay } from '../kernel/overlay-types.ts';
import type { Severity } from '../model/finding.ts';
import type { Level, RuleLevel } from '../model/settings.ts';

/** The tree, and how the user wants it judged. */
export interface AuditTree {
  /** Absolute path. */
  readonly root: string;
  readonly era: string;
  readonly whatIf?: Overlay;
  readonly rules: Readonly<Record<string, RuleLevel>>;
  readonly level: Level;
  /** Absolute path of the folder for caches; absent where nothing is to be kept. */
  readonly cacheFolder?: string;
}

/** What is asked of the tree. */
export type AuditTask =
  /** Every use of a page field with its verdict, and every finding. */
  | { readonly kind: 'tree' }
  /** What differs from the last commit. */
  | { readonly kind: 'changes' }
  | { readonly kind: 'patch'; readonly name: string; readonly text: string }
  /** The audit of the whole tree as a text; a `nonce` makes a page for a view of an editor. */
  | { readonly kind: 'report'; readonly format: ReportFormat; readonly nonce?: string }
  /** Why a line is, or is not, reported; lines and columns are 1-based. */
  | {
      readonly kind: 'explain';
      readonly file: string;
      readonly line: number;
      readonly column: number;
      /** The word at the place: where it is a field or a helper, that is explained too. */
      readonly word?: string;
    };

export type ReportFormat = 'html' | 'sarif' | 'json';

/** One step of the way of a page; `line` is 1-based, in `text` code stands between backticks. */
export interface AuditStep {
  /** Relative to the tree with `/`. */
  readonly file: string;
  readonly line: number;
  /** Empty at file level. */
  readonly function: string;
  readonly text: string;
}

/** A site with its verdict, or a finding with what a change did to it. */
export interface AuditRow {
  /** Relative to the tree with `/`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly function: string;
  /** The site as the code has it, or what was found. */
  readonly title: string;
  /** A verdict, for a finding that holds for whatever page `remark`, or for a change `introduced`, `reachable` or `fixed`. */
  readonly verdict: string;
  readonly rule: string | null;
  /** Empty where the tree tells of none. */
  readonly subsystem: string;
  readonly reason: string;
  readonly config: string | null;
  /** The reason that the code gives for silencing it. */
  readonly suppressed?: string;
  readonly steps: readonly AuditStep[];
}

/** A finding for a list of problems; all lines and columns are 1-based, ends are exclusive. */
export interface AuditProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  readonly steps: readonly AuditStep[];
}

/** A region that was not read. */
export interface AuditGap {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

export interface AuditResult {
  readonly kind: 'tree' | 'changes' | 'patch';
  readonly root: string;
  /** The label of the era; it names an overlay. */
  readonly era: string;
  /** What was audited, beside the tree: the title of a patch. */
  readonly title: string;
  readonly rows: readonly AuditRow[];
  readonly problems: readonly AuditProblem[];
  readonly gaps: readonly AuditGap[];
  readonly counts: {
    readonly files: number;
    /** Findings that were there before a change. */
    readonly quiet: number;
  };
  readonly milliseconds: number;
}

/** What the thread is started with. */
export interface AuditSetup {
  readonly tree: AuditTree;
  readonly task: AuditTask;
}

/** What the thread tells. */
export type AuditResponse =
  | { readonly is: 'progress'; readonly text: string; readonly done?: number; readonly of?: number }
  | { readonly is: 'audited'; readonly result: AuditResult }
  | { readonly is: 'written'; readonly text: string }
  /** What the user has to mend, in one line. */
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'broken'; readonly why: string };
