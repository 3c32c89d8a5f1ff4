/** Members come and go: whether the struct of a page or folio has one in an era. */
import { era as eraOf, ERAS } from '../kernel/eras.ts';
import { fieldName, hasFolio, type NamedField } from '../kernel/field-names.ts';
import { isEmpty, KINDS } from '../kernel/kinds.ts';
import { type EraMatrix, type Field, matrixOf } from '../kernel/matrix.ts';
import { holdsIn, PROBES } from '../kernel/probes.ts';

/**
 * Says that a struct has no such member in an era, where its neighbour has or will have it; undefined where it has, or
 * where an overlay is about the member.
 */
export function notAMember({ name: { field }, owner }: NamedField, matrix: EraMatrix): string | undefined {
  const era = eraOf(matrix.era);
  if (matrix.whatIf !== undefined && !isEmpty(matrix.whatIf.changed(field))) return undefined;
  if (owner === 'folio' && !hasFolio(era)) return 'This era has no struct folio; the words are those of struct page.';
  const lacks = PROBES.some(
    (probe) =>
      probe.question.ask === 'member' &&
      probe.question.struct === owner &&
      probe.question.member === field &&
      !holdsIn(probe, era.id),
  );
  return lacks ? `In this era struct ${owner} has no member ${field}.` : undefined;
}

/** Tells whether no kind of page has the field, because there is no such member. */
export function isAbsent(field: Field, matrix: EraMatrix): boolean {
  return KINDS.every((kind) => {
    const row = matrix.row(kind);
    return !row.exists || row.cell(field).values.some((value) => value === 'absent');
  });
}

/** Says that a matrix has no such member, and with which release it came where one has it. */
export function absence(field: Field, matrix: EraMatrix, label: string): string {
  const { title } = fieldName(field);
  const first = ERAS.find(({ id }) => id !== 'inode-2017' && !isAbsent(field, matrixOf(id)));
  const since = first === undefined ? ', and no release has it' : `; it came with ${first.first}`;
  return `Linux ${label} has no \`${title}\`${since}.`;
}
