/** Finds where an inode is given a table of operations behind a test of what the inode is. */
import type { EraMatrix } from '../kernel/matrix.ts';
import type { Expression } from '../model/expression.ts';
import type { TableUse } from '../model/unit.ts';
import type { State } from './state.ts';
import { installOf } from './table-installs.ts';

/** The use that a store is, `inode->i_mapping->a_ops = &table`; undefined for any other store, and where nothing was tested. */
export function tableUseOf(
  target: Expression,
  value: Expression,
  state: State,
  matrix: EraMatrix,
  source: string,
): TableUse | undefined {
  const install = installOf(target, value, state, matrix);
  if (!install?.guard) return undefined;
  const { table, member, excludes, guard } = install;
  const text = source.slice(guard.start, guard.end);
  return { table, member, excludes, guard: { text, ...guard }, start: value.start, end: value.end };
}
