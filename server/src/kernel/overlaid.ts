/** The matrix under an overlay: the cells that it states, and what follows from them. */
import { era as eraOf } from './eras.ts';
import { has, KIND_NAMES, KINDS, type Kind, type KindSet, kindSet, NO_KINDS, union } from './kinds.ts';
import { answersFor, type Follower, FOLLOWERS } from './mapping-followers.ts';
import {
  type Cell,
  emptyCells,
  type EraMatrix,
  type Field,
  type FieldValues,
  firstEraOf,
  matrixFrom,
  matrixOf,
} from './matrix.ts';
import type { Overlay, OverlayCell } from './overlay-types.ts';

/** Members of `struct page` that are there for every page or for none, with what a page that has no use for them holds. */
const MEMBERS = {
  inode: { value: 'undefined', text: 'not defined' },
  share: { value: 'other-word', text: 'another word, not a count' },
} as const;

/**
 * Lays an overlay over the matrix of an era. A cell whose values the matrix has already stays as it is, so that an
 * overlay which states what is true changes nothing.
 */
export function overlaid(matrix: EraMatrix, overlay: Overlay): EraMatrix {
  const draft = new Draft(matrix, overlay);
  for (const cell of overlay.cells) draft.state(cell);
  for (const kind of KINDS) for (const field of FOLLOWERS) draft.follow(kind, field);
  for (const field of ['inode', 'share'] as const) draft.spread(field);
  return draft.result();
}

/** Tells what an overlay cannot do in an era, one sentence each without a full stop. */
export function overlayNotes({ era }: EraMatrix, overlay: Overlay): readonly string[] {
  const notes: string[] = [];
  const { eras, cells, introduces } = overlay;
  if (eras.length > 0 && !eras.includes(era))
    notes.push(`${overlay.name} is meant for Linux ${eras.map((id) => eraOf(id).label).join(', ')}`);
  const named = KINDS.filter((kind) => cells.some(({ kinds }) => kinds.includes(kind)));
  const missing = named.filter((kind) => !introduces.includes(kind) && !matrixOf(era).row(kind).exists);
  const names = missing.map((kind) => KIND_NAMES[kind]).join(', ');
  if (missing.length > 0)
    notes.push(`Linux ${eraOf(era).label} has no ${names} pages, and ${overlay.name} does not introduce them`);
  return notes;
}

type Key = `${Kind} ${Field}`;

class Draft {
  private readonly stated = new Set<Key>();
  private readonly cells = emptyCells();
  private readonly changes = new Map<Field, KindSet>();

  private readonly base: EraMatrix;
  private readonly overlay: Overlay;
  private readonly introduced: KindSet;

  constructor(base: EraMatrix, overlay: Overlay) {
    this.base = base;
    this.overlay = overlay;
    this.introduced = kindSet(...overlay.introduces.filter((kind) => !base.row(kind).exists));
  }

  /** Takes over what the overlay says of some kinds; a kind that the era does not have stays away. */
  state<F extends Field>({ kinds, field, values, text }: OverlayCell<F>): void {
    for (const kind of kinds) {
      if (!this.exists(kind)) continue;
      this.stated.add(`${kind} ${field}`);
      this.put(kind, field, values, text);
    }
  }

  /** Where the word of a kind has changed and nothing was said of its answers, they follow from the word. */
  follow<F extends Follower>(kind: Kind, field: F): void {
    if (this.stated.has(`${kind} ${field}`) || !has(this.changed('mapping'), kind)) return;
    const before = this.baseCell(kind, field).values;
    const words = this.baseCell(kind, 'mapping').values;
    const values = this.cell(kind, 'mapping').values.flatMap((word): readonly FieldValues[F][] => {
      const answers = answersFor(field, kind, word) ?? before;
      const kept = words.includes(word) ? answers.filter((answer) => before.includes(answer)) : [];
      return kept.length > 0 ? kept : answers.slice(0, 1);
    });
    this.put(kind, field, [...new Set(values)]);
  }

  /** A member that one kind of page has, or lacks, the others have, or lack, too. */
  spread(field: keyof typeof MEMBERS): void {
    const said = KINDS.find((kind) => this.stated.has(`${kind} ${field}`));
    if (said === undefined) return;
    const absent = this.isAbsent(said, field);
    for (const kind of KINDS) {
      if (!this.exists(kind) || this.isAbsent(kind, field) === absent) continue;
      const { value, text } = MEMBERS[field];
      this.put<typeof field>(kind, field, [absent ? 'absent' : value], absent ? 'no such member' : text);
    }
  }

  result(): EraMatrix {
    const matrix = matrixFrom(
      this.base.era,
      (kind, field) => this.cell(kind, field),
      (kind) => this.exists(kind),
    );
    const whatIf = {
      overlay: this.overlay.name,
      introduced: this.introduced,
      changed: (field: Field) => this.changed(field),
    };
    return { ...matrix, whatIf };
  }

  private exists(kind: Kind): boolean {
    return this.base.row(kind).exists || has(this.introduced, kind);
  }

  private changed(field: Field): KindSet {
    return this.changes.get(field) ?? NO_KINDS;
  }

  private cell<F extends Field>(kind: Kind, field: F): Cell<F> {
    const column: ReadonlyMap<Kind, Cell<F>> = this.cells[field];
    return column.get(kind) ?? this.baseCell(kind, field);
  }

  /** A kind that is introduced is, where nothing is said, what it was in the era that it came with. */
  private baseCell<F extends Field>(kind: Kind, field: F): Cell<F> {
    return has(this.introduced, kind) ? matrixOf(firstEraOf(kind)).cell(kind, field) : this.base.cell(kind, field);
  }

  private isAbsent(kind: Kind, field: keyof typeof MEMBERS): boolean {
    return this.cell<'inode' | 'share'>(kind, field).values.includes('absent');
  }

  private put<F extends Field>(kind: Kind, field: F, values: readonly FieldValues[F][], text?: string): void {
    const before = this.baseCell(kind, field);
    const same = before.values.length === values.length && before.values.every((value) => values.includes(value));
    const { name } = this.overlay;
    const changed: Pick<Cell<F>, 'values' | 'text' | 'evidence' | 'verified' | 'note'> = {
      values,
      text: text ?? values.join(' or '),
      note: `so says the what-if overlay ${name}`,
      evidence: [],
      verified: false,
    };
    const { era } = this.base;
    const cell: Cell<F> = same
      ? { ...before, era, ...(text === undefined ? {} : { text }) }
      : { era, kind, field, ...changed };
    const column: Map<Kind, Cell<F>> = this.cells[field];
    column.set(kind, cell);
    if (!same) this.changes.set(field, union(this.changed(field), kindSet(kind)));
  }
}
