/** Wraps a test: a guard before it in the same condition decides for the pages that the test is wrong for. */
import { DAX_KINDS, describeKinds, DEVICE_KINDS, intersect, isEmpty, minus, union } from '../kernel/kinds.ts';
import type { Fix } from '../model/finding.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';
import { guardAgainst, type SynthesisedGuard } from './guard.ts';
import { holdsSamePage } from './insert-guard.ts';
import { isContinued, padTo, widthOf, lineStart, lineBreak } from './placement.ts';
import { atSite, isFollowedBehind, type Problem, type SiteProblem } from './problem.ts';
import { needsParentheses, type TestedTerm, testedTerm } from './tested-term.ts';

/** A line that gets longer than this is broken behind the guard. */
const MAX_WIDTH = 80;

/** Takes the pages for unset for which what is asked says nothing, or another thing than it is taken for. */
export function takeForUnset(problem: Problem): Fix | undefined {
  return unset(wrap(atSite(problem, 'tested'), false));
}

/** The same by a guard that is given. */
export function takeForUnsetBy(guard: SynthesisedGuard, found: SiteProblem): Fix | undefined {
  return unset(wrap(found, false, guard));
}

function unset(wrapped: Wrapped | undefined): Fix | undefined {
  // An assertion would only fail for more pages.
  if (!wrapped || wrapped.found.event.asserted) return undefined;
  const { title, edits, term, found, guard } = wrapped;
  const eye = eyeForUnset(term, found) ?? eyeForReach(guard, found);
  return eye === undefined ? { title, safe: true, edits } : { title, safe: false, eye, edits };
}

/** Takes the pages for what they are whatever the flag says: clean, and uptodate. */
export function takeForWritten(problem: Problem): Fix | undefined {
  const found = atSite(problem, 'tested');
  if (found?.site.field !== 'uptodate') return takeForUnset(problem);
  const wrapped = wrap(found, true);
  if (!wrapped) return undefined;
  const title = wrapped.title.replace('for truncated', 'for not uptodate');
  const eye = 'the code for an uptodate page then runs for these pages';
  return { title, safe: false, eye, edits: wrapped.edits };
}

/** Takes the pages for not reserved that are reserved and counted, so that their reference is dropped. */
export function takeForCounted(problem: Problem): Fix | undefined {
  const { finding, unit } = problem;
  const asked = unit.sites.find(
    ({ field, start, end }) =>
      field === 'reserved' && finding.related.some((related) => related.start <= start && end <= related.end),
  );
  const event = asked?.events.find(({ role }) => role === 'tested');
  const wrapped = asked && event && wrap({ ...problem, site: asked, event }, false);
  if (!wrapped) return undefined;
  const title = wrapped.title.replace(/^skip /, 'drop the reference to ');
  const eye = 'what else depends on the test is done for such a page too';
  return { title, safe: false, eye, edits: wrapped.edits };
}

/** Takes the pages for set that have NULL in the field without being truncated. */
export function takeForSet(problem: Problem): Fix | undefined {
  const wrapped = wrap(atSite(problem, 'tested'), true);
  // Where the value is followed behind the test, NULL must not get past it.
  if (!wrapped || isFollowedBehind(wrapped.found, wrapped.term.end)) return undefined;
  const { title, edits, found } = wrapped;
  const field = `${found.site.base}->${found.site.field}`;
  return { title, safe: false, eye: `the code for a set \`${field}\` then runs for pages that have NULL there`, edits };
}

interface Wrapped {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly term: TestedTerm;
  readonly found: SiteProblem;
  readonly guard: SynthesisedGuard;
}

function wrap(
  found: SiteProblem | undefined,
  asSet: boolean,
  guard = found && guardAgainst(found.finding.kinds, found.site, found),
): Wrapped | undefined {
  if (!found || !guard || !holdsSamePage(found)) return undefined;
  const { view, event } = found;
  const term = testedTerm(event, view);
  if (isContinued(view.text, term) || !isInside(term, event.place)) return undefined;
  const isOr = term.positive === asSet;
  const operator = isOr ? '||' : '&&';
  const parentheses = needsParentheses(term, operator, view);
  if (parentheses === undefined) return undefined;
  const test = `${isOr ? '' : '!'}${guard.call} ${operator}`;
  const title = `${asSet ? 'do not take' : 'skip'} ${guard.excludes}${asSet ? ' for truncated' : ''}: \`${test} ${view.textOf(term)}\``;
  const opening = parentheses ? '(' : '';
  const before = `${opening}${test}${spaceBehind(opening + test, term, view)}`;
  if (view.textOf(event.place.condition ?? term).includes(guard.call)) return undefined;
  const edits: TextEdit[] = [{ span: { start: term.start, end: term.start }, newText: before }];
  if (parentheses) edits.push({ span: { start: term.end, end: term.end }, newText: ')' });
  return { title, edits, term, found, guard };
}

/** A space, or a line break and the indentation of the term where the line would get too long. */
export function spaceBehind(test: string, term: Span, { text }: CodeView): string {
  const start = lineStart(text, term.start);
  const line = text.slice(start).split(/\r?\n/, 1)[0] ?? '';
  if (widthOf(line) + test.length + 1 <= MAX_WIDTH) return ' ';
  return `${lineBreak(text, term.start)}${padTo(text, term.start, test.startsWith('(') ? 1 : 0)}`;
}

function isInside(term: TestedTerm, place: SiteProblem['event']['place']): boolean {
  return place.start <= term.start && term.end <= place.end;
}

/** Why a person must look at a guard that is true for pages which the test was right about. */
function eyeForReach({ reach }: SynthesisedGuard, { finding, site, event }: SiteProblem): string | undefined {
  // A set mapping of any page of a device is none of page cache; other questions have right answers for some of them.
  const wrong = site.field === 'mapping' ? DEVICE_KINDS : DAX_KINDS;
  const others = minus(intersect(reach, event.kindsWhenSet ?? event.kinds), union(wrong, finding.kinds));
  return isEmpty(others) ? undefined : `the guard is true for ${describeKinds(others, 'and')} pages too`;
}

/** Why a person must look at a test that now takes more pages for unset; undefined where only what is skipped changes. */
function eyeForUnset(term: TestedTerm, { finding, event, view }: SiteProblem): string | undefined {
  if (!term.positive) return 'these pages then go the way of a page for which it is not set';
  const { place } = event;
  const behind = view.code.slice(place.condition?.end ?? term.end, place.end);
  if (/\belse\b/.test(behind) || /^[\s)]*\?/.test(view.code.slice(term.end)))
    return 'these pages then take the other arm';
  return finding.severity === 'hint' ? 'nothing proves that such a page gets here' : undefined;
}
