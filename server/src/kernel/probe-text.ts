/** A probe reads declarations from the plain text of a header; this file is all the C that the kernel layer understands. */

/** Where a declaration stands: the offset of its name, 0-based, in UTF-16 units. */
export type Offset = number;

/** The text of one source file, prepared for questions about what it declares. */
export interface DeclarationText {
  /**
   * Finds where a macro is defined, or a function, enumeration constant or typedef is declared at file level; the test,
   * set and clear functions of a page flag are declared by the macro that makes them.
   */
  find(name: string): Offset | undefined;
  /** Finds a member of a struct or union that is defined here, in nested anonymous ones too. */
  findMember(struct: string, member: string): Offset | undefined;
  /** Finds where a struct of this name is defined. */
  findStruct(struct: string): Offset | undefined;
  /** Finds a plain assignment to a member of something that the file declares as a pointer to one of the structs. */
  findStore(structs: readonly string[], member: string): Offset | undefined;
  /** Returns the line of an offset, 1-based. */
  lineOf(offset: Offset): number;
}

/** Prepares a text; the cost is one pass over it, further passes are made when a question needs them. */
export function declarationText(text: string): DeclarationText {
  const code = blankComments(text);
  let outer: string | undefined;
  const bodies = new Map<string, Body | undefined>();
  const body = (struct: string): Body | undefined => {
    if (!bodies.has(struct)) bodies.set(struct, structBody(code, struct));
    return bodies.get(struct);
  };
  return {
    find(name) {
      if (!code.includes(name)) return findFlag(code, name);
      const macro = findMacro(code, name);
      if (macro !== undefined) return macro;
      outer ??= blankFunctionBodies(code);
      return findFunction(outer, name) ?? findConstant(outer, name) ?? findFlag(code, name);
    },
    findMember(struct, member) {
      const found = body(struct);
      return found === undefined ? undefined : findMember(found, member);
    },
    findStruct: (struct) => body(struct)?.start,
    findStore: (structs, member) => findStore(code, structs, member),
    lineOf: (offset) => lineAt(text, offset),
  };
}

/** Replaces comments, strings and character constants by blanks and keeps every offset and line break. */
export function blankComments(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g,
    blank,
  );
}

interface Body {
  readonly text: string;
  readonly start: Offset;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function findMacro(code: string, name: string): Offset | undefined {
  return firstPlace(code, name, (at) =>
    /^[ \t]*#[ \t]*define[ \t]+$/.test(code.slice(code.lastIndexOf('\n', at - 1) + 1, at)),
  );
}

// A declarator follows its type: a word or a star stands before the name, so a call in an initialiser is none.
function findFunction(outer: string, name: string): Offset | undefined {
  return firstPlace(
    outer,
    name,
    (at) => /[\w*]/.test(charBefore(outer, at)) && charFrom(outer, at + name.length) === '(',
  );
}

function findConstant(outer: string, name: string): Offset | undefined {
  return firstPlace(outer, name, (at) => {
    const next = charFrom(outer, at + name.length);
    if (next === ';')
      return /^typedef\b[^;{}]*(?:\{[^{}]*\}[^;{}]*)?$/.test(
        outer.slice(Math.max(0, outer.lastIndexOf('typedef', at)), at),
      );
    if (!'=,}'.includes(next) || !'{,'.includes(charBefore(outer, at))) return false;
    const open = outer.lastIndexOf('{', at);
    const isInside = outer.indexOf('}', open) >= at;
    return isInside && /\benum\b[^;{}()]*$/.test(outer.slice(Math.max(0, open - 200), open));
  });
}

/** Returns the first place of a whole word that satisfies a predicate. */
function firstPlace(text: string, name: string, accept: (at: Offset) => boolean): Offset | undefined {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const isWord = !/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + name.length));
    if (isWord && accept(at)) return at;
  }
  return undefined;
}

function charBefore(text: string, at: Offset): string {
  let i = at - 1;
  while (i >= 0 && /\s/.test(text.charAt(i))) i--;
  return i < 0 ? ' ' : text.charAt(i);
}

function charFrom(text: string, at: Offset): string {
  let i = at;
  while (i < text.length && /\s/.test(text.charAt(i))) i++;
  return i < text.length ? text.charAt(i) : ' ';
}

// `PAGEFLAG(LRU, lru, …)` makes PageLRU() and folio_test_lru(); `FOLIO_FLAG(lru, …)` and `FOLIO_TYPE_OPS(slab, …)` the second.
function findFlag(code: string, name: string): Offset | undefined {
  const [, page] = /^(?:(?:Test)?(?:Set|Clear)|__Set|__Clear)?Page([A-Z]\w*)$/.exec(name) ?? [];
  if (page !== undefined) return offsetOf(code, new RegExp(`^(\\w*(?:FLAG|TYPE_OPS)\\w*\\()${word(page)}`, 'm'));
  const [, folio] = /^_{0,2}folio_(?:test_set|test_clear|test|set|clear)_(\w+)$/.exec(name) ?? [];
  if (folio === undefined) return undefined;
  return offsetOf(code, new RegExp(`^(\\w*(?:FLAG|TYPE_OPS)\\w*\\((?:\\w+,[ \\t]*)?)${word(folio)}`, 'm'));
}

function findMember(body: Body, member: string): Offset | undefined {
  const offset = offsetOf(body.text, new RegExp(`([\\w*,][ \\t\\n*]*?)${word(member)}[ \\t\\n]*[;,:\\[]`));
  return offset === undefined ? undefined : body.start + offset;
}

function findStore(code: string, structs: readonly string[], member: string): Offset | undefined {
  const names = new Set<string>();
  const declaration = new RegExp(
    `\\bstruct[ \\t\\n]+(?:${structs.join('|')})[ \\t\\n]*\\*[ \\t\\n]*(?:const[ \\t\\n]+)?(\\w+)`,
    'g',
  );
  for (const match of code.matchAll(declaration)) if (match[1] !== undefined) names.add(match[1]);
  if (names.size === 0) return undefined;
  return offsetOf(
    code,
    new RegExp(`\\b((?:${[...names].join('|')})[ \\t\\n]*->[ \\t\\n]*)${word(member)}[ \\t\\n]*=(?!=)`),
  );
}

function structBody(code: string, struct: string): Body | undefined {
  const open = new RegExp(`\\b(?:struct|union)[ \\t\\n]+${word(struct)}[ \\t\\n]*\\{`).exec(code);
  if (open === null) return undefined;
  const start = open.index + open[0].length;
  let depth = 1;
  let end = start;
  for (; end < code.length && depth > 0; end++) {
    const c = code.charCodeAt(end);
    if (c === 0x7b) depth++;
    else if (c === 0x7d) depth--;
  }
  return { text: code.slice(start, end - 1), start };
}

// Only the bodies of functions go: they follow `)`. A brace in column 0 ends one even where an `#if` has cut it in two.
function blankFunctionBodies(code: string): string {
  const directives = code.replace(/^[ \t]*#(?:\\\r?\n|[^\n])*/gm, blank);
  return directives.replace(
    /\)\s*\{(?:[^\n]*\}[ \t]*(?=\n|$)|[\s\S]*?\n\}|[\s\S]*$)/g,
    (match) => `)${blank(match.slice(1))}`,
  );
}

function word(name: string): string {
  return `\\b${name}\\b`;
}

// The first group of every pattern is what stands before the name.
function offsetOf(text: string, pattern: RegExp): Offset | undefined {
  const match = pattern.exec(text);
  return match === null ? undefined : match.index + (match[1]?.length ?? 0);
}

function lineAt(text: string, offset: Offset): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
