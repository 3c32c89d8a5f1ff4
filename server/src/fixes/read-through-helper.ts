/** Reads the mapping through the helper of the tree that gives NULL for a tagged word, in place of the raw field. */
import { has } from '../kernel/kinds.ts';
import type { Helper } from '../kernel/helper-table.ts';
import { answersNullForSwap, UNTAGGED_MAPPING } from '../kernel/untagged-mapping.ts';
import type { Fix } from '../model/finding.ts';
import type { Site, SiteEvent } from '../model/site.ts';
import type { TextEdit } from '../text/edit.ts';
import { earlyExit } from './early-exit.ts';
import { argumentFor, isAtHand } from './guard.ts';
import { exitAt, exitBefore, exitLines } from './insert-guard.ts';
import { canPrecede, deciding, indentAt, insertLines, isContinued, lineAbove, lineBelow } from './placement.ts';
import { behindDeclaringMacros } from './split-declaration.ts';
import { atSite, isTestedLate, type Problem, type SiteProblem, twinsOf } from './problem.ts';
import { valueWithWrappers } from './tested-term.ts';

interface HelperCall {
  readonly call: string;
  readonly row: Helper;
}

/** Asks the helper wherever the value was read or tested, and leaves where it gives NULL if no test is there yet. */
export function readThroughHelper(problem: Problem): Fix | undefined {
  const found = atSite(problem, 'followed');
  const helper = found && helperCall(found);
  if (!found || !helper) return undefined;
  const { event, site } = found;
  const isLate = isTestedLate(found);
  // In a declaration the use has to move below the test first, which is a fix of its own.
  if (isLate && event.place.isDeclaration && event.via === undefined) return undefined;
  const reads = event.via === undefined && event.nonNull ? [site, ...companions(found)] : [site];
  if (!reads.every((read) => isPlainRead(read, found))) return undefined;
  const edits = reads.map((read) => replace(read, helper.call, found));
  const title = `read \`${helper.call}\`, which gives NULL for a tag`;
  if (event.nonNull || (isLate && event.via !== undefined)) {
    const order = isLate ? `, and \`${event.via}\` is followed before its test still` : '';
    const eye = `tagged ${site.baseType}s then go the way of NULL${order}${clauses(helper, found)}`;
    return { title, safe: false, eye, edits };
  }
  return withExit(found, helper, edits, title);
}

function withExit(found: SiteProblem, helper: HelperCall, reads: readonly TextEdit[], title: string): Fix | undefined {
  const { event, site, view } = found;
  const { place, via } = event;
  const behind = via === undefined || place.isDeclaration ? undefined : behindRead(found, via);
  const exit = earlyExit(place, behind?.offset ?? exitAt(place, view), view);
  if (!exit || isSharedStatement(found)) return undefined;
  const raw = view.textOf(valueWithWrappers(site, view));
  const rewrite = (assignment: string): string =>
    via === undefined ? assignment.replace(raw, helper.call) : assignment;
  const condition = `!${via ?? helper.call}`;
  const tests = behind
    ? [
        insertLines(
          view.text,
          behind.line,
          exitLines(condition, exit).map((line) => behind.indent + line),
        ),
      ]
    : exitBefore(event, condition, exit, view, rewrite);
  if (!tests) return undefined;
  // A declaration takes the read along with its initialiser.
  const kept = place.isDeclaration && via === undefined ? [] : reads;
  const eye = `${exit.eye}${clauses(helper, found)}`;
  const edits = deciding([...tests, ...kept], exit.statements);
  return { title: `${title}, and leave there: \`${exit.statements.join(' ')}\``, safe: false, eye, edits };
}

