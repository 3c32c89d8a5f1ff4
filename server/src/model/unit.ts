/** A unit is one file as the rules see it: sites, predicates and settled questions, no text and no syntax. */
import type { Era } from '../kernel/eras.ts';
import type { KindSet } from '../kernel/kinds.ts';
import type { Span } from '../text/span.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import type { TableDeclaration } from './declarations.ts';
import type { FlowPlace } from './facts.ts';
import type { Guard, Placement, Site } from './site.ts';

/** A function that answers a question about one page, folio, mapping or inode with true or false. */
export interface Predicate {
  readonly name: string;
  readonly nameSpan: Span;
  readonly subject: 'page' | 'folio' | 'address_space' | 'inode' | 'vma';
  readonly subjectName: string;
  /** The kinds for which it can answer true, and for which it can answer false. */
  readonly trueFor: KindSet;
  readonly falseFor: KindSet;
  /** Each test in the body that decides between kinds. */
  readonly tests: readonly PredicateTest[];
}

export interface PredicateTest extends Span {
  readonly text: string;
  /** The kinds for which the test is true. */
  readonly trueFor: KindSet;
  /** True where the code writes `!test`. */
  readonly negated: boolean;
  /** The span of the condition with its `!` where there is one. */
  readonly whole: Span;
}

/** A condition about a page whose answer is known before it is asked, by what was asked before; the span is the condition's. */
export interface SettledQuestion extends Span {
  readonly text: string;
  readonly answer: boolean;
  /** What settled it. */
  readonly by: Guard;
  /** The kinds that the question could tell apart, had they not been told apart before. */
  readonly kinds: KindSet;
}

/** A place that gives an inode a table of operations, where a test has said what the inode is. */
export interface TableUse extends Span {
  /** The variable whose address is stored. */
  readonly table: string;
  /** The member that it is stored in, `a_ops`. */
  readonly member: string;
  /** The kinds that pages of the inode can not have. */
  readonly excludes: KindSet;
  readonly guard: Span & { readonly text: string };
}

/** A call that drops pages of a file which others can have mapped and pinned; the span is the call's. */
export interface Truncation extends Span {
  readonly callee: string;
  /** By which the whole tree tells of it. */
  readonly place: FlowPlace;
  /** The kinds of page that are known to be dropped before anybody has waited for their pins; undefined where the tree was not asked. */
  readonly unwaited?: KindSet;
  /** The function of the filesystem that waits for them, by the inode. */
  readonly wait?: string;
  /** The inode of the file, as the function can write it: `file_inode(file)`, `mapping->host`. */
  readonly inode: string;
  /** The statement that the call stands in. */
  readonly statement: Placement;
}

/** A call takes references to user pages for an object that outlives the function, and does not say so; the span is the call's. */
export interface KeptPin extends Span {
  readonly callee: string;
  /** Where the pages are kept, `umem->pages`. */
  readonly into: string;
  /** The argument with the flags. */
  readonly flags: Span;
  /** Whether all that can be in the flags is known. */
  readonly areFlagsKnown: boolean;
}

/** A question whether one of two files is DAX, where nobody asks about the other one; the span is the question's. */
export interface AskedAlone extends Span {
  readonly text: string;
  /** The other file, as the function hands it on. */
  readonly other: string;
  /** The function that gets both. */
  readonly by: string;
}

/** An entry of the array of a file's cache is used as a page, and nobody has asked whether it is one; the span is the variable's. */
export interface EntryUse extends Span {
  readonly variable: string;
  /** The mapping that the array is of, as text. */
  readonly mapping: string;
  /** The function that needs a page; absent where a member is read. */
  readonly by?: string;
  /** Where the mapping is that of a page: the site, by the offset of its `->`. */
  readonly siteAt?: number;
  /** A test that has found that the file is DAX. */
  readonly daxTest?: Span & { readonly text: string };
}

/** What the rules are given of one file; all spans are file offsets. */
export interface Unit {
  readonly path: string;
  readonly era: Era;
  readonly matrix: EraMatrix;
  readonly sites: readonly Site[];
  readonly predicates: readonly Predicate[];
  readonly tableUses: readonly TableUse[];
  readonly truncations: readonly Truncation[];
  readonly entryUses: readonly EntryUse[];
  readonly keptPins: readonly KeptPin[];
  readonly askedAlone: readonly AskedAlone[];
  /** A table that the file defines; undefined for any other. */
  readonly tableOf: (name: string) => TableDeclaration | undefined;
  readonly settled: readonly SettledQuestion[];
  /** Whether `struct page` declares a member, by the tree's own headers; undefined where no declaration was found. */
  readonly pageHasMember: (member: string) => boolean | undefined;
}
