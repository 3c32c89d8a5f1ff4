/** A finding is what a rule says about a site; every output of daxlint is a rendering of findings, sites and gaps. */
import type { KindSet } from '../kernel/kinds.ts';
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../text/edit.ts';
import type { ChainStep } from './solution.ts';

export type Severity = 'error' | 'warning' | 'hint';

export type Verdict = 'hazard' | 'latent' | 'safe' | 'dax-code' | 'undecided' | 'not-parsed';

export interface Related extends Span {
  readonly message: string;
}

/** Spans are UTF-16 offsets in the file. */
export interface Finding extends Span {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** One sentence that says why, for terminals and hovers. */
  readonly reason: string;
  readonly related: readonly Related[];
  /** The way over which such a page gets to the function, its source first; empty where the function itself tells, or nobody. */
  readonly chain: readonly ChainStep[];
  /** The kinds for which the code is wrong. */
  readonly kinds: KindSet;
  /** The preprocessor condition under which the code is compiled. */
  readonly config?: string;
  /** The code can go without a change of what happens: an editor may grey it out. */
  readonly isUnnecessary?: true;
  /** What is wrong with the suppression comment that the finding is about. */
  readonly suppression?: FaultySuppression;
  /** The offset of the site the finding is about, where it is about one. */
  readonly siteAt?: number;
  /** The offsets of other sites that rest on the same belief: their verdict is that of the finding. */
  readonly concernsAt?: readonly number[];
}

/** A finding that a comment silences. */
export interface SuppressedFinding {
  readonly finding: Finding;
  /** The comment. */
  readonly by: Span;
  /** Empty where the comment gives none, which is reported. */
  readonly reason: string;
}

/** A suppression comment with a fault. */
export interface FaultySuppression {
  /** It gives no reason, names no rule that exists, or silences nothing. */
  readonly fault: 'no-reason' | 'no-rule' | 'stale';
  /** The rule that has nearly the name that was written, where one has. */
  readonly meant?: string;
}

/** A change that mends a finding. `safe` ones may be applied without a person's eye. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  /** Why a person must look, where one must. */
  readonly eye?: string;
  /** What has to be written there nobody but a person knows: it is offered in an editor, and never applied unasked. */
  readonly byHand?: true;
  /** What it mends is silent only when the tree is solved anew: only that tells what gets to the place. */
  readonly silentOnceSolved?: true;
  readonly edits: readonly FixEdit[];
}

/** A change of the text that a fix makes. */
export interface FixEdit extends TextEdit {
  /** The part of the new text that a person has to decide about, as offsets in it. */
  readonly decide?: Span;
}

/** A region that could not be read. */
export interface Gap extends Span {
  readonly why: string;
}

/** Why a region could not be read where that is nobody's fault but ours. */
export const FAILED = 'daxlint failed on it: please report it';
