/** Moves the statement that follows a value below the test that asks whether it may. */
import { assertionOf } from '../kernel/assertions.ts';
import type { Fix } from '../model/finding.ts';
import type { Placement, Site, SiteEvent } from '../model/site.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';
import { namesIn } from './names.ts';
import {
  canPrecede,
  deeper,
  indentAt,
  insertLines,
  isAfterGap,
  isContinued,
  lineAbove,
  lineBelow,
  lineStart,
} from './placement.ts';
import type { Problem } from './problem.ts';
import { splitWithDependents } from './split-declaration.ts';

/** What moves: the statements, the edits that take them away, the locals they set, and the text that they read. */
interface Moved {
  readonly statements: readonly string[];
  readonly removals: readonly TextEdit[];
  /** None for a call whose value nobody takes. */
  readonly sets: readonly string[];
  readonly reads: string;
  /** The end of the last declaration that moves: from here on nothing may use what they set. */
  readonly end: number;
}

/** Where it goes: the start of a line, and the indentation there. */
interface Target {
  readonly at: number;
  readonly indent: string;
}

/** Moves the use below the test, or into the arm of the test that runs for a set value. */
export function moveBelowTest(problem: Problem): Fix | undefined {
  const { unit, view, finding } = problem;
  const test = unit.sites.find((site) => site.at === finding.siteAt);
  const late = test?.events.find((event) => event.followedBefore?.start === finding.start && event.role === 'tested');
  const use = late && useOf(late, unit.sites);
  if (!late || !use || !isSameBlock(use.place, late.place, view)) return undefined;
  const moved = movedStatements(use.place, late.place, view);
  if (!moved) return undefined;
  const between = { start: use.place.end, end: late.place.start };
  const unused = { start: moved.end, end: testEnd(late, view) };
  if (moved.sets.some((name) => view.mentions(unused, name))) return undefined;
  if (namesIn(moved.reads).some((name) => !moved.sets.includes(name) && view.assigns(between, name))) return undefined;
  const target = moved.sets.length > 0 && late.whenTrue ? intoArm(late, moved.sets, view) : belowExit(late, view);
  if (!target) return undefined;
  const [statement = '', ...more] = moved.statements.map((text) => text.replace(/\s+/g, ' '));
  const title = `move \`${statement}\`${more.length > 0 ? ' and what needs it' : ''} below the NULL test`;
  const lines = moved.statements.map((text) => target.indent + text);
  const edits = [...moved.removals, insertLines(view.text, target.at, lines)];
  const eye = eyeOf(moved, between, view);
  return eye === undefined ? { title, safe: true, edits } : { title, safe: false, eye, edits };
}

function useOf(late: SiteEvent, sites: readonly Site[]): SiteEvent | undefined {
  const events = sites.flatMap((site) => site.events);
  return events.find(
    (event) => event.role === 'followed' && event.start === late.followedBefore?.start && event.place.end > event.start,
  );
}

/** Both statements stand in one block, the test behind the use, with no label in between that could be jumped to. */
function isSameBlock(use: Placement, test: Placement, view: CodeView): boolean {
  const between = { start: use.end, end: test.start };
  if (between.end < between.start || !use.inBlock || !canPrecede(test, view)) return false;
  const hasLabel = /(?:^|[;{}\n])\s*(?:case\b[^;{}]*|[A-Za-z_]\w*\s*):(?!:)/.test(
    view.code.slice(between.start, between.end),
  );
  return !hasLabel && view.isBalanced(between) && !isContinued(view.text, { start: use.start, end: test.end });
}

