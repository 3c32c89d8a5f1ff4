/** An era is explained by what changed with it and by what the fields hold in it; a tree's era by the probes of the tree. */
import { FIELD_NAMES } from '../../kernel/field-names.ts';
import { type Era, ERAS, era as eraOf, runLabel } from '../../kernel/eras.ts';
import { KIND_MEANINGS, KIND_NAMES, KINDS } from '../../kernel/kinds.ts';
import { type EraMatrix, type Field, matrixOf } from '../../kernel/matrix.ts';
import { decisiveProbe, fitsEra, PROBES, type ProbeAnswer } from '../../kernel/probes.ts';
import type { Tree } from '../../engine/api.ts';
import { columns, wrap, WIDTH } from '../columns.ts';
import type { Colors } from '../terminal.ts';
import { whichEra } from './at-hand.ts';

/** Lists the eras, oldest first. */
export function listEras(colors: Colors): string {
  const lines = columns(ERAS.map((era) => [era.label, era.change]));
  const bold = lines.map((line, i) => line.replace(ERAS[i]?.label ?? '', (label) => colors.bold(label)));
  return `${bold.join('\n')}\n`;
}

/** Lists the kinds of page with what they are. */
export function listKinds(): string {
  return `${columns(KINDS.map((kind) => [KIND_NAMES[kind], KIND_MEANINGS[kind]])).join('\n')}\n`;
}

/** Explains one era: every field that has a name in the code, with kinds of the same answer in one row. */
export function explainEra(era: Era, colors: Colors): string {
  const matrix = matrixOf(era.id);
  const read =
    era.trees.length > 0
      ? `Read in the source of ${era.trees.join(', ')}.`
      : 'Taken from commits; no tree of it was read.';
  return [
    colors.bold(`Linux ${era.label}`),
    ...wrap(`What changed: ${era.change}.`, WIDTH),
    read,
    ...FIELD_NAMES.filter((name) => isShown(name.field, matrix)).flatMap(({ field, title }) => [
      '',
      colors.bold(title),
      ...grouped(field, matrix),
    ]),
    '',
  ].join('\n');
}

const SHOWN: readonly Field[] = [
  'mapping',
  'inode',
  'index',
  'share',
  'private',
  'lru',
  'pgmap',
  'refcount',
  'dirty',
  'inPages',
];

/** A member that no page of the era has is left out. */
function isShown(field: Field, matrix: EraMatrix): boolean {
  return SHOWN.includes(field) && !KINDS.every((kind) => isAbsent(matrix.cell(kind, field).values));
}

function isAbsent(values: readonly string[]): boolean {
  return values.length === 0 || values.includes('absent');
}

function grouped(field: Field, matrix: EraMatrix): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const kind of KINDS) {
    const { text, values } = matrix.cell(kind, field);
    if (values.length > 0) groups.set(text, [...(groups.get(text) ?? []), KIND_NAMES[kind]]);
  }
  const rest = [...groups].find(([, names]) => names.length >= EVERYBODY);
  const rows = [...groups].map(([text, names]) => [text, text === rest?.[0] ? 'all others' : names.join(', ')]);
  return columns(rows.length === 1 ? [[rows[0]?.[0] ?? '', 'every page']] : rows, 2);
}

/** From so many kinds on a row is called "all others". */
const EVERYBODY = 8;

/** Explains the era of a tree: what it is, why, and the answer to every probe. */
export function explainTreeEra(tree: Tree, colors: Colors): string {
  const { era, evidence } = tree.era;
  const decisive = decisiveProbe(tree.era);
  const odd = PROBES.map((probe, i) => evidence[i] !== undefined && !fitsEra(evidence[i], probe, era.id));
  const rows = evidence.map((given, i) => [
    i === decisive ? '>' : odd[i] === true ? '!' : '',
    ANSWERS[given.answer],
    placeOf(given),
    asked(i),
    given.probe,
  ]);
  const [head = '', ...lines] = columns([['', 'answer', 'where', 'yes in Linux', 'question'], ...rows]);
  return [
    ...whichEra(tree).flatMap((line) => wrap(line, WIDTH)),
    ...wrap(`What changed: ${era.change}.`, WIDTH),
    '',
    colors.bold(head),
    ...lines.map((line, i) => (i === decisive ? colors.bold(line) : odd[i] === true ? colors.yellow(line) : line)),
    '',
    decisive < 0 ? NOT_PROBED : '> decided: the first yes, from the top, to a question that can decide.',
    ...(odd.includes(true) ? ['! does not fit the era: another release, a backport, or a patch.'] : []),
    '',
  ].join('\n');
}

const NOT_PROBED = 'No probe decided.';

const ANSWERS: Readonly<Record<ProbeAnswer['answer'], string>> = { yes: 'yes', no: 'no', unknown: 'no file' };

function placeOf({ file, line }: ProbeAnswer): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** The releases in which the answer is yes. */
function asked(i: number): string {
  const probe = PROBES[i];
  if (probe === undefined) return '';
  const newest = probe.until === undefined ? ERAS.at(-1) : eraOf(probe.until);
  return newest === undefined ? '' : runLabel(eraOf(probe.since).first, newest);
}
