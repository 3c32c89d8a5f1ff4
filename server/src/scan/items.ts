/** Cuts a file into its top-level items by tokens alone: what is edited, parsed and analysed as one piece. */
import type { Item, ItemKind } from '../model/item.ts';
import { DIRECTIVE, IDENT, PUNCT, type Tokens } from './tokenizer.ts';

const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const SEMICOLON = 59;
const EQUALS = 61;

/** A `#if` whose `#endif` is not met yet. */
export interface OpenGroup {
  /** The one around it. */
  readonly outer: OpenGroup | undefined;
  /** The offset of its `#`. */
  readonly start: number;
  /** How many brackets are open where it stands. */
  readonly depth: number;
  /** Whether an item is open where it stands. */
  readonly inItem: boolean;
}

/** Where the cutting stands between two items: how what follows is cut hangs on this alone. */
export interface CutState {
  readonly depth: number;
  readonly group: OpenGroup | undefined;
}

/** An item with the state behind it. */
export interface CutItem extends Item {
  readonly behind: CutState;
}

/** Where the cutting stands at the start of a file. */
export const AT_START: CutState = { depth: 0, group: undefined };

/**
 * Cuts text into items in order; white space and comments between items belong to none.
 *
 * Brackets are counted arm by arm of `#if`, so that two arms which both open a brace count once. A `}` in column 0
 * closes whatever is open, as kernel style has it, so that a missing brace spoils one function and not the file.
 */
export function splitItems(text: string, tokens: Tokens): readonly CutItem[] {
  return new Splitter(text, tokens, AT_START).run();
}

/**
 * Cuts the items of a part of a text that begins in the given state. Instead of the items it answers the offset of a `#if`
 * before that part where one of them turns out to begin at it.
 */
export function resumeItems(text: string, tokens: Tokens, state: CutState): readonly CutItem[] | number {
  const splitter = new Splitter(text, tokens, state);
  const items = splitter.run();
  return splitter.beginsBefore ?? items;
}

class Splitter {
  /** The offset of a `#if` before the tokens at which one of their items begins. */
  beginsBefore: number | undefined;
  private readonly items: CutItem[] = [];
  private depth: number;
  /** The innermost `#if` that is open. */
  private group: OpenGroup | undefined;
  private state: CutState;
  /** First token of the open item, -1 between items. */
  private first = -1;
  private sawEquals = false;
  /** The `)` at which the open item's outermost brackets were closed first; -1 before that. */
  private firstClosed = -1;
  private braces: ItemKind = 'declaration';
  private readonly text: string;
  private readonly tokens: Tokens;

  constructor(text: string, tokens: Tokens, state: CutState) {
    this.text = text;
    this.tokens = tokens;
    this.state = state;
    ({ depth: this.depth, group: this.group } = state);
  }

  run(): readonly CutItem[] {
    const { count, kind } = this.tokens;
    for (let at = 0; at < count; at += 1) {
      if (kind[at] === DIRECTIVE) this.directive(at);
      else this.token(at);
    }
    if (this.first >= 0) this.close(count - 1, false);
    return this.items;
  }

  private directive(at: number): void {
    const word = directiveWord(this.text, this.tokens.start[at] ?? 0);
    const start = this.tokens.start[at] ?? 0;
    if (this.first >= 0 && this.isLoneMacro(at)) this.close(at - 1, true);
    if (word === 'if' || word === 'ifdef' || word === 'ifndef') {
      this.group = { outer: this.group, start, depth: this.depth, inItem: this.first >= 0 };
    } else if (word.startsWith('el')) {
      if (this.group) {
        this.absorb(this.group);
        this.depth = this.group.depth;
      }
    } else if (word === 'endif' && this.group) {
      this.absorb(this.group);
      this.group = this.group.outer;
    }
    if (this.first < 0) this.push(word === 'define' ? 'macro' : 'directive', start, this.tokens.end[at] ?? start, true);
  }

  /** An item whose head stands in an arm and whose body follows the `#endif` begins at the `#if`. */
  private absorb(group: OpenGroup): void {
    if (this.first < 0 || group.inItem) return;
    if (group.start < (this.tokens.start[0] ?? 0)) this.beginsBefore ??= group.start;
    let from = this.items.length;
    while (from > 0 && (this.items[from - 1]?.start ?? 0) >= group.start) from -= 1;
    if ((this.items[from]?.start ?? -1) !== group.start) return;
    this.items.length = from;
    while (this.first > 0 && (this.tokens.start[this.first - 1] ?? 0) >= group.start) this.first -= 1;
  }

