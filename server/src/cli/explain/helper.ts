/** A helper of the kernel is explained by its row: what it does, whether this tree has it, which pages it leaves. */
import { helperReleases, helperTitle, REQUIREMENTS } from '../../docs/helper-words.ts';
import type { Tree } from '../../engine/api.ts';
import { fieldOfHelper } from '../../kernel/field-names.ts';
import { availability, type Helper, has, helper, rowsOf } from '../../kernel/helper-table.ts';
import { excludedIn, yieldedIn } from '../../kernel/helper-answers.ts';
import { ALL, describeKinds, isEmpty, type KindSet, kindsOf, minus } from '../../kernel/kinds.ts';
import { type Counterpart, counterparts, SUCCESSORS } from '../../kernel/successors.ts';
import { columns, wrap, WIDTH } from '../columns.ts';
import type { Colors } from '../terminal.ts';
import { whichEra } from './at-hand.ts';
import { declaredAt } from './declared.ts';
import { fieldTable } from './field.ts';

/** Explains a helper in the era of a tree; `evidence` adds the places where it was read. */
export function explainHelper(row: Helper, tree: Tree, evidence: boolean, colors: Colors): string {
  const era = tree.era.era;
  const field = fieldOfHelper(row.name);
  const facts = [
    ['releases', helperReleases(row)],
    ...(row.headers.length === 0 ? [] : [['declared in', row.headers.join(', ')]]),
    ...inThisTree(row, tree),
    ...(row.config === undefined
      ? []
      : [['needs', `${row.config}; without it the answer is a constant, or nothing is done`]]),
    ...meaningHere(row, tree),
    ...counterparts(row.name, era.id).map((other) => [
      other.is === 'newer' ? 'newer form' : 'older form',
      counterpart(other, evidence),
    ]),
    ...inOtherEras(row, tree),
    ...(evidence && row.evidence.length > 0 ? [['read in', row.evidence.join('; ')]] : []),
  ];
  return [
    colors.bold(helperTitle(row)),
    ...wrap(`${capital(row.meaning)}.`, WIDTH),
    ...(row.role === 'false-friend' ? ['A false friend: it sounds as if it were about DAX pages and is not.'] : []),
    '',
    ...whichEra(tree).flatMap((line) => wrap(line, WIDTH)),
    '',
    ...columns(facts),
    ...(field === undefined ? [] : ['', ...fieldTable(field.field, field.column, tree.matrix, evidence, colors)]),
    ...falseFriends(row),
    ...(field === undefined ? [] : ['', `The whole history: daxlint explain '${field.title}' --all-eras`]),
    '',
  ].join('\n');
}

function inThisTree(row: Helper, { root, era: { era } }: Tree): string[][] {
  const there = availability(row, era.id) !== 'none';
  if (root === undefined) return there ? [] : [['in this era', gone(row, era.label)]];
  const found = declaredAt(root, row.name);
  if (found === 'unknown') return [['in this tree', 'not known: the headers that would tell are not there']];
  if (found === 'nowhere') return [['in this tree', 'not declared']];
  return [
    [
      'in this tree',
      `${found.path}:${found.line}${there ? '' : `, which Linux ${era.label} does not have: a backport, or another thing of that name`}`,
    ],
  ];
}

function gone(row: Helper, label: string): string {
  return has(row, 'proposed') ? 'not there: no release has it' : `not there: Linux ${label} does not have it`;
}

/** What the row says of the kinds of page, in this era. */
function meaningHere(row: Helper, tree: Tree): string[][] {
  const { era } = tree.era;
  if (availability(row, era.id) === 'none') return [];
  const whenTrue = excludedIn(row, tree.matrix, true);
  const whenFalse = excludedIn(row, tree.matrix, false);
  const yields = yieldedIn(row, tree.matrix);
  const guard = row.role === 'guard' && isEmpty(whenTrue) && isEmpty(whenFalse);
  return [
    ...(isEmpty(whenTrue) ? [] : [['if true', left(whenTrue, tree)]]),
    ...(isEmpty(whenFalse) ? [] : [['if false', left(whenFalse, tree)]]),
    ...(guard ? [['rules out', 'no kind of page, whatever it answers']] : []),
    ...(isEmpty(yields) ? [] : [['yields', `${describeKinds(yields)} pages`]]),
    ...(row.worksOn === undefined ? [] : [['right for', `${describeKinds(row.worksOn, 'and')} pages`]]),
    ...(row.pins === undefined ? [] : [['keeps', `\`->mapping\` of ${describeKinds(row.pins, 'and')} pages`]]),
    ...(row.requires === undefined ? [] : [['before it', REQUIREMENTS[row.requires]]]),
    ...(has(row, 'inserts') ? [['beware', 'on a DAX file a miss overwrites the DAX entry']] : []),
  ];
}

/** Names the kinds that an answer leaves, or the ones that it rules out where these are fewer. */
function left(excluded: KindSet, { matrix }: Tree): string {
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

/** The nearest helpers for the same work that this era does not have. */
function inOtherEras(row: Helper, { era: { era } }: Tree): string[][] {
  const here = counterparts(row.name, era.id).map((other) => other.row.name);
  const others = SUCCESSORS.flatMap(({ older, newer }) =>
    older === row.name ? [newer] : newer === row.name ? [older] : [],
  ).filter((name) => !here.includes(name));
  const texts = others.flatMap((name) => {
    const other = helper(name);
    return other === undefined ? [] : [`${helperTitle(other)} (${helperReleases(other)})`];
  });
  return texts.length === 0 ? [] : [['in other eras', texts.join(', ')]];
}

function falseFriends(row: Helper): readonly string[] {
  const friends = rowsOf(row.name).filter((other) => other !== row && other.role === 'false-friend');
  return friends.flatMap((friend) => [
    '',
    ...wrap(`Not to be confused with the ${friend.name} of ${friend.headers.join(', ')}: ${friend.meaning}.`, WIDTH),
  ]);
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
