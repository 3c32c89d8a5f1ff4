/** The surface of the engine: what the language server, the command line and the tests call. */
import type { FileDeclarations } from '../model/declarations.ts';
import type { TextEdit } from '../text/edit.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';
import type { Chains, FileArrivals } from '../model/solution.ts';
import type { KindSet } from '../kernel/kinds.ts';
import type { Finding, Fix, Gap, Severity, SuppressedFinding, Verdict } from '../model/finding.ts';
import type { FileCalls, FileFacts } from '../model/facts.ts';
import type { FileReader, Lowering } from '../model/ports.ts';
import type { Site } from '../model/site.ts';
import type { Unit } from '../model/unit.ts';
import type { Overlay } from '../kernel/overlay-types.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import type { SiteField } from '../kernel/site-fields.ts';
import type { EraDecision } from '../kernel/probes.ts';
import type { Subject } from './subject.ts';

/** What a user can set for a tree. */
export interface TreeOptions {
  /** `auto`, or a release such as `6.1`. */
  readonly era?: string;
  /** A severity by rule id; `off` silences the rule. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** What is laid over the matrix of the era. */
  readonly whatIf?: Overlay;
  /** The fields whose sites are looked for; absent for all. Sites of others are found where they stand beside. */
  readonly fields?: readonly SiteField[];
  /**
   * Fields other than `mapping` and `inode` are only looked for in a function that itself gets a page which can be DAX,
   * and in a file that the whole tree is known to send one to: enough for findings.
   */
  readonly sourceInItem?: boolean;
}

/** One kernel tree, or the absence of one for a lone file: era, declarations of headers, options. */
export interface Tree {
  /** Absolute path of the tree's root, or undefined for a lone file. */
  readonly root: string | undefined;
  /** With an overlay, the label of the era names it. */
  readonly era: EraDecision;
  /** What each kind of page has in each field, in the tree's era and under its overlay. */
  readonly matrix: EraMatrix;
  /** The overlay that is laid over the matrix, and what it cannot do here; absent where Linux is taken as it is. */
  readonly whatIf?: { readonly overlay: Overlay; readonly notes: readonly string[] } | undefined;
  /** Forgets what was read of a header, after it changed. */
  invalidate(path: string): void;
  /** Analyses a file of the tree; `path` is relative to the root with `/`. */
  open(path: string, text: string): AnalysedFile;
  /** Takes what the solve over the whole tree found; files that are opened from now on see it. */
  know(arrivals: ((path: string) => FileArrivals | undefined) | undefined): void;
  /** Reads what a file contributes to the whole tree. */
  facts(path: string, text: string): FileFacts;
  /** Reads what a file of a filesystem that makes inodes DAX calls. */
  calls(path: string, text: string): FileCalls;
  /** The same, with the numbers of the headers that the file reaches, a bit each: its facts hang on what they declare. */
  reading(path: string, text: string): { readonly facts: FileFacts; readonly reached: Uint32Array };
  /** The headers that were read so far, by their numbers; without a reader there are none. */
  headersRead(): readonly HeaderRead[];
}

/** A header as it was read last. */
export interface HeaderRead {
  readonly path: string;
  /** Undefined where it can be read no longer. */
  readonly declarations: FileDeclarations | undefined;
}

/** Opens a tree; without a reader every file is a lone file. */
export type OpenTree = (input: {
  readonly root?: string;
  readonly reader?: FileReader;
  readonly lowering: Lowering;
  readonly options?: TreeOptions;
}) => Tree;

/** A file under analysis. It keeps its text and re-reads only the items that an edit touches. */
export interface AnalysedFile {
  readonly path: string;
  readonly text: string;
  /** The lines of the text as it is now. */
  readonly lines: LineIndex;
  readonly tree: Tree;
  /** Replaces `span` by `newText` and analyses again what that touches; several edits are applied in order. */
  edit(edits: readonly { readonly span: Span; readonly newText: string }[]): void;
  /** The file as edits that do not overlap would make it; this one stays as it is. */
  edited(edits: readonly TextEdit[]): AnalysedFile;
  /**
   * Reads the items that were not read since they changed for as long as it may; true where none is left, so that what
   * is asked for then is there soon. Who does not call it waits for all of them at once.
   */
  readOn(mayGoOn: () => boolean): boolean;
  /** Replaces the whole text. */
  setText(text: string): void;
  /** Takes what the whole tree tells of the file now; what did not ask about what has changed is not analysed again. */
  know(arrivals: FileArrivals | undefined): void;
  /** What the whole tree tells of the ways to the places of the file; undefined while the tree is not solved. */
  readonly chains: Chains | undefined;
  /** Whether the file or a header of it declares a function or macro; undefined where there is no tree to look in. */
  sees(name: string): boolean | undefined;
  readonly unit: Unit;
  /** Sorted by position; suppressions are applied. */
  readonly findings: readonly Finding[];
  /** What suppressions silence, in the order of the findings. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly gaps: readonly Gap[];
  /**
   * The fixes for a finding, best first; computed when asked for. The finding is silent after each of them, and after a
   * safe one nothing else is reported instead.
   */
  fixes(finding: Finding): readonly Fix[];
  /** The verdict of a site with its one-sentence reason, for the ledger, `explain` and hovers. */
  verdict(site: Site): SiteVerdict;
  /** What a finding, or another stretch of the text, is about: in words that stay when the code around it changes. */
  subject(finding: Pick<Finding, 'start' | 'end' | 'siteAt'>): Subject;
}

export interface SiteVerdict {
  readonly verdict: Verdict;
  /** The rule whose belief the use rests on, where there is one. */
  readonly rule?: string;
  /** The kinds for which the use is wrong, where there are any. */
  readonly kinds?: KindSet;
  readonly reason: string;
}
