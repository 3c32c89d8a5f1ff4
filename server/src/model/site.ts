/** A site is one place where a field of a page or folio is used, with all that the analysis of its function found out about it. */
import type { KindSet } from '../kernel/kinds.ts';
import type { SiteField } from '../kernel/site-fields.ts';
import type { MappingWord } from '../kernel/tag-bits.ts';
import type { Span } from '../text/span.ts';
import type { CType } from './c-type.ts';
import type { FlowPlace } from './facts.ts';
import type { Statement } from './statement.ts';

/** What a site does with the field, the strongest of its events; the words of the ledger. */
export type SiteUse =
  | 'nonnull-as-pagecache'
  | 'null-as-truncated'
  | 'identity-check'
  | 'deref'
  | 'aops-call'
  | 'assign'
  | 'flagbits'
  | 'passed'
  | 'trace'
  | 'other';

/** How one appearance of the field's value is used, be it the field itself or a local variable that holds it. */
export type EventRole =
  | 'followed' // `value->x`, `*value`, `&value->x`
  | 'tested' // a truth value: `if (value)`, `!value`, `value == NULL`
  | 'compared' // equal or not to something that is not NULL
  | 'masked' // its bits are looked at
  | 'argument'
  | 'printed'
  | 'assigned' // the field is written
  | 'stored' // into a variable or member
  | 'returned'
  | 'other';

/** A condition that is known to hold or to fail where an event happens. */
export interface Guard extends Span {
  /** The condition's text as written. */
  readonly text: string;
  /** Whether the condition is true there. */
  readonly holds: boolean;
  /** The kinds that can not be there because of it. */
  readonly excludes: KindSet;
}

/** A condition that would rule kinds out and does not where an event happens. */
export interface WeakGuard extends Guard {
  /** It only warns and lets the code go on, it is asked after the event, or it is asked on another path than the event's. */
  readonly why: 'only-warns' | 'late' | 'other-path';
}

/** The statement that an event stands in, for those who want to put code before it or change its condition. */
export interface Placement extends Span {
  readonly kind: Statement['kind'];
  /** The function around it, from its first word to its last brace. */
  readonly within: Span;
  /** The statement stands directly in a `{ }`, so that another one can be put before it. */
  readonly inBlock: boolean;
  readonly isDeclaration: boolean;
  /** The condition of the `if` or loop that the event is a part of, without its parentheses. */
  readonly condition?: Span;
  /** Inside a loop of this function, where `continue` is an exit. */
  readonly inLoop: boolean;
  /** Where the statements of the block begin that are no declarations. */
  readonly codeStart: number;
  /** What the function returns. */
  readonly returns?: CType;
}

/** One use of a site's value. */
export interface SiteEvent extends Span {
  readonly role: EventRole;
  /** The local variable through which the value came, undefined for the field itself. */
  readonly via?: string;
  /**
   * For `followed`, the member that is reached; for `argument` and `printed`, the function's name, also where it gets the
   * address of a member that is `other`; for `compared`, the other side's text; for `masked`, the mask of
   * which any bit is asked for.
   */
  readonly detail?: string;
  /** For `compared`: the operator, with the value on its left. */
  readonly operator?: string;
  /** For `compared`, where the field itself is: the type of the other side, if it is known. */
  readonly otherType?: CType;
  /** For `tested`: whether the code that follows has it non-NULL when the whole condition is true. */
  readonly whenTrue?: boolean;
  /** For `tested`: the test is about what is done where the value is non-NULL, and not about what is done where it is NULL. */
  readonly asksIfSet?: boolean;
  /** For `tested`: the arm that runs when the value is NULL, and what it does. */
  readonly nullArm?: 'exit' | 'other' | 'none';
  /** For `tested`: the test is an assertion (BUG_ON, WARN_ON and their like). */
  readonly asserted?: boolean;
  /** Only an address is computed from the value, as in `&value->member`. */
  readonly addressOnly?: boolean;
  /** The option without which the question that the value is read for is a constant. */
  readonly needs?: string;
  /** That option is off where the site is. */
  readonly isUnread?: true;
  /** The value only ends up in a message or a tracepoint. */
  readonly inPrint?: boolean;
  /** The value is known to be non-NULL here. */
  readonly nonNull: boolean;
  /** The kinds the page can have here. */
  readonly kinds: KindSet;
  /** The words that the value is known not to be, whatever the page's kind. */
  readonly absentWords: readonly MappingWord[];
  /**
   * The kinds where the whole condition is decided and the value is known to be set, or to be NULL. For `tested`; of other
   * fields than `mapping` also for `compared`, as where the comparison is known to be true, or false.
   */
  readonly kindsWhenSet?: KindSet;
  readonly kindsWhenNull?: KindSet;
  /** What is known here, outermost first. */
  readonly guards: readonly Guard[];
  /** What is asked about the page and not known here. */
  readonly weak?: readonly WeakGuard[];
  readonly place: Placement;
  /** For `tested`: where the same value was followed before on every path to here. */
  readonly followedBefore?: Span;
}

