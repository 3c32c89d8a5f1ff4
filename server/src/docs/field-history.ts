/** The history of a field as rows: a kind of page, a run of eras in which its cells say the same, and the cells. */
import { compareReleases, type Era, ERAS, type Release, runLabel } from '../kernel/eras.ts';
import { type Kind, KINDS } from '../kernel/kinds.ts';
import { type Cell, type Field, kindSince, matrixOf } from '../kernel/matrix.ts';

/** A run of eras in which one kind of page fills a field in the same way. */
export interface HistoryRow {
  readonly kind: Kind;
  /** The releases of the run: `4.19 - 6.14`, `6.15 and later`, or `every release`. */
  readonly releases: string;
  readonly text: string;
  readonly note?: string;
  /** The cells of the run, oldest era first. */
  readonly cells: readonly Cell[];
}

/** Returns the history of a field, kind by kind; eras that lack the kind are left out. */
export function fieldHistory(field: Field): readonly HistoryRow[] {
  return KINDS.flatMap((kind) => historyOf(field, kind));
}

/** Tells the era of a cell. */
export function eraOfCell(cell: Cell): Era | undefined {
  return ERAS.find(({ id }) => id === cell.era);
}

interface Run {
  readonly eras: Era[];
  readonly cells: Cell[];
}

function historyOf(field: Field, kind: Kind): readonly HistoryRow[] {
  const runs: Run[] = [];
  const asides: Run[] = [];
  for (const era of ERAS) {
    const cell = matrixOf(era.id).cell(kind, field);
    if (cell.values.length === 0) continue;
    const run = runs.at(-1);
    const same = run?.cells[0] !== undefined && saysTheSame(run.cells[0], cell);
    // The tree of the proposal is a branch of its time: it does not break a run, and stands alone where it differs.
    if (same) {
      run?.cells.push(cell);
      if (era.id !== 'inode-2017') run?.eras.push(era);
    } else (era.id === 'inode-2017' ? asides : runs).push({ eras: [era], cells: [cell] });
  }
  return [...runs, ...asides].sort((a, b) => place(a) - place(b)).map((run) => historyRow(kind, run));
}

function historyRow(kind: Kind, { eras, cells }: Run): HistoryRow {
  const [first] = cells;
  const [oldest] = eras;
  const newest = eras.at(-1);
  const releases = oldest === undefined || newest === undefined ? '' : runLabel(firstRelease(kind, oldest), newest);
  const note = first?.note;
  return { kind, releases, text: first?.text ?? '', cells, ...(note === undefined ? {} : { note }) };
}

function firstRelease(kind: Kind, { first }: Era): Release {
  const since = kindSince(kind);
  return since !== undefined && compareReleases(first, since) < 0 ? since : first;
}

function place({ eras }: Run): number {
  return eras[0] === undefined ? -1 : ERAS.indexOf(eras[0]);
}

function saysTheSame(a: Cell, b: Cell): boolean {
  return a.text === b.text && a.note === b.note;
}
