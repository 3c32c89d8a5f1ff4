/** What a header declares otherwise than before, and the files that read it. */
import { changedAnswers, changedNames, INCLUDES } from '../engine/changed-names.ts';
import { declarationsOf } from '../engine/headers.ts';

type Declarations = ReturnType<typeof declarationsOf>;

/** More names than this are looked for by reading all files. */
const MOST_NAMES = 400;

/** How often a macro that uses a macro is followed. */
const ROUNDS = 3;

/**
 * The names without which a file cannot notice the change of a header. A header that comes or goes is noticed by those
 * who include it, and they change too.
 */
export function namesChangedIn(before: string | undefined, after: string | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  if (before === undefined || after === undefined) return names;
  const [old, now] = [declarationsOf(before), declarationsOf(after)];
  for (const name of changedNames(old, now)) {
    if (name === INCLUDES) continue;
    const [was, is] = [old.structs.get(name), now.structs.get(name)];
    if (was === undefined || is === undefined) names.add(name.replace(/^(?:struct|union) /, ''));
    else for (const member of membersChanged(was.members, is.members)) names.add(member);
  }
  for (const name of changedAnswers(old, now, now.questions)) names.add(name);
  return names;
}

/** The paths whose text has one of the names, or the name of a macro or a question that has one; `paths` itself where there are too many. */
export function pathsNaming(
  names: ReadonlySet<string>,
  paths: readonly string[],
  read: (path: string) => string | undefined,
): readonly string[] {
  if (names.size === 0) return [];
  const all = new Set(names);
  const found = new Set<string>();
  let fresh: readonly string[] = [...names];
  for (let round = 0; fresh.length > 0 && round < ROUNDS; round += 1) {
    if (all.size > MOST_NAMES) return paths;
    const mentions = new RegExp(`\\b(?:${fresh.join('|')})\\b`);
    const next = new Set<string>();
    for (const path of paths) {
      const text = read(path);
      if (text === undefined || !mentions.test(text)) continue;
      found.add(path);
      if (!path.endsWith('.h')) continue;
      for (const name of standingOn(mentions, declarationsOf(text))) if (!all.has(name)) next.add(name);
    }
    for (const name of next) all.add(name);
    fresh = [...next];
  }
  return paths.filter((path) => found.has(path));
}

function membersChanged(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): ReadonlySet<string> {
  const names = new Set([...before.keys(), ...after.keys()]);
  for (const name of names)
    if (JSON.stringify(before.get(name)) === JSON.stringify(after.get(name))) names.delete(name);
  return names;
}

/** What a header makes of such names for those who do not name them. */
function* standingOn(mentions: RegExp, { macros, questions }: Declarations): Generator<string> {
  for (const [name, { body }] of macros) if (mentions.test(body)) yield name;
  for (const [name, text] of questions) if (mentions.test(text)) yield name;
}
