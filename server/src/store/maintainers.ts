/** The `MAINTAINERS` file of a tree tells to which subsystem each of its files belongs. */

/** Finds the subsystem of a file. */
export interface Maintainers {
  /** The name of the section that is most about the file, given relative to the tree with `/`; undefined where none is. */
  subsystemOf(path: string): string | undefined;
}

/** The files that an `F:` or `X:` line is about. */
interface Pattern {
  /** What a path begins with, up to the first sign that is not itself. */
  readonly prefix: string;
  /** Absent where the prefix is all of the pattern. */
  readonly expression?: RegExp;
  readonly slashes: number;
  /** A folder stands for all that lies below it. */
  readonly isFolder: boolean;
  readonly length: number;
}

interface Section {
  readonly name: string;
  readonly excluded: Pattern[];
}

/** A pattern and the section that it stands in. */
interface Claim {
  readonly pattern: Pattern;
  readonly section: Section;
}

/** What a file says, laid out for questions about one path. */
interface Claims {
  /** Patterns by the first folder of the paths that they can match; under the empty name those that tell of none. */
  readonly byFolder: Map<string, Claim[]>;
  /** Expressions that are looked for anywhere in a path. */
  readonly names: { readonly expression: RegExp; readonly section: Section }[];
}

/**
 * Reads the text of a `MAINTAINERS` file as `scripts/get_maintainer.pl` does, whose patterns are no globs: `*` and `?`
 * cross slashes, a pattern need not reach the end of a path, and only the number of slashes is compared. The deepest
 * pattern wins. Where two are equally deep, which the script leaves open, the longer one does, then the earlier one. A
 * pattern that cannot be read is passed over.
 */
export function parseMaintainers(text: string): Maintainers {
  const claims: Claims = { byFolder: new Map(), names: [] };
  let title = '';
  let section: Section | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, type, value = ''] = /^([A-Z]):\s*(.*?)\s*$/.exec(line) ?? [];
    if (type !== undefined) {
      section ??= { name: title, excluded: [] };
      read(claims, section, type, value);
    } else if (!/^\s*(?:#.*)?$/.test(line)) {
      title = line.trim();
      section = undefined;
    }
  }
  return { subsystemOf: (path) => mostSpecific(claims, path) };
}

function read({ byFolder, names }: Claims, section: Section, type: string, value: string): void {
  if (type === 'X') section.excluded.push(...patternsOf(value));
  // Blanks mean nothing in the script's expressions.
  if (type === 'N')
    names.push(...expressionOf(value.replace(/\s+/g, '')).map((expression) => ({ expression, section })));
  if (type !== 'F') return;
  for (const pattern of patternsOf(value)) {
    const folder = folderOf(pattern.prefix);
    const there = byFolder.get(folder);
    if (there === undefined) byFolder.set(folder, [{ pattern, section }]);
    else there.push({ pattern, section });
  }
}

/** The first folder of a path; empty where it names none. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf('/')));
}

function patternsOf(value: string): readonly Pattern[] {
  const prefix = /^[\w/.,-]*/.exec(value)?.[0] ?? '';
  const slashes = value.split('/').length - 1;
  const pattern: Pattern = { prefix, slashes, isFolder: value.endsWith('/'), length: value.length };
  if (prefix === value) return value === '' ? [] : [pattern];
  const source = value.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
  return expressionOf(`^${source}`).map((expression) => ({ ...pattern, expression }));
}

function expressionOf(source: string): readonly RegExp[] {
  try {
    return source === '' ? [] : [new RegExp(source)];
  } catch {
    return [];
  }
}

function mostSpecific({ byFolder, names }: Claims, path: string): string | undefined {
  const slashes = path.split('/').length - 1;
  let best: { readonly depth: number; readonly length: number; readonly name?: string } = {
    depth: -Infinity,
    length: 0,
  };
  const offer = (section: Section, depth: number | undefined, length: number): void => {
    if (depth === undefined || depth < best.depth || (depth === best.depth && length <= best.length)) return;
    if (section.excluded.some((pattern) => depthOf(pattern, path, slashes) !== undefined)) return;
    best = { depth, length, name: section.name };
  };
  for (const folder of new Set([folderOf(path), ''])) {
    for (const { pattern, section } of byFolder.get(folder) ?? []) {
      offer(section, depthOf(pattern, path, slashes), pattern.length);
    }
  }
  for (const { expression, section } of names) if (expression.test(path)) offer(section, 0, 0);
  return best.name;
}

/** The depth of a pattern that matches a path with a number of slashes; undefined where it does not match. */
function depthOf(pattern: Pattern, path: string, slashes: number): number | undefined {
  const { prefix, expression } = pattern;
  if (!path.startsWith(prefix)) return undefined;
  // The name of a folder stands for it with or without the slash.
  const isBare = expression === undefined && !pattern.isFolder && path[prefix.length] === '/';
  if (!pattern.isFolder && !isBare && pattern.slashes !== slashes) return undefined;
  if (expression?.test(path) === false) return undefined;
  // A pattern that begins with a wildcard is for what nobody else cares for.
  if (expression !== undefined && prefix === '') return -1;
  return pattern.isFolder ? pattern.slashes : pattern.slashes + 1;
}
