/** Which names of a file mean something else than before an edit. */
import type { CType } from '../model/c-type.ts';
import type { FileDeclarations } from '../model/declarations.ts';

/** The plain names whose declaration came, went or changed; `#include` where the list of headers did. */
export function changedNames(before: FileDeclarations, after: FileDeclarations): ReadonlySet<string> {
  const names = new Set<string>();
  compare(before.functions, after.functions, sameType, names);
  compare(before.typedefs, after.typedefs, sameType, names);
  compare(before.variables, after.variables, sameType, names);
  compare(
    before.macros,
    after.macros,
    (a, b) => a.body === b.body && a.parameters?.join() === b.parameters?.join(),
    names,
  );
  compare(spelled(before.structs), spelled(after.structs), (a, b) => a === b, names);
  compare(before.questions, after.questions, (a, b) => a === b, names);
  compare(before.installed, after.installed, (a, b) => JSON.stringify(a) === JSON.stringify(b), names);
  compare(before.tables, after.tables, (a, b) => JSON.stringify(a) === JSON.stringify(b), names);
  if (before.includes.join() !== after.includes.join()) names.add('#include');
  return names;
}

/** The names with those of the questions that mention one of them: they can be answered in another way now. */
export function withAskers(names: ReadonlySet<string>, questions: ReadonlyMap<string, string>): ReadonlySet<string> {
  const all = new Set(names);
  for (let before = -1; before < all.size; ) {
    before = all.size;
    const mentions = new RegExp(`\\b(?:${[...all].join('|')})\\b`);
    for (const [name, text] of questions) if (!all.has(name) && mentions.test(text)) all.add(name);
  }
  return all;
}

function compare<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  same: (a: T, b: T) => boolean,
  into: Set<string>,
): void {
  for (const [name, value] of after) {
    const old = before.get(name);
    if (old === undefined || !same(old, value)) into.add(plain(name));
  }
  for (const name of before.keys()) if (!after.has(name)) into.add(plain(name));
}

function sameType(a: CType, b: CType): boolean {
  return (
    placeless(a.name) === placeless(b.name) &&
    a.stars === b.stars &&
    placeless(a.returns?.name ?? '') === placeless(b.returns?.name ?? '') &&
    a.returns?.stars === b.returns?.stars
  );
}

/** Structs by name with their members written out; those without a name are told apart by their members. */
function spelled(structs: FileDeclarations['structs']): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const [name, { members }] of structs) {
    const text = [...members].map(([member, type]) => `${member} ${placeless(type.name)} ${type.stars}`).join();
    all.set(name.includes('#') ? `${placeless(name)} ${text}` : name, text);
  }
  return all;
}

/** A struct without a name is called by where it stands, which an edit before it changes. */
function placeless(name: string): string {
  return name.replace(/#\d+/g, '#');
}

/** `page` of `struct page`. */
function plain(name: string): string {
  return name.replace(/^(?:struct|union|enum) /, '').replace(/[^\w].*$/, '') || 'struct';
}
