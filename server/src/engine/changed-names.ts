/** Which names of a file mean something else than before an edit. */
import type { CType } from '../model/c-type.ts';
import type { FileDeclarations } from '../model/declarations.ts';

/** Stands for all names where the list of headers changed. */
export const INCLUDES = '#include';

/** The names, `struct x` with its word, whose declaration came, went or changed. */
export function changedNames(before: FileDeclarations, after: FileDeclarations): ReadonlySet<string> {
  const names = new Set<string>();
  const isSameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  compare(before.functions, after.functions, sameType, names);
  compare(before.typedefs, after.typedefs, sameType, names);
  compare(before.variables, after.variables, sameType, names);
  compare(before.macros, after.macros, isSameJson, names);
  compare(before.structs, after.structs, (a, b) => isSameJson([...a.members], [...b.members]), names);
  compare(before.installed, after.installed, isSameJson, names);
  compare(before.tables, after.tables, isSameJson, names);
  if (before.includes.join() !== after.includes.join()) names.add(INCLUDES);
  return names;
}

/** The functions that can answer a question in another way than before: those that changed, and those that call one of them. */
export function changedAnswers(
  before: FileDeclarations,
  after: FileDeclarations,
  questions: FileDeclarations['questions'],
): ReadonlySet<string> {
  const names = new Set<string>();
  compare(before.questions, after.questions, (a, b) => a === b, names);
  for (let known = 0; known < names.size; ) {
    known = names.size;
    const mentions = new RegExp(`\\b(?:${[...names].join('|')})\\b`);
    for (const [name, text] of questions) if (!names.has(name) && mentions.test(text)) names.add(name);
  }
  return names;
}

function compare<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  same: (a: T, b: T) => boolean,
  into: Set<string>,
): void {
  for (const [name, value] of after) {
    const old = before.get(name);
    if (old === undefined || !same(old, value)) into.add(name);
  }
  for (const name of before.keys()) if (!after.has(name)) into.add(name);
}

function sameType(a: CType, b: CType): boolean {
  return (
    a.name === b.name &&
    a.stars === b.stars &&
    a.returns?.name === b.returns?.name &&
    a.returns?.stars === b.returns?.stars
  );
}
