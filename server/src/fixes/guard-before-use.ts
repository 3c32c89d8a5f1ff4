/** Keeps the pages that a use is wrong for away from it, whatever the use does with the value. */
import { BUFFER_QUESTIONS } from '../kernel/buffer-questions.ts';
import { helper, rowsOf } from '../kernel/helper-table.ts';
import { DEVICE_KINDS, FSDAX_KINDS } from '../kernel/kinds.ts';
import type { Fix } from '../model/finding.ts';
import { type SiteEvent, siteText } from '../model/site.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { CodeView } from './code-view.ts';
import { argumentFor, guardAgainst, isAtHand } from './guard.ts';
import { deviceEntryGuard } from './guard-by-source.ts';
import { guarded, leaveWhere } from './insert-guard.ts';
import { namesIn } from './names.ts';
import { isContinued, lineBreak, lineStart, padTo, widthOf } from './placement.ts';
import { underFinding, type Problem } from './problem.ts';
import { needsParentheses } from './tested-term.ts';
import { spaceBehind } from './wrap-condition.ts';

const MAX_WIDTH = 80;

/** Leaves before the statement of the use. */
export function guardBeforeUse(problem: Problem): Fix | undefined {
  const found = underFinding(problem);
  const guard = found && guardAgainst(problem.finding.kinds, found.site, problem);
  return found && guard && guarded(found, guard);
}

/** Leaves before the buffers are asked for of a page that has none: by the question that is made for that. */
export function askForBuffers(problem: Problem): Fix | undefined {
  const found = underFinding(problem);
  if (!found || found.event.via !== undefined) return undefined;
  const { asked = '', baseType } = found.site;
  // Whoever can ask for the buffers has included what is declared beside that.
  const beside = rowsOf(asked).flatMap(({ headers }) => headers);
  for (const name of BUFFER_QUESTIONS) {
    const row = helper(name, problem.unit.era.id);
    if (!row || row.subject !== baseType) continue;
    const isBeside = problem.offers(row) && row.headers.some((header) => beside.includes(header));
    const argument = isBeside || isAtHand(row, problem) ? argumentFor(baseType, found.site, problem) : undefined;
    if (argument !== undefined)
      return leaveWhere(`!${name}(${argument})`, found, `leave for ${baseType}s without buffers`);
  }
  return undefined;
}

/** Leaves before the lock is taken that does not keep the value. */
export function guardBeforeLock(problem: Problem): Fix | undefined {
  const found = underFinding(problem);
  const by = found?.site.locked?.by;
  const guard = found && guardAgainst(problem.finding.kinds, found.site, problem);
  if (!found || by === undefined || !guard) return undefined;
  const { event, site, view } = found;
  const { within, start } = event.place;
  const before = view.code.slice(within.start, start);
  const [lock] = [
    ...before.matchAll(new RegExp(`(?<=[;{}:]\\s*)(?:if\\s*\\(\\s*!?\\s*)?\\b${by}\\s*\\([^;]*;`, 'g')),
  ].slice(-1);
  if (lock === undefined) return undefined;
  const at = { start: within.start + lock.index, end: within.start + lock.index + lock[0].length };
  const between = { start: at.end, end: start };
  const holds = namesIn(site.base).every((name) => !view.assigns({ start: at.end, end: event.start }, name));
  if (!holds || !view.isBalanced(between) || event.place.isDeclaration) return undefined;
  const kind = lock[0].startsWith('if') ? 'if' : 'expression';
  const moved: SiteEvent = { ...event, ...at, place: { ...event.place, ...at, kind } };
  return guarded({ ...found, event: moved }, guard);
}

