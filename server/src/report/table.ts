/** The table of sites: rows that open, an order, and the keys of a tree grid. */
import type { ReportData, ReportRow } from './data.ts';
import { details } from './details.ts';
import { element, placeElement } from './elements.ts';
import { host } from './host.ts';

type Column = 'verdict' | 'place' | 'function' | 'site' | 'rule' | 'subsystem';

const COLUMNS: readonly Column[] = ['verdict', 'place', 'function', 'site', 'rule', 'subsystem'];

/** How many rows a page key moves. */
const PAGE = 15;

/** How many rows are put into the page at once: more than a screen has, and few enough to be there at once. */
const CHUNK = 150;

/** A row and what is drawn of it: its line once it is shown, its details once it is opened. */
interface Entry {
  readonly row: ReportRow;
  line?: HTMLTableRowElement;
  details?: HTMLTableRowElement;
  isOpen: boolean;
}

export class SiteTable {
  private readonly data: ReportData;
  private readonly body: HTMLTableSectionElement;
  private readonly headers: ReadonlyMap<Column, HTMLTableCellElement>;
  private readonly entries: readonly Entry[];
  private readonly byLine = new Map<Element, Entry>();
  private shown: readonly Entry[] = [];
  /** How many of the rows that are shown are in the page already. */
  private placed = 0;
  private timer = 0;
  private order: { readonly column: Column; readonly down: boolean } = { column: 'verdict', down: false };

  constructor(table: HTMLTableElement, data: ReportData) {
    this.data = data;
    this.entries = data.rows.map((row) => ({ row, isOpen: false }));
    this.headers = new Map(COLUMNS.map((column) => [column, this.header(column)]));
    this.body = element('tbody', { role: 'rowgroup' });
    const head = element('tr', { role: 'row' }, ...this.headers.values());
    table.replaceChildren(element('thead', { role: 'rowgroup' }, head), this.body);
    this.body.addEventListener('click', (event) => this.click(event));
    this.body.addEventListener('keydown', (event) => this.key(event));
    this.body.addEventListener('focusin', (event) => this.makeStop(this.at(event.target)));
  }

  /** Shows the rows that are asked for, and returns how many they are. */
  show(isAsked: (row: ReportRow) => boolean): number {
    this.shown = this.sorted(this.entries.filter(({ row }) => isAsked(row)));
    this.body.replaceChildren();
    this.placed = 0;
    this.place(CHUNK);
    this.makeStop(this.shown[0]);
    return this.shown.length;
  }

  /** Brings the focus to the first row. */
  enter(): void {
    this.focus(0);
  }

  /** Opens all rows that are shown, or closes them where all are open. */
  toggleAll(): void {
    const open = this.shown.some(({ isOpen }) => !isOpen);
    for (const entry of this.shown) this.setOpen(entry, open);
  }

  /** Puts the rows before a place into the page, and the rest when there is time. */
  private place(end: number): void {
    clearTimeout(this.timer);
    const next = this.shown.slice(this.placed, end);
    this.body.append(
      ...next.flatMap((entry) => (entry.isOpen ? [this.lineOf(entry), this.detailsOf(entry)] : [this.lineOf(entry)])),
    );
    this.placed += next.length;
    if (this.placed < this.shown.length) this.timer = setTimeout(() => this.place(this.placed + CHUNK));
  }

  private focus(at: number): void {
    if (at >= this.placed) this.place(at + 1);
    this.shown[at]?.line?.focus();
  }

  private sorted(rows: readonly Entry[]): readonly Entry[] {
    const { column, down } = this.order;
    if (column === 'place') return down ? [...rows].reverse() : rows;
    const ranks = new Map(this.data.verdicts.map(({ name }, rank) => [name, rank]));
    const sign = down ? -1 : 1;
    return [...rows].sort(({ row: a }, { row: b }) => {
      if (column === 'verdict') return sign * ((ranks.get(a.verdict) ?? 0) - (ranks.get(b.verdict) ?? 0));
      // What is absent comes last in both directions.
      const [x, y] = [a[column] ?? '', b[column] ?? ''];
      if (x === '' || y === '') return Number(x === '') - Number(y === '');
      return sign * (x < y ? -1 : x > y ? 1 : 0);
    });
  }

  private header(column: Column): HTMLTableCellElement {
    const button = element('button', { type: 'button' }, column);
    button.addEventListener('click', () => this.sortBy(column));
    const sort = column === this.order.column ? 'ascending' : undefined;
    return element('th', { role: 'columnheader', scope: 'col', class: column, 'aria-sort': sort }, button);
  }

