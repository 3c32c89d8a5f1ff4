/** What client and server of daxlint say to each other beyond the language server protocol. */

/** The method of the notification in which the server tells the state of a tree. */
export const STATUS_METHOD = 'daxlint/status';

/** The parameters of `daxlint/status`, sent by the server for every tree that it opens and whenever its state changes. */
export interface StatusParams {
  /** The era as messages write it: `6.0 - 6.1`. */
  readonly era: string;
  /** Why it is that era, in one sentence. */
  readonly eraReason: string;
  /** Absolute path of the tree's root; null for files that lie in no kernel tree. */
  readonly tree: string | null;
  readonly state: 'ready' | 'busy' | 'error';
  /** What the server is busy with, or what went wrong. */
  readonly message?: string;
  /** The overlay under which all answers hold. */
  readonly whatIf?: { readonly name: string; readonly title: string };
  /** How many files the whole tree was read from, and the bytes that the server had in memory by then. */
  readonly files?: number;
  readonly memory?: number;
}

/** The commands that the client registers; their ids are those of `contributes.commands`. */
export const COMMANDS = {
  restartServer: 'daxlint.restartServer',
  showOutput: 'daxlint.showOutput',
  explainRule: 'daxlint.explainRule',
  openSettings: 'daxlint.openSettings',
  auditTree: 'daxlint.auditTree',
  auditChanges: 'daxlint.auditChanges',
  checkPatch: 'daxlint.checkPatch',
  explainHere: 'daxlint.explainHere',
  showChain: 'daxlint.showChain',
  nextFinding: 'daxlint.nextFinding',
  previousFinding: 'daxlint.previousFinding',
  chooseEra: 'daxlint.chooseEra',
  chooseOverlay: 'daxlint.chooseOverlay',
  showReport: 'daxlint.showReport',
  exportReport: 'daxlint.exportReport',
  copyDebugInfo: 'daxlint.copyDebugInfo',
  clearCache: 'daxlint.clearCache',
  groupAudit: 'daxlint.groupAudit',
  filterAudit: 'daxlint.filterAudit',
  clearAuditFilter: 'daxlint.clearAuditFilter',
} as const;

/** The requests of daxlint beyond the protocol, by their methods. */
export const REQUESTS = {
  audit: 'daxlint/audit',
  report: 'daxlint/report',
  explain: 'daxlint/explain',
  chain: 'daxlint/chain',
  choices: 'daxlint/choices',
  cache: 'daxlint/cache',
  debug: 'daxlint/debug',
} as const;

/** One step of the way of a page; `line` is 1-based, between backticks stands code. */
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
  /** Relative to the tree with `/`; lines and columns are 1-based. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  /** The site as the code has it, or what was found. */
  readonly title: string;
  /** A verdict, for a finding that holds for whatever page `remark`, or for a change `introduced`, `reachable` or `fixed`. */
  readonly verdict: string;
  readonly rule: string | null;
  readonly subsystem: string;
  readonly reason: string;
  readonly config: string | null;
  readonly suppressed?: string;
  readonly steps: readonly AuditStep[];
}

/** A finding for the list of problems; lines and columns are 1-based, ends are exclusive. */
export interface AuditProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: 'error' | 'warning' | 'hint';
  readonly rule: string;
  readonly message: string;
  readonly steps: readonly AuditStep[];
}

/** What can be audited. */
export type AuditKind = 'tree' | 'changes' | 'patch';

export interface AuditResult {
  readonly kind: AuditKind;
  /** Absolute path of the tree. */
  readonly root: string;
  readonly era: string;
  /** What was audited beside the tree: the title of a patch. */
  readonly title: string;
  readonly rows: readonly AuditRow[];
  readonly problems: readonly AuditProblem[];
  readonly gaps: readonly { readonly file: string; readonly line: number; readonly why: string }[];
  readonly counts: { readonly files: number; readonly quiet: number };
  readonly milliseconds: number;
}

/** How a page gets to a use; files are relative to the root, absolute where there is none. */
export interface ChainAnswer {
  readonly root: string | null;
  readonly row: AuditRow;
}

export interface ChoicesAnswer {
  readonly eras: readonly { readonly id: string; readonly label: string; readonly change: string }[];
  readonly overlays: readonly { readonly name: string; readonly title: string; readonly eras: readonly string[] }[];
}

export interface CacheAnswer {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

export interface DebugAnswer {
  readonly version: string;
  readonly runtime: string;
  readonly platform: string;
  readonly memory: number;
  readonly documents: number;
  readonly trees: readonly StatusParams[];
  readonly cache: CacheAnswer;
}
