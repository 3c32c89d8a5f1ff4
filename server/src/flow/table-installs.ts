/** Which tables of operations the code of a file gives to inodes, for which of them, and whether it makes inodes DAX. */
import { excludedKinds, rowsOf } from '../kernel/helper-table.ts';
import { isEmpty, type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { calleeName, type Expression } from '../model/expression.ts';
import type { FunctionIr } from '../model/statement.ts';
import type { Span } from '../text/span.ts';
import { nodesIn } from './ir-nodes.ts';
import type { State } from './state.ts';
import { stripped } from './text.ts';

/** A store of the address of a table, `inode->i_mapping->a_ops = &table`. */
export interface TableInstall {
  /** The variable. */
  readonly table: string;
  /** The member that it is stored in, `a_ops`. */
  readonly member: string;
  /** The kinds that the tests on the way rule out for the inode. */
  readonly excludes: KindSet;
  /** The last of these tests; absent where nothing was tested. */
  readonly guard?: Span;
}

/** The store of a table that an assignment is; undefined for any other. */
export function installOf(
  target: Expression,
  value: Expression,
  state: State,
  matrix: EraMatrix,
): TableInstall | undefined {
  const [left, right] = [stripped(target), stripped(value)];
  if (left.kind !== 'member' || !left.field.endsWith('_ops')) return undefined;
  if (right.kind !== 'unary' || right.operator !== '&' || right.operand.kind !== 'name') return undefined;
  let excludes: KindSet = NO_KINDS;
  let guard: Span | undefined;
  for (const { condition, holds } of state.facts) {
    const test = stripped(condition);
    const rows = test.kind === 'call' ? rowsOf(calleeName(test) ?? '') : [];
    const gone = rows
      .filter(({ role, subject }) => role === 'guard' && subject === 'inode')
      .reduce<KindSet>((all, row) => union(all, excludedKinds(row, matrix.era, holds)), NO_KINDS);
    if (isEmpty(gone)) continue;
    excludes = union(excludes, gone);
    guard = { start: test.start, end: test.end };
  }
  return { table: right.operand.name, member: left.field, excludes, ...(guard ? { guard } : {}) };
}

/** The flag of an inode whose pages are DAX (6.1: include/linux/fs.h:2357, 6.12: include/linux/fs.h:2321). */
const FLAG = 'S_DAX';

/** The offset in its item of the first assignment by which a function makes inodes DAX; undefined where none does. */
export function makesDax(ir: FunctionIr): number | undefined {
  for (const node of nodesIn(ir.body)) {
    if (node['kind'] !== 'assign' || node['operator'] === '&=') continue;
    if (isGiven(node['right'] as Expression)) return node['start'] as number;
  }
  return undefined;
}

/** Whether a value has the flag in it. */
function isGiven(value: Expression): boolean {
  const inner = stripped(value);
  if (inner.kind === 'binary') return inner.operator === '|' && (isGiven(inner.left) || isGiven(inner.right));
  return inner.kind === 'name' && inner.name === FLAG;
}
