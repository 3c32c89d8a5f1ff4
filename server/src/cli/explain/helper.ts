/** A helper of the kernel is explained by its row: what it does, whether this tree has it, which pages it leaves. */
import { inThisTree, meaningHere, otherForms } from '../../docs/helper-facts.ts';
import { helperReleases, helperTitle } from '../../docs/helper-words.ts';
import type { Tree } from '../../engine/api.ts';
import { fieldOfHelper } from '../../kernel/field-names.ts';
import { type Helper, rowsOf } from '../../kernel/helper-table.ts';
import { TreeDeclarations } from '../../store/tree-declarations.ts';
import { columns, wrap, WIDTH } from '../columns.ts';
import type { Colors } from '../terminal.ts';
import { whichEra } from './at-hand.ts';
import { fieldTable } from './field.ts';

/** Explains a helper in the era of a tree; `evidence` adds the places where it was read. */
export function explainHelper(row: Helper, tree: Tree, evidence: boolean, colors: Colors): string {
  const era = tree.era.era;
  const field = fieldOfHelper(row.name);
  const declared = tree.root === undefined ? undefined : new TreeDeclarations(tree.root).at(row.name);
  const setting = { matrix: tree.matrix, declared };
  const facts = [
    ['releases', helperReleases(row)],
    ...(row.headers.length === 0 ? [] : [['declared in', row.headers.join(', ')]]),
    ...inThisTree(row, setting),
    ...(row.config === undefined
      ? []
      : [['needs', `${row.config}; without it the answer is a constant, or nothing is done`]]),
    ...meaningHere(row, tree.matrix),
    ...otherForms(row, era, evidence),
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
