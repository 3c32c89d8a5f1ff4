/** What is known of a helper in one tree, as labelled facts: a terminal sets them in columns, a hover as a list. */
import { type Era, era as eraOf } from '../kernel/eras.ts';
import { excludedIn, yieldedIn } from '../kernel/helper-answers.ts';
import { availability, type Helper, has, helper } from '../kernel/helper-table.ts';
import { ALL, describeKinds, isEmpty, type KindSet, kindsOf, minus } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { type Counterpart, counterparts, SUCCESSORS } from '../kernel/successors.ts';
import type { Declared } from '../model/ports.ts';
import { helperReleases, helperTitle, REQUIREMENTS } from './helper-words.ts';

/** A label of one or two words, and a clause. */
export type Fact = readonly [label: string, text: string];

/** The tree that a helper is explained for. */
export interface HelperSetting {
  readonly matrix: EraMatrix;
  /** Where the tree declares the helper; absent where there is no tree. */
  readonly declared?: Declared | undefined;
}

/** Tells whether and where the tree declares the helper; nothing for an era without a tree that has it. */
export function inThisTree(row: Helper, { matrix, declared }: HelperSetting): readonly Fact[] {
  const there = availability(row, matrix.era) !== 'none';
  const { label } = eraOf(matrix.era);
  if (declared === undefined) return there ? [] : [['in this era', gone(row, label)]];
  if (declared === 'unknown') return [['in this tree', 'not known: the headers that would tell are not there']];
  if (declared === 'nowhere') return [['in this tree', 'not declared']];
  const odd = there ? '' : `, which Linux ${label} does not have: a backport, or another thing of that name`;
  return [['in this tree', `${declared.path}:${declared.line}${odd}`]];
}

/** What the row says of the kinds of page, in the matrix of the tree. */
export function meaningHere(row: Helper, matrix: EraMatrix): readonly Fact[] {
  if (availability(row, matrix.era) === 'none') return [];
  const whenTrue = excludedIn(row, matrix, true);
  const whenFalse = excludedIn(row, matrix, false);
  const yields = yieldedIn(row, matrix);
  const guard = row.role === 'guard' && isEmpty(whenTrue) && isEmpty(whenFalse);
  const facts: readonly (Fact | false)[] = [
    !isEmpty(whenTrue) && ['if true', left(whenTrue, matrix)],
    !isEmpty(whenFalse) && ['if false', left(whenFalse, matrix)],
    guard && ['rules out', 'no kind of page, whatever it answers'],
    !isEmpty(yields) && ['yields', pagesOf(yields, matrix, 'or')],
    row.worksOn !== undefined && ['right for', pagesOf(row.worksOn, matrix, 'and')],
    row.pins !== undefined && ['keeps', `\`->mapping\` of ${pagesOf(row.pins, matrix, 'and')}`],
    row.requires !== undefined && ['before it', REQUIREMENTS[row.requires]],
    has(row, 'inserts') && ['beware', 'on a DAX file a miss overwrites the DAX entry'],
  ];
  return facts.filter((fact) => fact !== false);
}

/** Names the kinds of a set that the era has. */
function pagesOf(kinds: KindSet, matrix: EraMatrix, conjunction: 'and' | 'or'): string {
  const here = matrix.kindsWhere(kinds, () => true);
  return here === matrix.kindsWhere(ALL, () => true)
    ? 'pages of any kind'
    : `${describeKinds(here, conjunction)} pages`;
}

/** The helpers that do the same work in this era, and the nearest ones that only other eras have. */
export function otherForms(row: Helper, era: Era, evidence = false): readonly Fact[] {
  const here = counterparts(row.name, era.id);
  const others = SUCCESSORS.flatMap(({ older, newer }) =>
    older === row.name ? [newer] : newer === row.name ? [older] : [],
  ).filter((name) => !here.some((other) => other.row.name === name));
  const elsewhere = others.flatMap((name) => {
    const other = helper(name);
    return other === undefined ? [] : [`${helperTitle(other)} (${helperReleases(other)})`];
  });
  return [
    ...here.map((other) => [other.is === 'newer' ? 'newer form' : 'older form', counterpart(other, evidence)] as const),
    ...(elsewhere.length === 0 ? [] : [['in other eras', elsewhere.join(', ')] as const]),
  ];
}

function gone(row: Helper, label: string): string {
  return has(row, 'proposed') ? 'not there: no release has it' : `not there: Linux ${label} does not have it`;
}

/** Names the kinds that an answer leaves, or the ones that it rules out where these are fewer. */
function left(excluded: KindSet, matrix: EraMatrix): string {
  const rest = matrix.kindsWhere(minus(ALL, excluded), () => true);
  const out = matrix.kindsWhere(excluded, () => true);
  return kindsOf(rest).length <= kindsOf(out).length
    ? `the page is ${describeKinds(rest)}`
    : `the page is not ${describeKinds(out)}`;
}

function counterpart({ row, step }: Counterpart, evidence: boolean): string {
  const subject = step.newer === row.name ? 'it' : `${step.newer}()`;
  const difference = step.difference === undefined ? '' : `; ${subject} ${step.difference}`;
  return `${helperTitle(row)}${difference}${evidence ? ` (${step.evidence.join('; ')})` : ''}`;
}
