/** Looks declarations up for one file: in the file, in what it includes, in the tables of well-known ones. */
import { wellKnownMembers, wellKnownReturns } from '../kernel/well-known-types.ts';
import type { TypeLookup } from '../flow/types.ts';
import { type CType, parseCType } from '../model/c-type.ts';
import type {
  FileDeclarations,
  Installation,
  MacroDeclaration,
  StructDeclaration,
  TableDeclaration,
} from '../model/declarations.ts';
import type { Expression } from '../model/expression.ts';
import type { Lowering } from '../model/ports.ts';
import type { FunctionIr } from '../model/statement.ts';
import { predicateOf } from '../flow/predicates.ts';
import type { AnsweredKinds } from '../flow/facts.ts';
import { ALL, minus } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import type { Headers } from './headers.ts';
import { Inclusions } from './inclusions.ts';

/** A body that can declare something begins with two words; most macros are told from that without a parse. */
const DECLARES = /^\w+\s+\w/;

/** What tells apart what is remembered of the maps of declarations, and of what a function answers. */
const KINDS = ['s', 't', 'f', 'v', 'm', '#', 'q', '!'] as const;

/** What the lookups of all files of a tree share: the parser, and what was read with it. */
export interface SharedReadings {
  readonly lowering: Lowering;
  readonly matrix: EraMatrix;
  /** Expressions by their text. */
  readonly expressions: Map<string, Expression | undefined>;
  /** Functions that answer a question, by their text; undefined where one could not be read. */
  readonly asked: Map<string, FunctionIr | undefined>;
}

export class FileLookup implements TypeLookup {
  private own: FileDeclarations;
  private readonly shared: SharedReadings;
  private readonly memo = new Map<string, unknown>();
  private readonly declaring = new Map<string, ReadonlyMap<number, CType>>();
  private readonly inclusions: Inclusions | undefined;

  constructor(path: string, own: FileDeclarations, headers: Headers | undefined, shared: SharedReadings) {
    this.own = own;
    this.shared = shared;
    this.inclusions = headers && new Inclusions(headers, path, own.includes);
  }

  struct(name: string): StructDeclaration | undefined {
    return this.find('s', name, (file) => file.structs.get(name)) ?? wellKnownStruct(name);
  }

  typedef(name: string): CType | undefined {
    return this.find('t', name, (file) => file.typedefs.get(name));
  }

  functionReturns(name: string): CType | undefined {
    const known = wellKnownReturns[name];
    return (
      this.find('f', name, (file) => file.functions.get(name)) ?? (known === undefined ? undefined : parseCType(known))
    );
  }

  variable(name: string): CType | undefined {
    return this.find('v', name, (file) => file.variables.get(name));
  }

  macro(name: string): MacroDeclaration | undefined {
    return this.find('m', name, (file) => file.macros.get(name));
  }

  declaredByMacro(name: string): ReadonlyMap<number, CType> {
    const known = this.declaring.get(name);
    if (known) return known;
    const declared = new Map<number, CType>();
    this.declaring.set(name, declared);
    const macro = this.macro(name);
    if (!macro?.parameters || !DECLARES.test(macro.body)) return declared;
    const { functions } = this.shared.lowering.macro(`#define ${name}(${macro.parameters.join(', ')}) ${macro.body}`);
    for (const statement of functions.flatMap((ir) => ir.body)) {
      if (statement.kind !== 'declare') continue;
      for (const { name: variable, type } of statement.declarators) {
        const place = macro.parameters.indexOf(variable);
        if (place >= 0 && type) declared.set(place, type);
      }
    }
    return declared;
  }

  answers(name: string): AnsweredKinds | undefined {
    const key = `q${name}`;
    if (this.memo.has(key)) return this.memo.get(key) as AnsweredKinds | undefined;
    this.memo.set(key, undefined); // where it asks itself, it tells nothing
    const text = this.find('#', name, (file) => file.questions.get(name));
    const answered = text === undefined ? undefined : this.askFunction(name, text);
    this.memo.set(key, answered);
    return answered;
  }

  private askFunction(name: string, text: string): AnsweredKinds | undefined {
    const { lowering, matrix, asked } = this.shared;
    if (!asked.has(text)) {
      const { functions, gaps } = lowering.item(text, true);
      asked.set(text, gaps.length > 0 ? undefined : functions.find((ir) => ir.name === name));
    }
    const ir = asked.get(text);
    const predicate = ir && predicateOf(ir, matrix, text, (inner) => this.answers(inner), { mayDoMore: true });
    if (!ir || !predicate) return undefined;
    const { subject, subjectName, trueFor, falseFor } = predicate;
    const argument = ir.parameters.findIndex((parameter) => parameter.name === subjectName);
    const excludesWhenTrue = minus(ALL, trueFor);
    const excludesWhenFalse = minus(ALL, falseFor);
    return { subject, argument, excludesWhenTrue, excludesWhenFalse };
  }

  /** A table of operations that the file defines. */
  ownTable(name: string): TableDeclaration | undefined {
    return this.own.tables.get(name);
  }

  installed(name: string): readonly Installation[] {
    return this.own.installed.get(name) ?? [];
  }

  expression(text: string): Expression | undefined {
    const { expressions, lowering } = this.shared;
    if (!expressions.has(text)) expressions.set(text, lowering.expression(text));
    return expressions.get(text);
  }

  /** Takes other declarations of the file itself, which differ in these names; what the headers say stays as it is. */
  redeclare(own: FileDeclarations, names: ReadonlySet<string>): void {
    this.own = own;
    for (const name of names) {
      for (const kind of KINDS) this.memo.delete(kind + name);
      this.declaring.delete(name);
    }
  }

  /** Whether a declaration of the struct was found in the file or its headers, and not only in the built-in table. */
  declares(name: string): StructDeclaration | undefined {
    return this.find('s', name, (file) => file.structs.get(name));
  }

  /** Whether the file or a header of it declares a function or macro; undefined where there is no tree to look in. */
  sees(name: string): boolean | undefined {
    if (this.inclusions === undefined) return undefined;
    const get = (file: FileDeclarations): unknown => file.functions.get(name) ?? file.macros.get(name);
    return this.find('!', name, get) !== undefined;
  }

  /** What the file itself or the nearest header declares under a name; `kind` keeps what is remembered of two maps apart. */
  private find<T>(
    kind: (typeof KINDS)[number],
    name: string,
    get: (file: FileDeclarations) => T | undefined,
  ): T | undefined {
    const key = kind + name;
    if (this.memo.has(key)) return this.memo.get(key) as T | undefined;
    const found = get(this.own) ?? this.inclusions?.find(name, get);
    this.memo.set(key, found);
    return found;
  }
}

const STRUCTS = new Map<string, StructDeclaration>();

function wellKnownStruct(name: string): StructDeclaration | undefined {
  const known = STRUCTS.get(name);
  if (known) return known;
  const table = wellKnownMembers[name.replace(/^struct /, '')];
  if (!table || !name.startsWith('struct ')) return undefined;
  const members = new Map<string, CType>();
  for (const [member, text] of Object.entries(table)) {
    const type = parseCType(text);
    if (type) members.set(member, type);
  }
  const struct = { name, members };
  STRUCTS.set(name, struct);
  return struct;
}
