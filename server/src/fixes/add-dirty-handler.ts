/** Gives a table of operations the handler for dirty pages that does nothing, as DAX inodes need it. */
import { type DirtyOperation, NO_DIRTY_OPERATIONS } from '../kernel/dirty-operations.ts';
import type { Helper } from '../kernel/helper-table.ts';
import { has } from '../kernel/kinds.ts';
import type { Fix } from '../model/finding.ts';
import { deeper, indentAt, insertLines, isContinued, lineBelow, lineStart, TAB_STOP, widthOf } from './placement.ts';
import { isVisible, type Problem } from './problem.ts';

/** A member with the space before its `=` that the one above has. */
function aligned(member: string, last: number, text: string): string {
  const [, above = ''] = /^([^=\n]*\t)=/.exec(text.slice(lineStart(text, last))) ?? [];
  const missing = Math.ceil((widthOf(above) - widthOf(member)) / TAB_STOP);
  return above === '' ? `${member} ` : `${member}${'\t'.repeat(Math.max(1, missing))}`;
}

/** Who writes a table of operations has included the header of its struct (6.1: include/linux/fs.h:364, 6.12: include/linux/fs.h:430). */
const OF_THE_STRUCT = 'include/linux/fs.h';

/** The operation that does nothing for a page that gets dirty, as the tree has it; undefined where it has none. */
export function noDirtyOperation(problem: Problem): DirtyOperation | undefined {
  const isAtHand = (row: Helper): boolean => row.headers.includes(OF_THE_STRUCT) || isVisible(row, problem);
  return NO_DIRTY_OPERATIONS.find(({ row }) => problem.offers(row) && isAtHand(row));
}

/** Adds the member behind the last one of the table. */
export function addDirtyHandler(problem: Problem): Fix | undefined {
  const { finding, unit, view } = problem;
  const use = unit.tableUses.find(({ start, end }) => start === finding.start && end === finding.end);
  const operation = noDirtyOperation(problem);
  if (!use || !operation) return undefined;
  const { row, member } = operation;
  const head = new RegExp(
    `^(?:[a-z][\\w \\t]*[ \\t])?struct\\s+address_space_operations\\s+${use.table}\\s*=\\s*\\{`,
    'm',
  );
  const found = head.exec(view.code);
  const open = found ? found.index + found[0].length - 1 : undefined;
  const close = open === undefined ? undefined : view.closing(open);
  if (!found || open === undefined || close === undefined) return undefined;
  const last = view.before(close);
  const isOwnLine = lineStart(view.text, last) !== lineStart(view.text, close);
  const below = lineBelow(view, last + 1);
  if (!isOwnLine || below === undefined || isContinued(view.text, { start: open, end: close })) return undefined;
  const first = view.after(open + 1);
  const indent = first < close ? indentAt(view.text, first) : deeper('');
  if (indent === undefined) return undefined;
  const line = insertLines(view.text, below, [`${aligned(`${indent}.${member}`, last, view.text)}= ${row.name},`]);
  const comma =
    view.code.charAt(last) === ',' || last === open ? [] : [{ span: { start: last + 1, end: last + 1 }, newText: ',' }];
  const title = `add \`.${member} = ${row.name}\` to \`${use.table}\``;
  const edits = [...comma, line];
  const isOnlyForDax = unit.tableUses.every((each) => each.table !== use.table || has(each.excludes, 'cache'));
  if (found[0].startsWith('static') && isOnlyForDax) return { title, safe: true, edits };
  return { title, safe: false, eye: 'another place may give the table to inodes that are not DAX', edits };
}
