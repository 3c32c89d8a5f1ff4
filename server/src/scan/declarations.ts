/** Reads what a file declares at its top level: structs with their members, typedefs, functions' return types, variables, macros, includes. */
import type { CType } from '../model/c-type.ts';
import type {
  FileDeclarations,
  Installation,
  MacroDeclaration,
  StructDeclaration,
  TableDeclaration,
} from '../model/declarations.ts';
import type { Item } from '../model/item.ts';
import { parseSpecifiers, type Specifiers } from './specifiers.ts';
import { directiveWord } from './items.ts';
import { TokenCursor } from './token-cursor.ts';
import { hashWord, type Tokens } from './tokenizer.ts';

const MAX_NESTING = 24;

/** A question is short: longer functions do something besides. */
const MAX_QUESTION_LENGTH = 800;
const ASKS = /^[^{;]*\bstruct\s+(?:page|folio|address_space|inode|vm_area_struct)\s*\*[^{;]*\{/;

/** Declarations of the items of a file, each read by itself; what cannot be read is left out. */
export function readDeclarations(text: string, tokens: Tokens, items: readonly Item[]): FileDeclarations {
  const reader = new DeclarationReader(new TokenCursor(text, tokens));
  for (const item of items) reader.item(item);
  return reader.result;
}

/** Declarations of each item by itself, in the order of the items. */
export function readItemDeclarations(
  text: string,
  tokens: Tokens,
  items: readonly Item[],
): readonly FileDeclarations[] {
  const cursor = new TokenCursor(text, tokens);
  return items.map((item) => {
    const reader = new DeclarationReader(cursor);
    reader.item(item);
    return reader.isEmpty ? NO_DECLARATIONS : reader.result;
  });
}

/** What an item declares that declares nothing. */
export const NO_DECLARATIONS: FileDeclarations = {
  structs: new Map(),
  typedefs: new Map(),
  functions: new Map(),
  variables: new Map(),
  macros: new Map(),
  installed: new Map(),
  tables: new Map(),
  questions: new Map(),
  includes: [],
};

/** The declarations of a file from those of its items; of two with one name the later counts. */
export function mergeDeclarations(parts: readonly FileDeclarations[]): FileDeclarations {
  const merge = <T>(of: (part: FileDeclarations) => ReadonlyMap<string, T>): Map<string, T> => {
    const all = new Map<string, T>();
    for (const part of parts) for (const [name, value] of of(part)) all.set(name, value);
    return all;
  };
  const installed = new Map<string, readonly Installation[]>();
  for (const part of parts) {
    for (const [name, tables] of part.installed) installed.set(name, [...(installed.get(name) ?? []), ...tables]);
  }
  return {
    structs: merge((part) => part.structs),
    typedefs: merge((part) => part.typedefs),
    functions: merge((part) => part.functions),
    variables: merge((part) => part.variables),
    macros: merge((part) => part.macros),
    installed,
    tables: merge((part) => part.tables),
    questions: merge((part) => part.questions),
    includes: parts.flatMap((part) => part.includes),
  };
}

class DeclarationReader {
  private readonly structs = new Map<string, StructDeclaration>();
  private readonly typedefs = new Map<string, CType>();
  private readonly functions = new Map<string, CType>();
  private readonly variables = new Map<string, CType>();
  private readonly macros = new Map<string, MacroDeclaration>();
  private readonly installed = new Map<string, Installation[]>();
  private readonly tables = new Map<string, TableDeclaration>();
  private readonly questions = new Map<string, string>();
  private readonly includes: string[] = [];
  private readonly cursor: TokenCursor;
  private read: Item | undefined;
  private spelling: number | undefined;

  constructor(cursor: TokenCursor) {
    this.cursor = cursor;
  }

  get isEmpty(): boolean {
    const { structs, typedefs, functions, variables, macros, installed, tables, includes } = this;
    return (
      structs.size +
        typedefs.size +
        functions.size +
        variables.size +
        macros.size +
        installed.size +
        tables.size +
        includes.length ===
      0
    );
  }

  get result(): FileDeclarations {
    const { structs, typedefs, functions, variables, macros, installed, tables, questions, includes } = this;
    return { structs, typedefs, functions, variables, macros, installed, tables, questions, includes };
  }

  item(item: Item): void {
    this.read = item;
    this.spelling = undefined;
    this.cursor.seek(item.start, item.end);
    if (item.kind === 'directive' || item.kind === 'macro') {
      this.directive(this.cursor.text.slice(item.start, item.end));
      this.cursor.seek(item.end, item.end);
      return;
    }
    // Kernel headers define macros between the members of a struct.
    for (const directive of this.cursor.directives(item.start)) this.directive(directive);
    this.declaration((name, type, form) => {
      if (form === 'typedef') this.typedefs.set(name, type);
      else if (form === 'function') {
        this.functions.set(name, type);
        if (item.kind === 'function') this.question(name, type, item);
      } else if (form === 'variable') this.variables.set(name, type);
    });
  }

  /** Keeps the text of a function that answers true or false about something that a page belongs to. */
  private question(name: string, { name: type, stars }: CType, { start, end }: Item): void {
    if (stars > 0 || !/^(?:bool|_Bool|int)$/.test(type) || end - start > MAX_QUESTION_LENGTH) return;
    const text = this.cursor.text.slice(start, end);
    if (ASKS.test(text)) this.questions.set(name, text);
  }

  private directive(text: string): void {
    const word = directiveWord(text, 0);
    if (word === 'include') {
      const operand = /^#\s*include\s*("[^"\n]*"|<[^>\n]*>)/.exec(text);
      if (operand?.[1]) this.includes.push(operand[1]);
    } else if (word === 'define') {
      const macro = readMacro(text);
      if (macro) this.macros.set(macro.name, macro);
    }
  }

  /** Reads one declaration up to its `;`, to the body of a function, or to the end of the cursor's range. */
  private declaration(
    declare: (name: string, type: CType, form: 'typedef' | 'function' | 'variable') => void,
    owner = '',
    nesting = 0,
  ): void {
    const cursor = this.cursor;
    const specifiers = parseSpecifiers(cursor, (kind, tag) => this.aggregateBody(kind, tag, owner, nesting));
    if (!specifiers.base) return;
    this.declarators(specifiers, declare);
  }

  private declarators(
    specifiers: Specifiers,
    declare: (name: string, type: CType, form: 'typedef' | 'function' | 'variable') => void,
  ): void {
    const cursor = this.cursor;
    const base = specifiers.base;
    if (!base) return;
    for (;;) {
      let stars = base.stars;
      let name = specifiers.name;
      specifiers.name = undefined;
      while (!name && !cursor.done) {
        if (cursor.is('*')) {
          stars += 1;
          cursor.next();
        } else if (cursor.isIdent()) {
          const word = cursor.word();
          cursor.next();
          if (cursor.is('(') && word.startsWith('__')) cursor.skipGroup();
          else if (word !== 'const' && word !== 'volatile' && (!word.startsWith('__') || !cursor.isIdent()))
            name = word;
        } else break;
      }
      if (!name && cursor.is('(')) {
        const pointer = this.functionPointer({ name: base.name, stars });
        if (!pointer) return;
        declare(pointer.name, pointer.type, specifiers.typedef ? 'typedef' : 'variable');
      } else if (!name) {
        return;
      } else if (cursor.is('(')) {
        declare(name, { name: base.name, stars }, specifiers.typedef ? 'typedef' : 'function');
        cursor.skipGroup();
      } else {
        while (cursor.is('[')) {
          stars += 1;
          cursor.skipGroup();
        }
        declare(name, { name: base.name, stars }, specifiers.typedef ? 'typedef' : 'variable');
        if (cursor.is('=')) this.initialiser(name, base.name);
      }
      if (!cursor.skipToSeparator()) return;
    }
  }

  /** Reads the functions of `= { .member = function, ... }`; the cursor stands on the `=` and is left behind the `}`. */
  private initialiser(variable: string, table: string): void {
    const cursor = this.cursor;
    cursor.next();
    const close = cursor.is('{') && table.startsWith('struct ') ? cursor.matching() : -1;
    if (close < 0) return;
    cursor.next();
    const members: string[] = [];
    let complete = true;
    let expectsMember = true;
    while (!cursor.done && cursor.at < close) {
      if (!cursor.is('.')) {
        // What stands in place of a member, such as a macro, can add several.
        if (expectsMember && !cursor.is(',')) complete = false;
        expectsMember = cursor.is(',');
        cursor.next();
        continue;
      }
      expectsMember = false;
      cursor.next();
      const member = cursor.word();
      members.push(member);
      cursor.next();
      if (!cursor.is('=')) continue;
      cursor.next();
      if (!cursor.isIdent()) continue;
      const name = cursor.word();
      cursor.next();
      if (cursor.is(',') || cursor.is('}'))
        this.installed.set(name, [...(this.installed.get(name) ?? []), { table, variable, member }]);
    }
    this.tables.set(variable, { type: table, members, complete });
  }

  /** Reads `(*name)(...)` and its arrays after the return type; the cursor stands on the `(`. */
  private functionPointer(returns: CType): { name: string; type: CType } | undefined {
    const cursor = this.cursor;
    const close = cursor.matching();
    if (close < 0) return undefined;
    cursor.next();
    let stars = 0;
    let name: string | undefined;
    while (!cursor.done && cursor.at < close && !name) {
      if (cursor.is('*')) stars += 1;
      else if (cursor.isIdent() && !cursor.word().startsWith('__')) name = cursor.word();
      cursor.next();
    }
    cursor.jump(close + 1);
    if (!name) return undefined;
    if (!cursor.is('(')) return { name, type: { name: returns.name, stars: returns.stars + stars } };
    cursor.skipGroup();
    return { name, type: { name: '(function)', stars: Math.max(1, stars), returns } };
  }

  /** Reads a struct's or union's body; the cursor stands on the `{` and is left behind the `}`. */
  private aggregateBody(kind: string, tag: string | undefined, owner: string, nesting: number): string {
    const cursor = this.cursor;
    const close = cursor.matching();
    const name = tag ? `${kind} ${tag}` : `${kind} ${owner}#${this.untagged()}`;
    if (close < 0 || nesting > MAX_NESTING || kind === 'enum') {
      if (close < 0) cursor.finish();
      else cursor.jump(close + 1);
      return name;
    }
    const members = new Map<string, CType>();
    cursor.next();
    this.members(close, members, name, nesting);
    cursor.jump(close + 1);
    if (members.size > 0) this.structs.set(name, { name, members });
    return name;
  }

  /** What tells a struct without a name from others, wherever in the file its item stands: its place there and the item's text. */
  private untagged(): string {
    const { start, end } = this.read ?? { start: 0, end: 0 };
    this.spelling ??= hashWord(this.cursor.text.slice(start, end)) >>> 0;
    return `${this.cursor.offset - start}_${this.spelling.toString(36)}`;
  }

  private members(close: number, members: Map<string, CType>, owner: string, nesting: number): void {
    const cursor = this.cursor;
    const limit = cursor.limit;
    cursor.limit = close;
    while (!cursor.done) {
      const before = cursor.at;
      if (cursor.isIdent() && cursor.word().startsWith('struct_group')) this.memberGroup(members, owner, nesting);
      else this.member(members, owner, nesting);
      cursor.skipPast(';');
      if (cursor.at <= before) cursor.next();
    }
    cursor.limit = limit;
  }

  private member(members: Map<string, CType>, owner: string, nesting: number): void {
    let named = false;
    const cursor = this.cursor;
    let body: string | undefined;
    const specifiers = parseSpecifiers(cursor, (kind, tag) => {
      body = this.aggregateBody(kind, tag, owner, nesting + 1);
      return body;
    });
    if (!specifiers.base) return;
    this.declarators(specifiers, (name, type, form) => {
      named = true;
      members.set(name, form === 'function' ? { name: '(function)', stars: 1, returns: type } : type);
    });
    if (named || !body) return;
    const inner = body.includes('#') ? this.structs.get(body) : undefined;
    if (!inner) return;
    for (const [name, type] of inner.members) if (!members.has(name)) members.set(name, type);
  }

  /** Reads the members inside `struct_group(name, ...)` and its variants, which are members of the struct around it. */
  private memberGroup(members: Map<string, CType>, owner: string, nesting: number): void {
    const cursor = this.cursor;
    const heads = cursor.word() === 'struct_group' ? 1 : cursor.word() === 'struct_group_tagged' ? 2 : 3;
    cursor.next();
    if (!cursor.is('(')) return;
    const close = cursor.matching();
    if (close < 0) return;
    cursor.next();
    for (let skipped = 0; skipped < heads && !cursor.done && cursor.at < close; cursor.next())
      if (cursor.is(',')) skipped += 1;
    this.members(close, members, owner, nesting + 1);
    cursor.jump(close + 1);
  }
}

/** Reads a `#define`; undefined where it names nothing. */
export function readMacro(directive: string): MacroDeclaration | undefined {
  const head = /^#\s*define\s+([A-Za-z_]\w*)(\(([^()]*)\))?/.exec(directive);
  if (!head?.[1]) return undefined;
  const parameters =
    head[2] === undefined
      ? undefined
      : (head[3] ?? '').split(',').map((word) =>
          word
            .replaceAll('\\', '')
            .trim()
            .replace(/\.\.\.$/, '')
            .trim(),
        );
  return {
    name: head[1],
    parameters: parameters?.filter(Boolean),
    body: directive
      .slice(head[0].length)
      .replace(/\\\r?\n/g, ' ')
      .trim(),
  };
}