/** Asks in the condition of an `if` whose only statement the use is. */
export function guardInCondition(problem: Problem): Fix | undefined {
  const found = underFinding(problem);
  const guard = found && guardAgainst(problem.finding.kinds, found.site, problem);
  if (!found || !guard || found.event.via !== undefined) return undefined;
  const { view, event } = found;
  const { place } = event;
  const close = view.before(place.start);
  const open = view.code.charAt(close) === ')' ? view.enclosing(close) : undefined;
  if (open === undefined || view.wordBefore(open) !== 'if' || place.kind !== 'expression') return undefined;
  const span = { start: open, end: place.end };
  if (view.code.startsWith('else', view.after(place.end)) || isContinued(view.text, span)) return undefined;
  const condition = { start: open + 1, end: view.before(close) + 1 };
  const edits = conjunct(condition, `!${guard.call}`, view);
  const title = `skip ${guard.excludes}: ask \`!${guard.call}\` in the condition`;
  return { title, safe: false, eye: 'what the condition has taken is not given back for such a page', edits };
}

function conjunct(condition: Span, test: string, view: CodeView): readonly TextEdit[] {
  const isLoose = /\|\||\?|[^=!<>]=(?!=)/.test(view.codeOf(condition));
  const line = view.text.slice(lineStart(view.text, condition.end), condition.end);
  const fits = widthOf(line) + test.length + ' && )'.length <= MAX_WIDTH;
  const gap = fits ? ' ' : `${lineBreak(view.text, condition.end)}${padTo(view.text, condition.start)}`;
  const start = { span: { start: condition.start, end: condition.start }, newText: '(' };
  const end = { span: { start: condition.end, end: condition.end }, newText: `${isLoose ? ')' : ''} &&${gap}${test}` };
  return isLoose ? [start, end] : [end];
}

/** Asks whether the page is one of a device before its pgmap is looked at. */
export function askForDevice(problem: Problem): Fix | undefined {
  const found = underFinding(problem);
  const guard = found && (guardAgainst(DEVICE_KINDS, found.site, problem) ?? deviceEntryGuard(found));
  if (!found || !guard) return undefined;
  const comparison = found.event.via === undefined ? comparisonAround(found.site, found.view) : undefined;
  if (comparison === undefined) {
    const { site, event } = found;
    const what = `leave for pages of no device before \`${event.via ?? siteText(site)}\` is used`;
    return leaveWhere(`!${guard.call}`, found, what);
  }
  const parentheses = needsParentheses(comparison, '&&', found.view);
  if (parentheses === undefined) return undefined;
  const test = `${parentheses ? '(' : ''}${guard.call} &&`;
  const before = {
    span: { start: comparison.start, end: comparison.start },
    newText: `${test}${spaceBehind(test, comparison, found.view)}`,
  };
  const edits = parentheses
    ? [before, { span: { start: comparison.end, end: comparison.end }, newText: ')' }]
    : [before];
  const title = `ask \`${guard.call}\` first`;
  return { title, safe: false, eye: 'what is compared is false then for pages of no device', edits };
}

/** The comparison that begins with a value; undefined where it is compared with nothing. */
function comparisonAround(value: Span, { code }: CodeView): Span | undefined {
  const [text] = /^[^&|;,?:(){}]*(?:\([^()]*\)[^&|;,?:(){}]*)*/.exec(code.slice(value.start, value.start + 400)) ?? [
    '',
  ];
  return /[=!]=|[^-<>]>(?!>)|<(?!<)/.test(text)
    ? { start: value.start, end: value.start + text.trimEnd().length }
    : undefined;
}

/** Leaves where the word is no count: on all but FS-DAX folios that lead to no single file. */
export function onlyShared(problem: Problem): Fix | undefined {
  const found = underFinding(problem);
  // Before, a page that is shared had a word of its own there.
  const isNullWhereShared = problem.unit.matrix.row('fsdax-shared').mapping.values.every((word) => word === 'null');
  const guard = isNullWhereShared ? found && guardAgainst(FSDAX_KINDS, found.site, problem) : undefined;
  if (!found || !guard || found.site.type.stars === 0) return undefined;
  const condition = `!${guard.call} || ${found.site.base}->mapping`;
  return leaveWhere(condition, found, 'leave for pages that are not shared');
}
