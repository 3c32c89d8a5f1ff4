/** A `#if` group as the lowering sees it: its arms, the condition of each, and whether masking had to hide any. */

/** One arm; offsets are UTF-16 offsets in the text that was masked. */
export interface ConditionalArm {
  /** What must hold for the arm to be compiled, the failure of the arms before it included: `!CONFIG_A && CONFIG_B`. */
  readonly condition: string;
  /** Start of the directive that begins the arm. */
  readonly directive: number;
  /** The arm's text: from the end of its directive to the start of the next. */
  readonly start: number;
  readonly end: number;
}

/** From the `#if` to the end of the `#endif`. */
export interface ConditionalGroup {
  readonly start: number;
  readonly end: number;
  readonly arms: readonly ConditionalArm[];
  /** True where an arm cuts a statement, so that only one arm at a time can be parsed. */
  readonly cut: boolean;
  /** The arm that is left in the text: its index, -1 for none of a cut group, undefined where all of them are left. */
  readonly shown: number | undefined;
}

/** The word after the `#` of a directive that begins at an offset. */
export function directiveWord(text: string, start: number, end: number): string {
  return /^#\s*([a-z]+)/.exec(text.slice(start, Math.min(end, start + 40)))?.[1] ?? '';
}

/** After so many arms a condition no longer tells of those before it. */
const MOST_ARMS = 16;

/** Conditions of the arms of a group, given the text of each of its directives but the `#endif`. */
export function armConditions(directives: readonly string[]): readonly string[] {
  const failed: string[] = [];
  return directives.map((directive) => {
    const own = ownCondition(directive);
    const before = failed.length > MOST_ARMS ? [] : failed;
    const parts = own === undefined ? before.slice() : [...before, parenthesised(own)];
    if (own !== undefined) failed.push(negated(own));
    return parts.length === 1 && own !== undefined && failed.length === 1 ? own : parts.join(' && ');
  });
}

/** The condition that a directive states itself; undefined for `#else`. */
function ownCondition(directive: string): string | undefined {
  const plain = directive
    .replaceAll(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/g, ' ')
    .replaceAll(/\\\r?\n/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const [, word = '', rest = ''] = /^# ?([a-z]+) ?(.*)$/.exec(plain) ?? [];
  if (word === 'else') return undefined;
  if (word === 'ifndef' || word === 'elifndef') return `!${rest}`;
  return rest === '' ? '1' : withoutDefined(rest);
}

/** `defined(X)` and `defined X` as `X` where that is the whole condition or negated as a whole. */
function withoutDefined(condition: string): string {
  const [, bang = '', name] = /^(! ?)?defined ?\(? ?(\w+) ?\)?$/.exec(condition) ?? [];
  return name === undefined ? condition : `${bang.trim()}${name}`;
}

function isAtom(condition: string): boolean {
  return /^!?(?:\w+|\w+ ?\([^()]*\))$/.test(condition);
}

function parenthesised(condition: string): string {
  return isAtom(condition) ? condition : `(${condition})`;
}

function negated(condition: string): string {
  if (!isAtom(condition)) return `!(${condition})`;
  return condition.startsWith('!') ? condition.slice(1) : `!${condition}`;
}