/** Where a test of the variable goes: right behind the read, so that nobody else gets what it holds untested. */
function behindRead(
  { site, event, view }: SiteProblem,
  via: string,
): { readonly line: number; readonly offset: number; readonly indent: string } | undefined {
  const read = site.events.find((each) => each.via === undefined)?.place;
  if (!read || !view.staysInside({ start: read.end, end: event.start })) return undefined;
  if (!read.isDeclaration) {
    const line = lineBelow(view, read.end);
    const indent = indentAt(view.text, read.start);
    const isAssignment = new RegExp(`^${via}\\s*=(?!=)`).test(view.codeOf(read));
    if (line === undefined || indent === undefined || !isAssignment || !canPrecede(read, view)) return undefined;
    return { line, offset: read.end, indent };
  }
  const offset = behindDeclaringMacros(read.codeStart, view);
  const indent = indentAt(view.text, offset);
  if (indent === undefined || offset > event.start || view.mentions({ start: read.end, end: offset }, via))
    return undefined;
  return { line: lineAbove(view, offset), offset, indent };
}

/** The call that gives the mapping, or undefined where the tree has no such helper. */
function helperCall(found: SiteProblem): HelperCall | undefined {
  const { site, event } = found;
  // The address_space of swap has all that a caller can ask for but a host, and some callers ask whether it is there.
  const needsHost = has(event.kinds, 'swapcache') && site.events.some((each) => isHostTakenForGranted(each, found));
  const rows = UNTAGGED_MAPPING.filter((row) => isAtHand(row, found) && (needsHost || !answersNullForSwap(row)));
  const own = rows.filter((row) => row.subject === site.baseType);
  for (const row of [...own, ...rows]) {
    const argument = argumentFor(row.subject, site, found);
    if (argument !== undefined) return { row, call: `${row.name}(${argument})` };
  }
  return undefined;
}

/** Whether the host is read and nobody asks on the spot whether there is one. */
function isHostTakenForGranted({ detail, end }: SiteEvent, { view }: SiteProblem): boolean {
  return detail === 'host' && !/^\s*->\s*host\s*[!=]=\s*NULL\b/.test(view.code.slice(end, end + 80));
}

/** What else a person has to know about the helper. */
function clauses({ row }: HelperCall, { event, site, view }: SiteProblem): string {
  const isSwap = has(event.kinds, 'swapcache') && !answersNullForSwap(row) && event.detail === 'host';
  const swap = isSwap ? `; a ${site.baseType} in the swap cache has an address_space whose \`host\` is NULL` : '';
  const header = row.headers[0]?.replace(/^include\//, '') ?? '';
  const isIncluded = !/^#include <linux\//m.test(view.text) || view.text.includes(`#include <${header}>`);
  return isIncluded ? swap : `${swap}; \`<${header}>\` is not included here by name`;
}

/** The tests of the same field that let the event see it set, and the other reads that rely on them. */
function companions({ site, event, unit }: SiteProblem): readonly Site[] {
  const twins = twinsOf(site, unit).filter((twin) => twin.at !== site.at);
  const tests = twins.filter((twin) => twin.start < event.start && twin.events.some(({ role }) => role === 'tested'));
  const guarding = tests.filter((test) => isGuardedBy(event, test));
  if (guarding.length === 0) return tests.slice(-1);
  const relying = twins.filter((twin) =>
    twin.events.every((other) => other.role === 'followed' && guarding.some((test) => isGuardedBy(other, test))),
  );
  return [...guarding, ...relying];
}

/** Whether a condition that holds or fails at an event has the test in it. */
function isGuardedBy({ guards }: SiteEvent, test: Site): boolean {
  return guards.some((guard) => guard.start <= test.start && test.end <= guard.end);
}

/** A read that means the same when the helper stands in its place. */
function isPlainRead(read: Site, { view }: SiteProblem): boolean {
  if (!view.isCode(read) || isContinued(view.text, read)) return false;
  if (read.events.some(({ role }) => role === 'assigned' || role === 'masked')) return false;
  const behind = view.code.slice(view.after(read.end), view.after(read.end) + 2);
  return !view.isAddressed(read.start) || behind.startsWith('->');
}

/** Whether the statement asks or follows more of the same field than the one read: an exit before it would leave the others raw. */
function isSharedStatement({ site, event, unit }: SiteProblem): boolean {
  const { place, via } = event;
  if (via !== undefined) return false;
  return twinsOf(site, unit).some((twin) => twin.at !== site.at && place.start <= twin.start && twin.end <= place.end);
}

function replace(read: Site, call: string, { view }: SiteProblem): TextEdit {
  return { span: valueWithWrappers(read, view), newText: call };
}
