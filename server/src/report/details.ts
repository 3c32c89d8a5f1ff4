/** What a row shows when it is opened: why its verdict is what it is, the way of the page, and the code. */
import type { ReportCode, ReportData, ReportRow, ReportStep } from './data.ts';
import { element, placeElement, prose } from './elements.ts';

/** The details of one row. */
export function details(row: ReportRow, rules: ReportData['rules']): HTMLElement {
  return element(
    'div',
    { class: `details ${row.verdict}` },
    element('p', { class: 'reason' }, ...prose(row.reason)),
    element('div', { class: 'columns' }, chain(row), facts(row, rules)),
  );
}

function chain(row: ReportRow): HTMLElement {
  const site = element(
    'li',
    { class: 'site' },
    head(row),
    element('p', {}, ...prose(row.use)),
    row.code === undefined
      ? element('p', { class: 'quiet' }, 'the source could not be read')
      : codeOf(row.code, row.line),
  );
  return element('ol', { class: 'chain', 'aria-label': 'the way of the page' }, ...row.steps.map(stepOf), site);
}

function stepOf(step: ReportStep): HTMLElement {
  return element(
    'li',
    {},
    head(step),
    element('p', {}, ...prose(step.text)),
    step.code === undefined ? undefined : element('pre', {}, element('code', {}, step.code.trim())),
  );
}

function head(place: Pick<ReportStep, 'file' | 'line' | 'function'>): HTMLElement {
  return element(
    'div',
    { class: 'where' },
    element('code', { class: 'place' }, placeElement(place, true, `${place.file}:${place.line}`)),
    place.function === ''
      ? undefined
      : element('span', { class: 'quiet' }, ' in ', element('code', {}, place.function)),
  );
}

function codeOf({ first, lines, start, end }: ReportCode, siteLine: number): HTMLElement {
  const shown = lines.map((line, index) => {
    const isSite = first + index === siteLine;
    const parts = isSite
      ? [line.slice(0, start), element('mark', {}, line.slice(start, end)), line.slice(end)]
      : [line];
    return element('span', { class: isSite ? 'line here' : 'line', 'data-line': first + index }, ...parts, '\n');
  });
  return element('pre', { class: 'numbered' }, element('code', {}, ...shown));
}

function facts(row: ReportRow, rules: ReportData['rules']): HTMLElement {
  const rule = row.rule === null ? undefined : rules[row.rule];
  const entries: readonly (readonly [string, readonly (Node | string)[]])[] = [
    ...(row.rule === null ? [] : [['rule', [element('code', {}, row.rule)]] as const]),
    ...(rule === undefined
      ? []
      : [['belief', prose(rule.summary)] as const, ['instead', prose(rule.instead)] as const]),
    ['pages that can be here', [row.kinds.length === 0 ? 'none' : row.kinds.join(', ')]],
    ...(row.config === null ? [] : [['compiled with', [element('code', {}, row.config)]] as const]),
    ...(row.subsystem === '' ? [] : [['subsystem', [row.subsystem]] as const]),
  ];
  const terms = entries.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, ...value)]);
  return element('dl', {}, ...terms);
}
