/** Waits for those who have pages of a DAX file pinned, by the function of its filesystem that does. */
import type { Fix } from '../model/finding.ts';
import type { Placement } from '../model/site.ts';
import type { TextEdit } from '../text/edit.ts';
import type { CodeView } from './code-view.ts';
import { type EarlyExit, earlyExit } from './early-exit.ts';
import { isPure } from './guard.ts';
import { exitLines } from './insert-guard.ts';
import { canPrecede, deciding, deeper, indentAt, insertLines, lineAbove, lineBelow, nextLine } from './placement.ts';
import { ownExits } from './own-exits.ts';
import type { Problem } from './problem.ts';

const EYE = 'the invalidate lock has to be held, and what was read before can have changed behind the wait';

/** What a variable for the result of the wait is called, the first that the function does not use. */
const RESULTS = ['error', 'err', 'ret', 'rc'];

/** Waits before the pages are dropped, and leaves where the wait fails. */
export function waitForPins({ finding, unit, view, sees }: Problem): Fix | undefined {
  const call = unit.truncations.find(({ start, end }) => start === finding.start && end === finding.end);
  if (!call?.wait || sees(call.wait) === false || !isPure(call.inode)) return undefined;
  const { statement } = call;
  if (statement.kind !== 'expression' || !canPrecede(statement, view)) return undefined;
  const result = resultOf(statement, view);
  const exit = result && (failingExit(result, statement, view) ?? earlyExit(statement, statement.start, view));
  if (!exit || !result) return undefined;
  const wait = `${call.wait}(${call.inode})`;
  const leave = result.name === undefined ? exit : withResult(exit, result.name);
  const lines =
    result.name === undefined
      ? exitLines(wait, leave)
      : [`${result.name} = ${wait};`, ...exitLines(result.name, leave)];
  const indent = indentAt(view.text, statement.start) ?? '';
  const waiting = insertLines(
    view.text,
    lineAbove(view, statement.start),
    lines.map((line) => indent + line),
  );
  const title = `wait for pins before that: \`${wait}\``;
  return {
    title,
    safe: false,
    eye: `${exit.eye}; ${EYE}`,
    edits: deciding([...result.declaration, waiting], leave.statements),
  };
}

interface Result {
  /** Absent where the function returns nothing. */
  readonly name?: string;
  readonly declaration: readonly TextEdit[];
}

/** The variable for what the wait returns; undefined where the function returns something else. */
function resultOf({ within, start, returns }: Placement, view: CodeView): Result | undefined {
  if (returns?.name === 'void' && returns.stars === 0) return { declaration: [] };
  if (returns?.stars !== 0 || !/^(?:int|long|ssize_t|loff_t)$/.test(returns.name)) return undefined;
  const body = view.code.indexOf('{', within.start);
  const code = view.code.slice(within.start, within.end);
  const returned = [...code.matchAll(/\breturn\s+([A-Za-z_]\w*)\s*;/g)].map(([, name = '']) => name);
  const before = view.code.slice(within.start, start);
  const own = returned.find((each) => new RegExp(`[;{]\\s*(?:int|long)\\b[^;(){}]*\\b${each}\\b`).test(before));
  if (own !== undefined) return { name: own, declaration: [] };
  const name = RESULTS.find((each) => !view.mentions(within, each));
  const below = lineBelow(view, body + 1);
  if (name === undefined || below === undefined || body > start) return undefined;
  return {
    name,
    declaration: [insertLines(view.text, below, declarationLines(`${deeper('')}int ${name};`, below, view))],
  };
}

/** As the function leaves where the call before has failed, whatever has been taken since. */
function failingExit({ name }: Result, { within, start }: Placement, view: CodeView): EarlyExit | undefined {
  const exits = ownExits(within, view).filter(({ condition, end, kind }) => {
    const isError = name !== undefined && view.codeOf(condition).replace(/\s/g, '') === `(${name})`;
    return (
      isError && kind !== 'continue' && kind !== 'break' && end <= start && view.staysInside({ start: end, end: start })
    );
  });
  const last = exits.at(-1);
  if (last === undefined) return undefined;
  const line = view.text.slice(0, last.start).split('\n').length;
  return {
    statements: last.statements,
    eye: `it leaves as line ${line} does: is all given back there that is held by now?`,
  };
}

/** A declaration as the first one of a body; an empty line parts it from code. */
function declarationLines(declaration: string, below: number, { text, code }: CodeView): readonly string[] {
  const next = code.slice(below, nextLine(text, below));
  return /^\s+(?:struct|union|enum|const|unsigned|int|long|loff_t|bool|u\d+|\w+_t)\b/.test(next)
    ? [declaration]
    : [declaration, ''];
}

/** An exit that hands on what the wait has returned. */
function withResult(exit: EarlyExit, result: string): EarlyExit {
  const others = exit.statements.slice(0, -1).filter((each) => !new RegExp(`^${result}\\s*=`).test(each));
  const last = exit.statements.at(-1) ?? '';
  return { ...exit, statements: [...others, last.startsWith('return') ? `return ${result};` : last] };
}
