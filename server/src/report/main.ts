/** The script of a report: it reads the data in the page, draws the table, and keeps the filters in the address. */
import type { ReportData, ReportGap } from './data.ts';
import { byId, element, prose } from './elements.ts';
import {
  counts,
  type Filters,
  fromFragment,
  matcher,
  NO_FILTERS,
  NO_RULE,
  textMatcher,
  toFragment,
} from './filters.ts';
import { host } from './host.ts';
import { SiteTable } from './table.ts';

const data: ReportData = JSON.parse(byId('data', HTMLScriptElement).text);
const text = byId('text', HTMLInputElement);
const table = new SiteTable(byId('sites', HTMLTableElement), data);
const cards = [...document.querySelectorAll<HTMLButtonElement>('button.card')];
const choices = {
  rule: fill(byId('rule', HTMLSelectElement), 'all rules', data.rows, (row) => row.rule ?? NO_RULE),
  subsystem: fill(
    byId('subsystem', HTMLSelectElement),
    'all subsystems',
    [...data.rows, ...data.gaps],
    (row) => row.subsystem,
  ),
};
let filters: Filters = NO_FILTERS;

listen();
apply(fromFragment(host.kept()));

/** Fills a choice with the values of the rows and returns it; where there are none, it is not shown. */
function fill<Row>(
  select: HTMLSelectElement,
  all: string,
  rows: readonly Row[],
  valueOf: (row: Row) => string,
): HTMLSelectElement {
  const values = [...new Set(rows.map(valueOf))].filter((value) => value !== '').sort();
  select.append(element('option', { value: '' }, all), ...values.map((value) => element('option', { value }, value)));
  return select;
}

function listen(): void {
  text.addEventListener('input', () => change({ text: text.value }));
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') change({ text: '' });
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    table.enter();
  });
  for (const card of cards) card.addEventListener('click', () => toggleVerdict(card.value));
  for (const name of ['rule', 'subsystem'] as const) {
    choices[name].addEventListener('change', () => change({ [name]: choices[name].value }));
  }
  byId('clear', HTMLButtonElement).addEventListener('click', () => change(NO_FILTERS));
  byId('toggle', HTMLButtonElement).addEventListener('click', () => table.toggleAll());
  addEventListener('hashchange', () => apply(fromFragment(location.hash)));
  addEventListener('keydown', (event) => {
    const isTyping = event.target === text || event.ctrlKey || event.altKey || event.metaKey;
    if (event.key !== '/' || isTyping) return;
    event.preventDefault();
    text.focus();
    text.select();
  });
}

function toggleVerdict(verdict: string): void {
  const { verdicts } = filters;
  change({
    verdicts: verdicts.includes(verdict) ? verdicts.filter((each) => each !== verdict) : [...verdicts, verdict],
  });
}

/** What the reader does is kept: in the address, so that it can be sent to somebody else, or by the editor. */
function change(part: Partial<Filters>): void {
  apply({ ...filters, ...part });
  host.keep(toFragment(filters));
}

function apply(next: Filters): void {
  filters = next;
  if (text.value !== filters.text) text.value = filters.text;
  const shown = table.show(matcher(filters));
  byId('count', HTMLElement).textContent =
    shown === data.rows.length ? `${shown} sites` : `${shown} of ${data.rows.length} sites`;
  byId('clear', HTMLButtonElement).disabled = toFragment(filters) === '';
  byId('none', HTMLElement).hidden = shown > 0;
  showCards();
  for (const name of ['rule', 'subsystem'] as const) showChoices(name);
  showGaps();
}

function showCards(): void {
  const found = counts(data.rows, filters, 'verdicts');
  for (const card of cards) {
    card.setAttribute('aria-pressed', String(filters.verdicts.includes(card.value)));
    const number = card.querySelector('.number');
    if (number !== null) number.textContent = String(found.get(card.value) ?? 0);
  }
}

function showChoices(name: 'rule' | 'subsystem'): void {
  const found = counts(data.rows, filters, name);
  const select = choices[name];
  for (const option of select.options) {
    if (option.value === '') continue;
    const count = found.get(option.value) ?? 0;
    const word = option.value === NO_RULE ? 'no rule' : option.value;
    option.textContent = `${word} (${count})`;
    option.disabled = count === 0 && option.value !== filters[name];
  }
  select.value = filters[name];
}

/** Gaps have no verdict and no rule; the other filters hold for them too. */
function showGaps(): void {
  const hasText = textMatcher(filters.text);
  const isAsked = (gap: ReportGap): boolean =>
    (filters.subsystem === '' || filters.subsystem === gap.subsystem) && hasText(`${gap.file}:${gap.line}`);
  const rows = data.gaps.filter(isAsked).map((gap) => {
    const end = gap.endLine === gap.line ? '' : `-${gap.endLine}`;
    return element(
      'tr',
      {},
      element('td', { class: 'place' }, `${gap.file}:${gap.line}${end}`),
      element('td', {}, ...prose(gap.why)),
      element('td', { class: 'subsystem' }, gap.subsystem),
    );
  });
  document.querySelector('#gaps tbody')?.replaceChildren(...rows);
  const count = document.querySelector('#gaps .count');
  if (count !== null)
    count.textContent = rows.length === data.gaps.length ? `${rows.length}` : `${rows.length} of ${data.gaps.length}`;
}