/** Where the page of a site comes from. */
export interface Origin extends Span {
  readonly what: 'parameter' | 'call' | 'member' | 'unknown';
  /** The function's or member's name. */
  readonly name: string;
  /** The kinds that it yields in this era; all of them for a parameter. */
  readonly kinds: KindSet;
  /** What it was looked up with, as canonical text: a guard on the area or the entry is one on the page. */
  readonly from?: readonly string[];
  /** False where nothing is known about the origin: then no kind is proven to get here. */
  readonly known: boolean;
  /** The kinds that the whole tree proves to come from there; absent where it was not asked. */
  readonly proven?: KindSet;
  /** It comes of operations that the inodes of DAX pages do not have, and of no others. */
  readonly isApart?: true;
  /** The place of the whole tree that the value comes from; absent where only this function can tell. */
  readonly place?: FlowPlace;
}

/** What is locked of a page: by which function, and the kinds whose `->mapping` cannot change meanwhile. */
export interface Locked {
  readonly by: string;
  readonly pins: KindSet;
}

/** Spans are UTF-16 offsets in the file once the site is part of a unit. */
export interface Site extends Span {
  readonly field: SiteField;
  /** The function that is asked for the field, as in `page_ref_count(page)`; absent where the field is a member. */
  readonly asked?: string;
  /** The function that is called drops references of the page instead of answering. */
  readonly drops?: true;
  /** The base as written, `page` or `bh->b_page`; the argument of a question. */
  readonly base: string;
  readonly baseSpan: Span;
  readonly baseType: 'page' | 'folio';
  /** What page it is: within a function equal texts are the same page. */
  readonly identity: string;
  /** Offset of the `->` or `.` before the field, or of a question's name. */
  readonly at: number;
  readonly functionName: string;
  readonly use: SiteUse;
  readonly events: readonly SiteEvent[];
  readonly origins: readonly Origin[];
  /** The kinds that can reach the read itself. */
  readonly kinds: KindSet;
  /** The kinds that are known to come here, guards aside. */
  readonly proven: KindSet;
  /** The same function writes the field of this page: then a test of it asks about its own work, not about the page cache. */
  readonly isWritten: boolean;
  /** True where each origin is known: then a kind in `kinds` is proven to be possible. */
  readonly known: boolean;
  /** What is held of the page where the field is read, by the order of the text; absent where nothing is. */
  readonly locked?: Locked;
  /** The preprocessor condition around the site, innermost last, joined with ` && `. */
  readonly config?: string;
  /** The declared type of the field's holder as written for people, `struct page *`. */
  readonly type: CType;
}

/** A site as the code has it, in short: `page->mapping`, `page_ref_count(page)`. */
export function siteText({ asked, base, field }: Pick<Site, 'asked' | 'base' | 'field'>): string {
  return asked === undefined ? `${base}->${field}` : `${asked}(${base})`;
}
