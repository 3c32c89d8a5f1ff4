/** Finds where an inode is given a table of operations behind a test of what the inode is. */
import { excludedKinds, rowsOf } from '../kernel/helper-table.ts';
import { isEmpty, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { calleeName, type Expression } from '../model/expression.ts';
import type { TableUse } from '../model/unit.ts';
import type { State } from './state.ts';
import { stripped } from './text.ts';

/** The use that a store is, `inode->i_mapping->a_ops = &table`; undefined for any other store, and where nothing was tested. */
export function tableUseOf(
  target: Expression,
  value: Expression,
  state: State,
  matrix: EraMatrix,
  source: string,
): TableUse | undefined {
  const [left, right] = [stripped(target), stripped(value)];
  if (left.kind !== 'member' || !left.field.endsWith('_ops')) return undefined;
  if (right.kind !== 'unary' || right.operator !== '&' || right.operand.kind !== 'name') return undefined;
  let excludes: KindSet = NO_KINDS;
  let guard: TableUse['guard'] | undefined;
  for (const { condition, holds } of state.facts) {
    const test = stripped(condition);
    const rows = test.kind === 'call' ? rowsOf(calleeName(test) ?? '') : [];
    const gone = rows
      .filter(({ role, subject }) => role === 'guard' && subject === 'inode')
      .reduce<KindSet>((all, row) => union(all, excludedKinds(row, matrix.era, holds)), NO_KINDS);
    if (isEmpty(gone)) continue;
    excludes = union(excludes, gone);
    guard = { text: source.slice(test.start, test.end), start: test.start, end: test.end };
  }
  if (!guard) return undefined;
  return { table: right.operand.name, member: left.field, excludes, guard, start: value.start, end: value.end };
}
