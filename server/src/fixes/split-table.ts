/** Gives the inodes of DAX files a table of operations of their own, in which dirtying a page does nothing. */
import type { DirtyOperation } from '../kernel/dirty-operations.ts';
import type { Fix, FixEdit } from '../model/finding.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { noDirtyOperation } from './add-dirty-handler.ts';
import type { CodeView } from './code-view.ts';
import { deeper, indentAt, insertLines, isContinued, lineBelow, lineBreak, lineStart } from './placement.ts';
import type { Problem } from './problem.ts';

/** A table of operations with its text. */
interface Table extends Span {
  readonly name: string;
  /** `static const struct address_space_operations`. */
  readonly head: string;
  readonly body: Span;
}

const EYE =
  'what writes the entries of a DAX file back is for you to write; the finding goes when the tree is read again';

/**
 * Splits the table that every inode gets, where pages of DAX come over its handler for dirty pages. The finding stays
 * until the tree is solved again, for only that tells which table the inode of a page has.
 */
export function splitTable(problem: Problem): Fix | undefined {
  const { finding, view, unit } = problem;
  const handlers = finding.chain.filter(({ how }) => how === 'callback').map(({ to }) => functionIn(to));
  const operation = noDirtyOperation(problem);
  if (operation === undefined || handlers.length === 0) return undefined;
  const table = tablesIn(view).find((each) => handlers.includes(memberOf(each, operation.member, view)));
  const installs = table ? installsOf(table.name, view) : undefined;
  const below = table && lineBelow(view, table.end);
  const name = table && daxNameOf(table.name);
  if (!table || !installs || !name || below === undefined || isTaken(name, view)) return undefined;
  if (unit.tableUses.some((use) => use.table === table.name)) return undefined; // it is given to some inodes only
  const edits = [
    withDaxTable(table, name, below, operation, view),
    ...installs.map((each) => split(each, table.name, name, view)),
  ];
  const title = `split \`${table.name}\` under \`IS_DAX()\`: \`${name}\` has \`.${operation.member} = ${operation.row.name}\``;
  return { title, safe: false, byHand: true, silentOnceSolved: true, eye: EYE, edits };
}

/** The function of a place such as `P f@fs/a.c 1`. */
function functionIn(place: string): string {
  return /^P (\w+)/.exec(place)?.[1] ?? '';
}

function daxNameOf(table: string): string {
  return table.endsWith('_aops') ? table.replace(/_aops$/, '_dax_aops') : `dax_${table}`;
}

function isTaken(name: string, view: CodeView): boolean {
  return view.mentions({ start: 0, end: view.code.length }, name);
}

function tablesIn(view: CodeView): readonly Table[] {
  const heads = view.code.matchAll(/^((?:static\s+|const\s+)*struct\s+address_space_operations)\s+(\w+)\s*=\s*\{/gm);
  return [...heads].flatMap(({ index, 0: all, 1: head = '', 2: name = '' }) => {
    const open = index + all.length - 1;
    const close = view.closing(open);
    if (close === undefined || view.code.charAt(view.after(close + 1)) !== ';') return [];
    const table = { start: index, end: view.after(close + 1) + 1, name, head, body: { start: open + 1, end: close } };
    return isContinued(view.text, table) ? [] : [table];
  });
}

/** What a table has for a member; empty where it has nothing. */
function memberOf({ body }: Table, member: string, view: CodeView): string {
  return new RegExp(`\\.${member}\\s*=\\s*(\\w+)`).exec(view.codeOf(body))?.[1] ?? '';
}

interface Install extends Span {
  readonly indent: string;
  readonly inode: string;
}

/** The statements that give a table to an inode; undefined where its address goes anywhere else, or nowhere. */
function installsOf(table: string, view: CodeView): readonly Install[] | undefined {
  const uses = [...view.code.matchAll(new RegExp(`&\\s*${table}\\b`, 'g'))];
  const stores = view.code.matchAll(
    new RegExp(`([A-Za-z_]\\w*(?:(?:->|\\.)\\w+)*)->(?:i_mapping->|i_data\\.)a_ops\\s*=\\s*&\\s*${table}\\s*;`, 'g'),
  );
  const installs = [...stores].flatMap(({ index, 0: all, 1: inode = '' }) => {
    const indent = indentAt(view.text, index);
    const isAlone =
      /[{};:]/.test(view.code.charAt(view.before(index))) && lineBelow(view, index + all.length) !== undefined;
    return indent === undefined || !isAlone ? [] : [{ start: index, end: index + all.length, indent, inode }];
  });
  return uses.length > 0 && installs.length === uses.length ? installs : undefined;
}

function withDaxTable(
  table: Table,
  name: string,
  below: number,
  { member, row }: DirtyOperation,
  view: CodeView,
): FixEdit {
  const writes = memberOf(table, 'writepages', view);
  const indent = deeper('');
  const members = [
    ...(writes === '' ? [] : [`${indent}.writepages\t= ${writes},`]),
    `${indent}.${member}\t= ${row.name},`,
  ];
  const head = table.head.startsWith('static') ? table.head : `static ${table.head}`;
  const edit = insertLines(view.text, below, ['', `${head.replace(/\s+/g, ' ')} ${name} = {`, ...members, '};']);
  const start = writes === '' ? 0 : edit.newText.indexOf(writes);
  return writes === '' ? edit : { ...edit, decide: { start, end: start + writes.length } };
}

function split({ indent, inode, ...span }: Install, table: string, name: string, view: CodeView): TextEdit {
  const store = view.textOf(span);
  const inner = deeper(indent);
  const lines = [
    `if (IS_DAX(${inode}))`,
    `${inner}${store.replace(new RegExp(`\\b${table}\\b`), name)}`,
    `${indent}else`,
    `${inner}${store}`,
  ];
  return { span, newText: lines.join(lineBreak(view.text, lineStart(view.text, span.start))) };
}
