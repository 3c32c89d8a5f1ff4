/** Inserts an early exit before the statement in which the value is used. */
import { DEVICE_KINDS, isSubset } from '../kernel/kinds.ts';
import type { Fix } from '../model/finding.ts';
import { type Placement, type SiteEvent, siteText } from '../model/site.ts';
import type { TextEdit } from '../text/edit.ts';
import type { CodeView } from './code-view.ts';
import { type EarlyExit, earlyExit } from './early-exit.ts';
import { guardAgainst, guardAgainstTags, type SynthesisedGuard } from './guard.ts';
import { namesIn } from './names.ts';
import {
  canPrecede,
  deciding,
  deeper,
  indentAt,
  insertLines,
  isAfterGap,
  isContinued,
  lineAbove,
} from './placement.ts';
import { atSite, isTestedLate, type Problem, type SiteProblem } from './problem.ts';
import { behindDeclaringMacros, splitWithDependents } from './split-declaration.ts';

/** Leaves before the test for pages that the test is wrong for. */
export function guardBeforeTest(problem: Problem): Fix | undefined {
  const found = atSite(problem, 'tested');
  const guard = found && guardAgainst(problem.finding.kinds, found.site, problem);
  return found && guard && guarded(found, guard);
}

/**
 * Leaves before the value is followed for pages of a device, where only they have a word that is no pointer and nobody
 * asks for NULL: there is no way yet that a value which a helper turns into NULL would go.
 */
export function guardDeviceBeforeFollow(problem: Problem): Fix | undefined {
  const found = atFollow(problem);
  return found && isForDeviceOnly(found) ? guardedFollow(found) : undefined;
}

/** Leaves before the value is followed for pages whose word is no pointer, where some of them belong to no device. */
export function guardBeforeFollow(problem: Problem): Fix | undefined {
  const found = atFollow(problem);
  return found && !isForDeviceOnly(found) ? guardedFollow(found) : undefined;
}

function atFollow(problem: Problem): SiteProblem | undefined {
  const found = atSite(problem, 'followed');
  // A declaration whose value is tested too late has to move below the test instead.
  return found && !(found.event.place.isDeclaration && isTestedLate(found)) ? found : undefined;
}

function isForDeviceOnly(found: SiteProblem): boolean {
  return isSubset(found.finding.kinds, DEVICE_KINDS) && !found.event.nonNull && !isTestedLate(found);
}

function guardedFollow(found: SiteProblem): Fix | undefined {
  const { kinds } = found.finding;
  const guard = guardAgainst(kinds, found.site, found) ?? guardAgainstTags(kinds, found.site, found);
  return guard && guarded(found, guard);
}

/** Leaves before the statement of a use for the pages that a guard is true for. */
export function guarded(problem: SiteProblem, guard: SynthesisedGuard): Fix | undefined {
  const { site, event } = problem;
  const what = `skip ${guard.excludes} before \`${event.via ?? siteText(site)}\` is used`;
  return leaveWhere(guard.call, problem, what);
}

/** Leaves before the statement of a use where a condition is true; the title says what that is for. */
export function leaveWhere(condition: string, problem: SiteProblem, what: string): Fix | undefined {
  const { event, view } = problem;
  if (!holdsSamePage(problem)) return undefined;
  const exit = earlyExit(event.place, exitAt(event.place, view), view);
  const edits = exit && exitBefore(event, condition, exit, view);
  if (!exit || !edits) return undefined;
  const title = `${what}: \`${inOneLine(condition, exit)}\``;
  return { title, safe: false, eye: exit.eye, edits: deciding(edits, exit.statements) };
}

/** Where an exit before the statement of an event goes: behind the declarations. */
export function exitAt(place: Placement, view: CodeView): number {
  return place.isDeclaration ? behindDeclaringMacros(place.codeStart, view) : place.start;
}

/** An exit as a title shows it. */
export function inOneLine(condition: string, { statements }: EarlyExit): string {
  const arm = statements.join(' ');
  return `if (${condition}) ${statements.length > 1 ? `{ ${arm} }` : arm}`;
}

/**
 * Puts `if (condition) exit` before the statement of an event; a declaration is split first, and `rewrite` changes the
 * text of the initialiser that moves. Undefined where neither is possible.
 */
export function exitBefore(
  event: SiteEvent,
  condition: string,
  exit: EarlyExit,
  view: CodeView,
  rewrite: (assignment: string) => string = (assignment) => assignment,
): readonly TextEdit[] | undefined {
  const { place } = event;
  if (event.via === undefined && isConditional(event, view)) return undefined;
  if (place.isDeclaration) return exitAfterDeclarations(place, exitLines(condition, exit), view, rewrite);
  if (!isPlainStatement(place, view) || !canPrecede(place, view)) return undefined;
  if (place.start < behindDeclaringMacros(place.codeStart, view)) return undefined;
  const indent = indentAt(view.text, place.start) ?? '';
  return [
    insertLines(
      view.text,
      lineAbove(view, place.start),
      exitLines(condition, exit).map((line) => indent + line),
    ),
  ];
}

function exitAfterDeclarations(
  place: Placement,
  exit: readonly string[],
  view: CodeView,
  rewrite: (assignment: string) => string,
): readonly TextEdit[] | undefined {
  const codeStart = behindDeclaringMacros(place.codeStart, view);
  const indent = indentAt(view.text, codeStart);
  const between = { start: place.end, end: codeStart };
  if (indent === undefined || between.end <= between.start || !view.isBalanced(between)) return undefined;
  const splits = splitWithDependents(place, codeStart, view);
  if (!splits || !place.inBlock || isContinued(view.text, between)) return undefined;
  const line = lineAbove(view, codeStart);
  const lines = [...exit, ...splits.map(({ assignment }) => rewrite(assignment))].map((code) => indent + code);
  return [
    ...splits.map(({ edit }) => edit),
    insertLines(view.text, line, isAfterGap(view.text, line) ? lines : ['', ...lines]),
  ];
}

/** The lines of an exit, without the indentation of where they go. */
export function exitLines(condition: string, { statements }: EarlyExit): readonly string[] {
  const arm = statements.map((each) => deeper('') + each);
  return arm.length > 1 ? [`if (${condition}) {`, ...arm, '}'] : [`if (${condition})`, ...arm];
}

/** Whether code before the event in its statement decides if there is a page at all, as in `page && page->mapping`. */
function isConditional({ place, start }: SiteEvent, view: CodeView): boolean {
  return /&&|\|\||\?/.test(view.code.slice(place.start, start));
}

/** Whether the base of a site still means the same page where the value that was read from it is used. */
export function holdsSamePage({ site, event, view }: SiteProblem): boolean {
  if (event.via === undefined) return true;
  const read = site.events.find(({ via }) => via === undefined) ?? event;
  const between = { start: read.place.end, end: event.start };
  if (between.end < between.start || !view.staysInside(between)) return false;
  return namesIn(site.base).every((name) => !view.assigns(between, name));
}

/** A loop's condition is asked every round, so an exit before the loop would not do. */
function isPlainStatement(place: Placement, { code }: CodeView): boolean {
  return (
    ['expression', 'if', 'switch', 'return'].includes(place.kind) &&
    /^(?!else\b)[\w(*&+-]/.test(code.slice(place.start))
  );
}
