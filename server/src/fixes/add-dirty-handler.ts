/** Gives a table of operations the handler for dirty pages that does nothing, as DAX inodes need it. */
import { helpersOf } from '../kernel/helper-table.ts';
import { has } from '../kernel/kinds.ts';
import type { Fix } from '../model/finding.ts';
import { deeper, indentAt, insertLines, isContinued, lineBelow, lineStart } from './placement.ts';
import { isVisible, type Problem } from './problem.ts';

/** The member of the table that each handler is for. */
const MEMBER: Readonly<Record<string, string>> = { page: 'set_page_dirty', folio: 'dirty_folio' };

/** Adds the member behind the last one of the table. */
export function addDirtyHandler(problem: Problem): Fix | undefined {
  const { finding, unit, view } = problem;
  const use = unit.tableUses.find(({ start, end }) => start === finding.start && end === finding.end);
  const row = helpersOf('dirty').find((each) => each.name.startsWith('noop_') && problem.offers(each));
  const member = row && MEMBER[row.subject];
  if (!use || !row || member === undefined || !isVisible(row, problem)) return undefined;
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
  const line = insertLines(view.text, below, [`${indent}.${member} = ${row.name},`]);
  const comma =
    view.code.charAt(last) === ',' || last === open ? [] : [{ span: { start: last + 1, end: last + 1 }, newText: ',' }];
  const title = `add \`.${member} = ${row.name}\` to \`${use.table}\``;
  const edits = [...comma, line];
  const isOnlyForDax = unit.tableUses.every((each) => each.table !== use.table || has(each.excludes, 'cache'));
  if (found[0].startsWith('static') && isOnlyForDax) return { title, safe: true, edits };
  return { title, safe: false, eye: 'another place may give the table to inodes that are not DAX', edits };
}
