/** A field is explained by its cells: kind by kind in one era, or the whole history. */
import { eraOfCell, fieldHistory } from '../../docs/field-history.ts';
import { notAMember } from '../../docs/field-owner.ts';
import { keptTogether } from '../../docs/stability.ts';
import { FIELD_NAMES, type NamedField, titleOf } from '../../kernel/field-names.ts';
import { KIND_NAMES, KINDS } from '../../kernel/kinds.ts';
import type { Cell, EraMatrix, Field } from '../../kernel/matrix.ts';
import { columns, wrap, WIDTH } from '../columns.ts';
import type { Colors } from '../terminal.ts';
import type { Tree } from '../../engine/api.ts';
import { whichEra } from './at-hand.ts';

/** Lists the fields with what they are. */
export function listFields(colors: Colors): string {
  const lines = columns(FIELD_NAMES.map(({ title, meaning }) => [title, meaning]));
  return `${lines.map((line, i) => bold(line, FIELD_NAMES[i]?.title ?? '', colors)).join('\n')}\n`;
}

function bold(line: string, start: string, colors: Colors): string {
  return colors.bold(start) + line.slice(start.length);
}

/** Explains a field in the era of a tree; `evidence` adds to each cell the places where it was read. */
export function explainField(named: NamedField, tree: Tree, evidence: boolean, colors: Colors): string {
  const { field, meaning, column } = named.name;
  const missing = notAMember(named, tree.matrix);
  return [
    colors.bold(titleOf(named)),
    ...sentence(meaning),
    '',
    ...whichEra(tree).flatMap((line) => wrap(line, WIDTH)),
    '',
    ...(missing === undefined ? [] : [missing, '']),
    ...fieldTable(field, column, tree.matrix, evidence, colors),
    ...(field === 'mapping' || field === 'index' ? ['', ...stability(tree.matrix, colors)] : []),
    '',
    `The whole history: daxlint explain ${quoted(titleOf(named))} --all-eras${evidence ? '' : '; where it was read: --evidence'}`,
    'What the kinds of page are: daxlint explain kinds',
    '',
  ].join('\n');
}

/** The cells of one field, one row for each kind of page that the era has. */
export function fieldTable(
  field: Field,
  column: string,
  matrix: EraMatrix,
  evidence: boolean,
  colors: Colors,
): readonly string[] {
  const cells = KINDS.map((kind) => matrix.cell(kind, field)).filter((cell) => cell.values.length > 0);
  const [sample] = cells;
  if (!evidence && sample !== undefined && cells.every((cell) => withNote(cell) === withNote(sample)))
    return columns([['every page', withNote(sample)]]);
  const rows = cells.map((cell) => [KIND_NAMES[cell.kind], withNote(cell)]);
  const [head = '', ...lines] = columns([['page', column], ...rows]);
  return [
    colors.bold(head),
    ...lines.flatMap((line, i) => [line, ...(evidence ? proof(cells.slice(i, i + 1), colors) : [])]),
  ];
}

/** Explains a field in every era: a row for each run of eras in which a kind of page has the same in it. */
export function explainHistory(named: NamedField, evidence: boolean, colors: Colors): string {
  const { field, meaning, column } = named.name;
  const rows = fieldHistory(field);
  const table = rows.map((row, i) => [
    row.kind === rows[i - 1]?.kind ? '' : KIND_NAMES[row.kind],
    row.releases,
    withNote(row),
  ]);
  const [head = '', ...lines] = columns([['page', 'Linux', column], ...table]);
  return [
    colors.bold(`${titleOf(named)} in every era`),
    ...sentence(meaning),
    '',
    colors.bold(head),
    ...lines.flatMap((line, i) => [line, ...(evidence ? proof(rows[i]?.cells ?? [], colors) : [])]),
    '',
    evidence
      ? '"Not verified": no tree of these releases was read; what is cited is a commit, a message, or the trees around them.'
      : 'The places where each cell was read: --evidence',
    '',
  ].join('\n');
}

/** What keeps the pages that have a file together with it; kinds with the same answer share a row. */
function stability(matrix: EraMatrix, colors: Colors): readonly string[] {
  const rows = keptTogether(matrix).map(({ kinds, by, note }) => [
    kinds.map((kind) => KIND_NAMES[kind]).join(', '),
    withNote({ text: by, ...(note === undefined ? {} : { note }) }),
  ]);
  const [head = '', ...lines] = columns([['page', 'stays with its file under'], ...rows]);
  return [colors.bold(head), ...lines];
}

/** The evidence of cells, one line for each; the era stands before it where there are several. */
function proof(cells: readonly Cell[], colors: Colors): readonly string[] {
  const rows = cells.map((cell) => {
    // A place is not broken over two lines.
    const places = cell.evidence.map((text) => text.replaceAll(' ', '\u00a0')).join('; ');
    // What an overlay states was read nowhere.
    const text = places === '' ? 'no source: see the note' : `${cell.verified ? '' : 'not verified: '}${places}`;
    return cells.length === 1 ? [text] : [eraOfCell(cell)?.label ?? '', text];
  });
  return columns(rows, 6).map((line) => colors.dim(line.replaceAll('\u00a0', ' ')));
}

function withNote({ text, note }: { readonly text: string; readonly note?: string }): string {
  return note === undefined ? text : `${text} (${note})`;
}

function sentence(meaning: string): readonly string[] {
  return wrap(`${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`, WIDTH);
}

function quoted(title: string): string {
  return /^[\w-]+$/.test(title) ? title : `'${title}'`;
}