function movedStatements(place: Placement, test: Placement, view: CodeView): Moved | undefined {
  if (place.isDeclaration) return movedDeclarations(place, test, view);
  const below = lineBelow(view, place.end);
  if (place.kind !== 'expression' || !canPrecede(place, view) || below === undefined) return undefined;
  const statement = view.text.slice(place.start, below).trimEnd();
  const [, sets, value] = /^([A-Za-z_]\w*)\s*=(?!=)([\s\S]*);$/.exec(view.codeOf(place)) ?? [];
  if (sets === undefined && !/^[A-Za-z_]\w*\s*\(/.test(statement)) return undefined;
  const start = lineAbove(view, place.start);
  if (start !== lineStart(view.text, place.start)) return undefined; // the comment above would stay behind
  return {
    statements: [statement],
    removals: [removeLines(view.text, start, below)],
    sets: sets === undefined ? [] : [sets],
    reads: value ?? view.codeOf(place),
    end: place.end,
  };
}

function movedDeclarations(place: Placement, test: Placement, view: CodeView): Moved | undefined {
  const until = Math.min(place.codeStart, test.start);
  const splits = splitWithDependents(place, until, view);
  return (
    splits && {
      statements: splits.map(({ assignment }) => assignment),
      removals: splits.map(({ edit }) => edit),
      sets: splits.map(({ name }) => name),
      reads: splits.map(({ init }) => view.codeOf(init)).join(', '),
      end: until,
    }
  );
}

/** Takes whole lines away, with the empty line behind them where one stands before them too. */
function removeLines(text: string, start: number, below: number): TextEdit {
  const [blank = ''] = /^[ \t]*\r?\n/.exec(text.slice(below)) ?? [];
  return { span: { start, end: isAfterGap(text, start) ? below + blank.length : below }, newText: '' };
}

/** The line below a test that leaves where the value is NULL. */
function belowExit(late: SiteEvent, view: CodeView): Target | undefined {
  const { place } = late;
  const code = view.codeOf(place);
  const stops = place.kind === 'expression' && assertionOf(/^\w+/.exec(code)?.[0] ?? '')?.stops === true;
  if (!stops && (place.kind !== 'if' || late.nullArm !== 'exit' || /\belse\b/.test(code))) return undefined;
  const condition = place.condition ? view.codeOf(place.condition) : code;
  // `!a && b` and `a ? b : c` can be false for NULL.
  if (/&&|\?/.test(condition)) return undefined;
  const indent = indentAt(view.text, place.start);
  const at = lineBelow(view, place.end);
  return indent === undefined || at === undefined ? undefined : { at, indent };
}

/** The first line of the block that runs for a set value, where nothing outside of it uses the variables. */
function intoArm(late: SiteEvent, names: readonly string[], view: CodeView): Target | undefined {
  const { place } = late;
  if (place.kind !== 'if' || !place.condition || /\|\||\?/.test(view.codeOf(place.condition))) return undefined;
  const open = view.after(view.after(place.condition.end) + 1);
  const close = view.code.charAt(open) === '{' ? view.closing(open) : undefined;
  const indent = indentAt(view.text, place.start);
  const at = lineBelow(view, open + 1);
  if (close === undefined || indent === undefined || at === undefined || at > close) return undefined;
  const behind = { start: close, end: place.within.end };
  if (names.some((name) => view.mentions(behind, name))) return undefined;
  // A declaration has to stay the first thing in the block.
  if (
    /^(?:struct|union|enum|const|static|unsigned|signed|int|long|bool|char|[A-Za-z_]\w*_t)\b[^;(]*[;=]/.test(
      view.code.slice(view.after(at)),
    )
  )
    return undefined;
  return { at, indent: deeper(indent) };
}

/** Up to where the moved variable must not be used: the whole test with its exit, or its condition where the use moves into the arm. */
function testEnd(late: SiteEvent, view: CodeView): number {
  const { place } = late;
  return late.whenTrue && place.condition ? view.after(place.condition.end) : place.end;
}

/** Why a person must look: something else runs in between, or the statement does more than read. */
function eyeOf(moved: Moved, between: Span, view: CodeView): string | undefined {
  if (moved.sets.length === 0) return 'the call is then made for a set value only';
  if (/[A-Za-z_]\w*\s*\(|\+\+|--|[^=!<>]=[^=]/.test(moved.reads))
    return 'the call in it is then made for a set value only';
  const stays = view.codeWithout(
    between,
    moved.removals.map(({ span }) => span),
  );
  return /[=(]/.test(stays) ? 'it then runs after the code between it and the test' : undefined;
}
