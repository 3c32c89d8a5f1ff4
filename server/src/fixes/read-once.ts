/** Reads the field once, into a local that is tested and followed. */
import type { Fix } from '../model/finding.ts';
import type { Site } from '../model/site.ts';
import { isPure } from './guard.ts';
import { namesIn } from './names.ts';
import { canPrecede, indentAt, insertLines, isAfterGap, isContinued, lineAbove, lineStart } from './placement.ts';
import { type Problem, twinsOf, underFinding } from './problem.ts';
import { behindDeclaringMacros } from './split-declaration.ts';
import { valueWithWrappers } from './tested-term.ts';

/** What the local is called, where nothing else is. */
const LOCAL = 'mapping';

/** Gives the local its value before the test, and puts it in place of both reads. */
export function readOnce(problem: Problem): Fix | undefined {
  const found = underFinding(problem);
  const test = found && testOf(found.site, problem);
  const place = test?.events[0]?.place;
  if (!found || !test || !place || !isPure(found.site.base)) return undefined;
  const { view, site, event } = found;
  const { within } = place;
  if (view.mentions(within, LOCAL) || !canPrecede(place, view) || place.kind !== 'if') return undefined;
  // What stands before the read in its condition may be what allows it.
  const before = view.code.slice(place.condition?.start ?? place.start, test.start);
  const asksFirst = namesIn(site.base).some((base) =>
    new RegExp(`(?:^|&&|\\|\\||(?<!\\w)\\()\\s*!?\\s*${base}\\s*(?:&&|\\|\\||\\)|[=!]=)`).test(before),
  );
  const between = { start: test.end, end: within.end };
  if (asksFirst || namesIn(site.base).some((base) => view.assigns(between, base))) return undefined;
  const code = behindDeclaringMacros(place.codeStart, view);
  const indent = indentAt(view.text, place.start);
  const line = lineAbove(view, code);
  if (indent === undefined || code > place.start || isContinued(view.text, { start: code, end: event.end }))
    return undefined;
  const read = `READ_ONCE(${site.base}->${site.field})`;
  const isFirst = code === place.start;
  const declaration = `${indent}struct address_space *${LOCAL}${isFirst ? ` = ${read}` : ''};`;
  const at = isAfterGap(view.text, line) ? lineStart(view.text, Math.max(0, line - 1)) : line;
  const hasDeclarations = view.code.charAt(view.before(code)) !== '{';
  const declared =
    hasDeclarations && at < line
      ? insertLines(view.text, at, [declaration])
      : insertLines(view.text, line, [declaration, '']);
  const assigned = isFirst
    ? []
    : [insertLines(view.text, lineAbove(view, place.start), [`${indent}${LOCAL} = ${read};`])];
  const later = twinsOf(site, problem.unit).filter(
    (twin) => test.start < twin.start && twin.events.every(({ role }) => role === 'followed'),
  );
  const reads = [test, ...later].map((each) => ({ span: valueWithWrappers(each, view), newText: LOCAL }));
  return {
    title: `read \`${site.base}->${site.field}\` once, into \`${LOCAL}\``,
    safe: true,
    edits: [declared, ...assigned, ...reads],
  };
}

/** The read that is tested before the one under the finding. */
function testOf(site: Site, { finding, unit }: Problem): Site | undefined {
  return twinsOf(site, unit).find(
    (twin) => twin.at !== site.at && finding.related.some(({ start, end }) => start <= twin.start && twin.end <= end),
  );
}
