/** The exits of a function: how it leaves where something is wrong, and what has to be undone on the way. */
import { anyAssertionOf } from '../kernel/assertions.ts';
import { rowsOf } from '../kernel/helper-table.ts';
import { isPrinter } from '../kernel/printers.ts';
import { wrapperOf } from '../kernel/wrappers.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';

/** An `if` that leaves: where it stands, and the statements of its arm, the last of which leaves. */
export interface OwnExit extends Span {
  /** Each on one line, as they are written. */
  readonly statements: readonly string[];
  readonly kind: 'return' | 'goto' | 'continue' | 'break';
  /** The span of the condition with its parentheses. */
  readonly condition: Span;
  /** The label of a `goto`, the value of a `return`. */
  readonly operand: string;
}

/** An arm with more is no exit but a way of its own. */
const MOST_STATEMENTS = 4;

/** The exits in the arms of an `if`, in the order of the code. */
export function ownExits(within: Span, view: CodeView): readonly OwnExit[] {
  const exits: OwnExit[] = [];
  const code = view.code.slice(within.start, within.end);
  for (const found of code.matchAll(/\b(return|goto|continue|break)\b([^;{}]*);/g)) {
    const start = within.start + found.index;
    const end = start + found[0].length;
    const arm = armOf({ start, end }, view);
    const [, word = '', operand = ''] = found;
    const kind = word === 'return' || word === 'goto' || word === 'continue' ? word : 'break';
    if (arm !== undefined) exits.push({ ...arm, kind, operand: operand.trim() });
  }
  return exits;
}

/** The `if` whose arm ends with an exit, without an `else`. */
function armOf(exit: Span, view: CodeView): Omit<OwnExit, 'kind' | 'operand'> | undefined {
  const { code } = view;
  const isAlone = code.charAt(view.before(exit.start)) === ')';
  const open = isAlone ? undefined : view.enclosing(exit.start);
  if (!isAlone && (open === undefined || code.charAt(open) !== '{')) return undefined;
  if (open !== undefined && code.charAt(view.after(exit.end)) !== '}') return undefined;
  const close = view.before(open ?? exit.start);
  const paren = code.charAt(close) === ')' ? view.enclosing(close) : undefined;
  if (paren === undefined || view.wordBefore(paren) !== 'if') return undefined;
  const start = view.before(paren) + 1 - 'if'.length;
  if (view.wordBefore(start) === 'else') return undefined;
  const end = open === undefined ? exit.end : view.after(exit.end) + 1;
  if (code.slice(view.after(end)).startsWith('else')) return undefined;
  const inner = { start: open === undefined ? exit.start : open + 1, end: exit.end };
  // What is commented in an arm is said about that arm.
  const statements = view.codeOf(inner).split(/;\s*/).slice(0, -1);
  if (statements.length > MOST_STATEMENTS || statements.some((each) => /[{}]|^(?:if|for|while|do|switch)\b/.test(each)))
    return undefined;
  // Literals are blank in the code, so that a statement with one cannot be written again from it.
  if (/["']/.test(view.textOf(inner))) return undefined;
  return {
    start,
    end,
    condition: { start: paren, end: close + 1 },
    // The label of a statement is for those who jump there; written again, it would be there twice.
    statements: statements.map((each) => `${each.replace(/^(?:[A-Za-z_]\w*\s*:(?!:)\s*)+/, '').replace(/\s+/g, ' ')};`),
  };
}

/** Whether nothing is taken, given back or awaited in the code of a span: it asks, computes and prints only. */
export function isQuiet(span: Span, view: CodeView): boolean {
  const calls = view.code.slice(span.start, span.end).matchAll(/\b([A-Za-z_]\w*)\s*\(/g);
  return [...calls].every(([, name = '']) => isQuietCall(name));
}

const KEYWORDS = new Set(['if', 'while', 'for', 'switch', 'sizeof', 'typeof', '__typeof__', 'return', 'defined']);
const SIMPLE = new Set(['IS_ERR', 'PTR_ERR', 'ERR_PTR', 'IS_ENABLED', 'min', 'max', 'min_t', 'max_t', 'container_of']);

function isQuietCall(name: string): boolean {
  if (KEYWORDS.has(name) || SIMPLE.has(name) || isPrinter(name)) return true;
  if (wrapperOf(name) !== undefined || anyAssertionOf(name) !== undefined) return true;
  const rows = rowsOf(name);
  return (
    rows.length > 0 &&
    rows.every(
      ({ role, subject, flags }) =>
        role === 'passthrough' ||
        (role === 'guard' && !TAKES.test(name)) ||
        (role === 'source' && subject === 'pfn' && !flags),
    )
  );
}

/** Guards that drop a reference, or take one, while they answer. */
const TAKES = /_(?:and_test|testzero)$|^(?:try|get|put|test_(?:and_)?(?:set|clear))|_(?:try|get|put|set|clear)_/;

/** Whether a loop begins in a span: then the code behind it may run after that of an earlier round. */
export function entersLoop(span: Span, view: CodeView): boolean {
  return /\b(?:for|while|do)\b|\bfor_each_\w+\s*\(|\w+_for_each\w*\s*\(/.test(view.code.slice(span.start, span.end));
}
