/** A field as a table: what it holds for each kind of page that can be here, with a second column where one helps. */
import { fieldName } from '../../kernel/field-names.ts';
import { DAX_KINDS, has, isEmpty, type Kind, KIND_NAMES, type KindSet, kindsOf } from '../../kernel/kinds.ts';
import type { EraMatrix, Field, KindRow } from '../../kernel/matrix.ts';
import { era } from '../../kernel/eras.ts';
import { codeWords } from './code-words.ts';
import { absence, isAbsent } from '../field-owner.ts';

/** The marker of a cell that an overlay has changed. */
const CHANGED = ' (what if)';

/**
 * The table of a field, and the notes on its DAX rows; a sentence where there is no such member. `asked` is the function
 * whose answer it is, where the field is the answer of one.
 */
export function fieldTable(field: Field, kinds: KindSet, matrix: EraMatrix, asked?: string): readonly string[] {
  const { label } = era(matrix.era);
  if (isAbsent(field, matrix)) return [absence(field, matrix, label)];
  const here = matrix.kindsWhere(kinds, () => true);
  if (isEmpty(here)) return ['No page gets here.'];
  const { title, column } = fieldName(field);
  const aside = ASIDES[field];
  const name = asked !== undefined && title.endsWith('()') ? `${asked}()` : title.replace(/^page->/, '->');
  const head = ['page', `\`${name}\` ${column} (${label})`, ...(aside === undefined ? [] : [aside.head])];
  const rows = grouped(field, inReadingOrder(kindsOf(here)), matrix);
  return [markdownTable(head, rows), ...notes(field, here, matrix)];
}

interface Aside {
  readonly head: string;
  /** The field that it tells of, where it is one that an overlay can change. */
  readonly field?: Field;
  text(row: KindRow): string;
}

const MAPPING: Aside = { field: 'mapping', head: '`->mapping` holds', text: (row) => cellText('mapping', row) };

const ASIDES: { readonly [F in Field]?: Aside } = {
  mapping: { head: 'in page cache', text: ({ inPageCache }) => (inPageCache ? 'yes' : 'no') },
  mappingHelper: MAPPING,
  anonBit: MAPPING,
  inode: MAPPING,
  index: { head: 'offset in a file', text: isFileOffset },
  lru: { head: 'on an LRU list', text: (row) => (row.can('onLru', 'yes') ? 'can be' : 'never') },
};

function isFileOffset(row: KindRow): string {
  const { values } = row.cell('index');
  const offsets = values.filter((value) => value === 'file-offset' || value === 'head-offset');
  return offsets.length === 0 ? 'no' : offsets.length === values.length ? 'yes' : 'at times';
}

function cellText(field: Field, row: KindRow): string {
  return codeWords(row.cell(field).text);
}

/** One row for each answer, with the names of the kinds that have it. */
function grouped(field: Field, kinds: readonly Kind[], matrix: EraMatrix): readonly (readonly string[])[] {
  const aside = ASIDES[field];
  const mark = (kind: Kind, of: Field | undefined): string =>
    of !== undefined && matrix.whatIf !== undefined && has(matrix.whatIf.changed(of), kind) ? CHANGED : '';
  const rows = new Map<string, { readonly names: string[]; readonly cells: readonly string[] }>();
  for (const kind of kinds) {
    const row = matrix.row(kind);
    const cells = [
      cellText(field, row) + mark(kind, field),
      ...(aside === undefined ? [] : [aside.text(row) + mark(kind, aside.field)]),
    ];
    const known = rows.get(cells.join('|'));
    if (known) known.names.push(KIND_NAMES[kind]);
    else rows.set(cells.join('|'), { names: [KIND_NAMES[kind]], cells });
  }
  return [...rows.values()].map(({ names, cells }) => [names.join(', '), ...cells]);
}

/** What a reader has to know beside the rows of DAX pages, in one paragraph; an overlay's rows are marked already. */
function notes(field: Field, kinds: KindSet, matrix: EraMatrix): readonly string[] {
  const found = new Map<string, string[]>();
  for (const kind of kindsOf(kinds)) {
    const { note, evidence } = matrix.cell(kind, field);
    if (note === undefined || evidence.length === 0 || !has(DAX_KINDS, kind)) continue;
    found.set(note, [...(found.get(note) ?? []), KIND_NAMES[kind]]);
  }
  if (found.size === 0) return [];
  return [[...found].map(([note, names]) => `*${names.join(', ')}:* ${codeWords(note)}.`).join(' ')];
}

/** The kinds that the question is about come first, the rare ones last. */
function inReadingOrder(kinds: readonly Kind[]): readonly Kind[] {
  return [...FIRST.filter((kind) => kinds.includes(kind)), ...kinds.filter((kind) => !FIRST.includes(kind))];
}

const FIRST: readonly Kind[] = ['cache', 'fsdax', 'fsdax-shared', 'fsdax-unassociated', 'devdax', 'anon', 'ksm'];

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${':--|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