  private token(at: number): void {
    const { kind, char, width, start } = this.tokens;
    if (this.first >= 0 && this.depth === 0 && this.tokens.lineStart[at] === 1 && this.isLoneMacro(at)) {
      this.close(at - 1, true);
    }
    const code = kind[at] === PUNCT && width[at] === 1 ? (char[at] ?? 0) : 0;
    if (code === OPEN_BRACE) {
      if (this.depth > 0 && this.inColumnZero(at)) this.restart(at);
      this.begin(at);
      if (this.depth === 0) this.braces = this.bracesAt(at);
      this.depth += 1;
    } else if (code === OPEN_PAREN || code === OPEN_BRACKET) {
      this.begin(at);
      this.depth += 1;
    } else if (code === CLOSE_PAREN || code === CLOSE_BRACKET) {
      if (this.depth === 1 && this.firstClosed < 0) this.firstClosed = at;
      this.depth = Math.max(0, this.depth - 1);
    } else if (code === CLOSE_BRACE) {
      this.begin(at);
      this.depth = this.inColumnZero(at) ? 0 : Math.max(0, this.depth - 1);
      if (this.depth === 0 && this.braces === 'function') this.close(at, true);
    } else if (code === SEMICOLON && this.depth === 0) {
      if (this.first < 0) this.push('other', start[at] ?? 0, (start[at] ?? 0) + 1, true);
      else this.close(at, true);
    } else {
      this.begin(at);
      if (code === EQUALS && this.depth === 0) this.sawEquals = true;
    }
  }

  private begin(at: number): void {
    if (this.first >= 0) return;
    this.first = at;
    this.firstClosed = -1;
    this.sawEquals = false;
    this.braces = 'declaration';
  }

  private close(last: number, complete: boolean): void {
    const start = this.tokens.start[this.first] ?? 0;
    const isComplete = complete && this.depth === 0;
    this.first = -1;
    this.depth = 0;
    this.push(this.braces, start, this.tokens.end[last] ?? start, isComplete);
  }

  private push(kind: ItemKind, start: number, end: number, complete: boolean): void {
    const { depth, group } = this;
    // Most items share the state with the one before them.
    if (this.state.depth !== depth || this.state.group !== group) this.state = { depth, group };
    this.items.push({ kind, start, end, complete, behind: this.state });
  }

  /** A `{` in column 0 while something is open: the head before it begins a new function; the open item ends unfinished before that head's line. */
  private restart(brace: number): void {
    let head = brace;
    while (head > this.first + 1 && !this.endsStatement(head - 1)) head -= 1;
    if (head <= this.first || head === brace) return;
    this.close(head - 1, false);
    this.first = head;
    this.firstClosed = -1;
    this.sawEquals = false;
  }

  private endsStatement(at: number): boolean {
    const { kind, char, width } = this.tokens;
    if (kind[at] === DIRECTIVE) return true;
    return (
      kind[at] === PUNCT &&
      width[at] === 1 &&
      (char[at] === SEMICOLON || char[at] === CLOSE_BRACE || char[at] === OPEN_BRACE)
    );
  }

  private inColumnZero(at: number): boolean {
    const start = this.tokens.start[at] ?? 0;
    return start === 0 || this.text.charCodeAt(start - 1) === 10;
  }

  /** What a `{` at depth 0 opens: a function's body, or the body of a declaration. */
  private bracesAt(at: number): ItemKind {
    if (this.sawEquals) return 'declaration';
    const { kind, char } = this.tokens;
    let before = at - 1;
    while (before >= this.first && kind[before] === DIRECTIVE) before -= 1;
    if (before < this.first) return 'declaration';
    let sawGroup = false;
    let depth = 0;
    for (let token = before; token >= this.first; token -= 1) {
      if (kind[token] === PUNCT && char[token] === CLOSE_PAREN) depth += 1;
      else if (kind[token] === PUNCT && char[token] === OPEN_PAREN) {
        depth -= 1;
        if (depth === 0 && kind[token - 1] === IDENT && !this.isAttribute(token - 1)) sawGroup = true;
      } else if (depth === 0 && !sawGroup && kind[token] === IDENT && isAggregate(this.word(token))) {
        return 'declaration';
      }
    }
    return sawGroup ? 'function' : 'declaration';
  }

  private isAttribute(at: number): boolean {
    const word = this.word(at);
    return word === '__attribute__' || word === '__aligned' || word === '__packed';
  }

  /** Tells whether the open item is `NAME(...)` alone and complete, which needs no semicolon when a new line goes on otherwise. */
  private isLoneMacro(next: number): boolean {
    const { kind, char, width } = this.tokens;
    if (this.depth !== 0 || this.first < 0 || kind[this.first] !== IDENT) return false;
    if (kind[this.first + 1] !== PUNCT || char[this.first + 1] !== OPEN_PAREN) return false;
    if (this.firstClosed !== next - 1 || char[this.firstClosed] !== CLOSE_PAREN) return false;
    if (kind[next] === DIRECTIVE || kind[next] === IDENT) return true;
    return kind[next] === PUNCT && width[next] === 1 && char[next] === CLOSE_BRACE;
  }

  private word(at: number): string {
    return this.text.slice(this.tokens.start[at], this.tokens.end[at]);
  }
}

function isAggregate(word: string): boolean {
  return word === 'struct' || word === 'union' || word === 'enum';
}

/** The word of a directive that starts at an offset: `if`, `define`, `include`; empty for a bare `#`. */
export function directiveWord(text: string, start: number): string {
  let at = start + 1;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at += 1;
  const from = at;
  for (let code = text.charCodeAt(at); code >= 97 && code <= 122; code = text.charCodeAt(at)) at += 1;
  return text.slice(from, at);
}
