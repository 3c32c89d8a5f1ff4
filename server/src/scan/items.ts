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

interface Frame {
  readonly depth: number;
  readonly tokenStart: number;
  /** Whether an item was open where the `#if` stands. */
  readonly inItem: boolean;
}

/**
 * Cuts text into items in order; white space and comments between items belong to none.
 *
 * Brackets are counted arm by arm of `#if`, so that two arms which both open a brace count once. A `}` in column 0
 * closes whatever is open, as kernel style has it, so that a missing brace spoils one function and not the file.
 */
export function splitItems(text: string, tokens: Tokens): readonly Item[] {
  return new Splitter(text, tokens).run();
}

class Splitter {
  private readonly items: Item[] = [];
  private readonly frames: Frame[] = [];
  private depth = 0;
  /** First token of the open item, -1 between items. */
  private first = -1;
  private sawEquals = false;
  /** How many `#if` were open where the open item began, and whether it closed one of those. */
  private frameBase = 0;
  private closedOuter = false;
  private braces: ItemKind = 'declaration';
  private readonly text: string;
  private readonly tokens: Tokens;

  constructor(text: string, tokens: Tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  run(): readonly Item[] {
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
      this.frames.push({ depth: this.depth, tokenStart: start, inItem: this.first >= 0 });
    } else if (word.startsWith('el')) {
      const frame = this.frames.at(-1);
      if (frame) {
        this.absorb(frame);
        this.depth = frame.depth;
      } else this.closedOuter = true;
    } else if (word === 'endif') {
      const frame = this.frames.pop();
      if (this.frames.length < this.frameBase || !frame) this.closedOuter = true;
      if (frame) this.absorb(frame);
    }
    if (this.first < 0) {
      const kind = word === 'define' ? 'macro' : 'directive';
      const balanced = !/^(?:if|el|endif)/.test(word);
      this.items.push({ kind, start, end: this.tokens.end[at] ?? start, complete: true, balanced });
    }
  }

  /** An item whose head stands in an arm and whose body follows the `#endif` begins at the `#if`. */
  private absorb(frame: Frame): void {
    if (this.first < 0 || frame.inItem) return;
    let from = this.items.length;
    while (from > 0 && (this.items[from - 1]?.start ?? 0) >= frame.tokenStart) from -= 1;
    if ((this.items[from]?.start ?? -1) !== frame.tokenStart) return;
    this.items.length = from;
    while (this.first > 0 && (this.tokens.start[this.first - 1] ?? 0) >= frame.tokenStart) this.first -= 1;
    this.frameBase = Math.min(
      this.frameBase,
      this.frames.includes(frame) ? this.frames.indexOf(frame) : this.frames.length,
    );
    this.closedOuter = false;
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
      this.depth = Math.max(0, this.depth - 1);
    } else if (code === CLOSE_BRACE) {
      this.begin(at);
      this.depth = this.inColumnZero(at) ? 0 : Math.max(0, this.depth - 1);
      if (this.depth === 0 && this.braces === 'function') this.close(at, true);
    } else if (code === SEMICOLON && this.depth === 0) {
      if (this.first < 0)
        this.items.push({
          kind: 'other',
          start: start[at] ?? 0,
          end: (start[at] ?? 0) + 1,
          complete: true,
          balanced: true,
        });
      else this.close(at, true);
    } else {
      this.begin(at);
      if (code === EQUALS && this.depth === 0) this.sawEquals = true;
    }
  }

  private begin(at: number): void {
    if (this.first >= 0) return;
    this.first = at;
    this.frameBase = this.frames.length;
    this.closedOuter = false;
    this.sawEquals = false;
    this.braces = 'declaration';
  }

  private close(last: number, complete: boolean): void {
    const start = this.tokens.start[this.first] ?? 0;
    this.items.push({
      kind: this.braces,
      start,
      end: this.tokens.end[last] ?? start,
      complete: complete && this.depth === 0,
      balanced: this.frames.length === this.frameBase && !this.closedOuter,
    });
    this.first = -1;
    this.depth = 0;
  }

  /** A `{` in column 0 while something is open: the head before it begins a new function; the open item ends unfinished before that head's line. */
  private restart(brace: number): void {
    let head = brace;
    while (head > this.first + 1 && !this.endsStatement(head - 1)) head -= 1;
    if (head <= this.first || head === brace) return;
    this.close(head - 1, false);
    const last = this.items.at(-1);
    if (last) this.items[this.items.length - 1] = { ...last, complete: false };
    this.first = head;
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
    const { kind, char, width, match } = this.tokens;
    if (this.depth !== 0 || this.first < 0 || kind[this.first] !== IDENT) return false;
    if (kind[this.first + 1] !== PUNCT || char[this.first + 1] !== OPEN_PAREN) return false;
    if (match[this.first + 1] !== next - 1) return false;
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
