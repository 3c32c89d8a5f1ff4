/** What keeps a page and its file together, for the kinds of page that have a file. */
import { ALL, type Kind, type KindSet, kindsOf } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';

/** Kinds that are kept by the same, and what that is. */
export interface Kept {
  readonly kinds: readonly Kind[];
  readonly by: string;
  readonly note?: string;
}

/** Returns what keeps the kinds of a set that have a file; kinds with the same answer stand together. */
export function keptTogether(matrix: EraMatrix, set: KindSet = ALL): readonly Kept[] {
  const kept = new Map<string, Kept>();
  const withFile = matrix.kindsWhere(
    set,
    (row) =>
      !row.can('stability', 'nothing') &&
      (!row.cell('inPages').values.includes('none') || row.mapping.canBeAddressSpace),
  );
  for (const kind of kindsOf(withFile)) {
    const { text, note } = matrix.cell(kind, 'stability');
    const key = `${text}|${note ?? ''}`;
    const kinds = [...(kept.get(key)?.kinds ?? []), kind];
    kept.set(key, { kinds, by: text, ...(note === undefined ? {} : { note }) });
  }
  return [...kept.values()];
}