  private sortBy(column: Column): void {
    this.headers.get(this.order.column)?.removeAttribute('aria-sort');
    this.order = { column, down: column === this.order.column && !this.order.down };
    this.headers.get(column)?.setAttribute('aria-sort', this.order.down ? 'descending' : 'ascending');
    const shown = new Set(this.shown.map(({ row }) => row));
    this.show((row) => shown.has(row));
  }

  private at(target: EventTarget | null): Entry | undefined {
    const line = target instanceof Element ? target.closest('tr') : null;
    return line === null ? undefined : this.byLine.get(line);
  }

  /** One row alone is reached by Tab; from there the arrows lead to the others. */
  private makeStop(entry: Entry | undefined): void {
    if (entry === undefined) return;
    for (const each of this.body.querySelectorAll('tr[tabindex="0"]')) each.setAttribute('tabindex', '-1');
    this.lineOf(entry).setAttribute('tabindex', '0');
  }

  private click(event: MouseEvent): void {
    const entry = this.at(event.target);
    // Whoever marks a text to copy it does not mean to open the row.
    if (entry === undefined || getSelection()?.isCollapsed === false) return;
    this.setOpen(entry, !entry.isOpen);
  }

  private key(event: KeyboardEvent): void {
    const entry = this.at(event.target);
    if (entry === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'o' && host.open !== undefined) {
      host.open(entry.row);
      return;
    }
    // What has keys of its own within a row keeps them.
    if (event.target instanceof HTMLButtonElement) return;
    const at = this.shown.indexOf(entry);
    const last = this.shown.length - 1;
    const goals = new Map([
      ['ArrowDown', Math.min(at + 1, last)],
      ['ArrowUp', Math.max(at - 1, 0)],
      ['PageDown', Math.min(at + PAGE, last)],
      ['PageUp', Math.max(at - PAGE, 0)],
      ['Home', 0],
      ['End', last],
    ]);
    const opens = new Map([
      ['Enter', !entry.isOpen],
      [' ', !entry.isOpen],
      ['ArrowRight', true],
      ['ArrowLeft', false],
      ['Escape', false],
    ]);
    const goal = goals.get(event.key);
    const open = opens.get(event.key);
    if (goal === undefined && open === undefined) return;
    event.preventDefault();
    if (goal !== undefined) this.focus(goal);
    if (open === undefined) return;
    this.setOpen(entry, open);
    // The details come into sight, and of what is too long the beginning.
    if (open) entry.details?.scrollIntoView({ block: 'nearest' });
    entry.line?.scrollIntoView({ block: 'nearest' });
  }

  private setOpen(entry: Entry, open: boolean): void {
    entry.isOpen = open;
    entry.line?.setAttribute('aria-expanded', String(open));
    if (!open) entry.details?.remove();
    else if (entry.line?.isConnected) entry.line.after(this.detailsOf(entry));
  }

  private lineOf(entry: Entry): HTMLTableRowElement {
    if (entry.line === undefined) {
      entry.line = drawRow(entry.row);
      this.byLine.set(entry.line, entry);
    }
    entry.line.setAttribute('aria-expanded', String(entry.isOpen));
    return entry.line;
  }

  private detailsOf(entry: Entry): HTMLTableRowElement {
    entry.details ??= element(
      'tr',
      { role: 'row', 'aria-level': 2, class: 'opened' },
      element('td', { role: 'gridcell', colspan: COLUMNS.length }, details(entry.row, this.data.rules)),
    );
    return entry.details;
  }
}

function drawRow(row: ReportRow): HTMLTableRowElement {
  const cell = (column: Column, ...children: readonly (Node | string)[]): HTMLTableCellElement => {
    // A text that is cut off is shown whole under the mouse.
    const title = typeof children[0] === 'string' ? children.join('') : undefined;
    return element('td', { role: 'gridcell', class: column, title }, ...children);
  };
  return element(
    'tr',
    { role: 'row', tabindex: -1, 'aria-expanded': 'false', 'aria-level': 1 },
    cell('verdict', element('span', { class: `verdict-word ${row.verdict}` }, row.verdict)),
    cell('place', placeElement(row, false, ...placeOf(row))),
    cell('function', row.function),
    cell('site', row.site),
    cell('rule', row.rule ?? ''),
    cell('subsystem', row.subsystem),
  );
}

/** A path may break behind each of its slashes. */
function placeOf({ file, line }: ReportRow): readonly (Node | string)[] {
  const parts = file.split('/').flatMap((part, at) => (at === 0 ? [part] : ['/', element('wbr'), part]));
  return [...parts, element('span', { class: 'quiet' }, `:${line}`)];
}
