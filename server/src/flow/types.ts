/** Types of expressions, from declarations alone: what a name is called never matters. */
import { type CType, pointee, pointerTo } from '../model/c-type.ts';
import type { Installation, MacroDeclaration, StructDeclaration } from '../model/declarations.ts';
import { calleeName, type Call, type Expression } from '../model/expression.ts';
import type { AnsweredKinds } from './facts.ts';
import type { Statement } from '../model/statement.ts';
import { isTransparentWrapper } from '../kernel/wrappers.ts';

/** Where declarations are looked up that are not local to the function: the file, its headers, the built-in tables. */
export interface TypeLookup {
  struct(name: string): StructDeclaration | undefined;
  typedef(name: string): CType | undefined;
  functionReturns(name: string): CType | undefined;
  variable(name: string): CType | undefined;
  macro(name: string): MacroDeclaration | undefined;
  /** The parameters of a macro that its body declares as variables, by their place: `XA_STATE(name, ...)` declares the first. */
  declaredByMacro(name: string): ReadonlyMap<number, CType>;
  /** The operations tables of the file that a function is in. */
  installed(name: string): readonly Installation[];
  /** What a function answers that is asked about a page, its file or its area; undefined where it is no such question. */
  answers?(name: string): AnsweredKinds | undefined;
  /** Reads an expression out of text, for macro bodies. */
  expression(text: string): Expression | undefined;
}

/** The local names of one block; an inner block's names hide those of the blocks around it. */
export class Scope {
  private readonly names = new Map<string, CType | undefined>();
  private readonly outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.outer = outer;
  }

  declare(name: string, type: CType | undefined): void {
    this.names.set(name, type);
  }

  /** Whether a block declares the name. */
  has(name: string): boolean {
    return this.names.has(name) || (this.outer?.has(name) ?? false);
  }

  type(name: string): CType | undefined {
    return this.names.has(name) ? this.names.get(name) : this.outer?.type(name);
  }
}

const MAX_DEPTH = 12;
const INTEGER: CType = { name: 'int', stars: 0 };

/** The type of an expression, or undefined where a declaration is missing. */
export function typeOf(expression: Expression, scope: Scope, lookup: TypeLookup, depth = 0): CType | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const type = (inner: Expression): CType | undefined => typeOf(inner, scope, lookup, depth + 1);
  switch (expression.kind) {
    case 'name':
      return nameType(expression.name, scope, lookup, depth);
    case 'member':
      return memberType(type(expression.base), expression.field, expression.arrow, lookup);
    case 'call':
      return callType(expression, scope, lookup, depth);
    case 'unary':
      if (expression.operator === '&') return pointerTo(type(expression.operand));
      if (expression.operator === '*') return pointee(resolve(type(expression.operand), lookup));
      return expression.operator === '!' ? INTEGER : type(expression.operand);
    case 'binary': {
      if (/^(==|!=|<=?|>=?|&&|\|\|)$/.test(expression.operator)) return INTEGER;
      const left = type(expression.left);
      const right = type(expression.right);
      return right && right.stars > 0 && (!left || left.stars === 0) ? right : left;
    }
    case 'assign':
      return type(expression.left);
    case 'conditional': {
      const whenTrue = expression.whenTrue ? type(expression.whenTrue) : type(expression.condition);
      const whenFalse = type(expression.whenFalse);
      return whenTrue && (whenTrue.stars > 0 || !whenFalse) && whenTrue.name !== 'void'
        ? whenTrue
        : (whenFalse ?? whenTrue);
    }
    case 'cast':
      return castType(expression.type, scope, lookup, depth);
    case 'index':
      return pointee(resolve(type(expression.base), lookup));
    case 'statement-expression':
      return bodyType(expression.body, scope, lookup, depth);
    case 'sequence': {
      const last = expression.parts[expression.parts.length - 1];
      return last && expression.form === 'comma' ? type(last) : undefined;
    }
    case 'literal':
      return /^["L]/.test(expression.text) ? { name: 'char', stars: 1 } : INTEGER;
    case 'opaque':
      return firstPointer(expression.parts.map(type));
    case 'type':
    case 'unevaluated':
      return undefined;
  }
}

/** A type with its typedefs replaced. */
export function resolve(type: CType | undefined, lookup: TypeLookup): CType | undefined {
  let current = type;
  for (let steps = 0; current && steps < MAX_DEPTH && /^\w+$/.test(current.name); steps += 1) {
    const target = lookup.typedef(current.name);
    if (!target) break;
    const stars: number = current.stars + target.stars;
    current = { ...target, stars };
  }
  return current;
}

function nameType(name: string, scope: Scope, lookup: TypeLookup, depth: number): CType | undefined {
  if (scope.has(name)) return scope.type(name);
  const variable = lookup.variable(name);
  if (variable) return variable;
  const macro = lookup.macro(name);
  if (!macro || macro.parameters) return undefined;
  const body = lookup.expression(macro.body);
  return body && typeOf(body, scope, lookup, depth + 1);
}

/** The type of `base.field` or `base->field`. */
export function memberType(
  base: CType | undefined,
  field: string,
  arrow: boolean,
  lookup: TypeLookup,
): CType | undefined {
  const holder = resolve(base, lookup);
  if (!holder || holder.stars !== (arrow ? 1 : 0)) return undefined;
  return lookup.struct(holder.name)?.members.get(field);
}

function callType(call: Call, scope: Scope, lookup: TypeLookup, depth: number): CType | undefined {
  const name = calleeName(call);
  const first = call.args[0];
  if (name === undefined || scope.has(name)) {
    const callee = resolve(typeOf(call.callee, scope, lookup, depth + 1), lookup);
    return callee?.returns;
  }
  if (first && isTransparentWrapper(name)) return typeOf(first, scope, lookup, depth + 1);
  const macro = lookup.macro(name);
  const declared = lookup.functionReturns(name);
  if (declared && !(macro?.parameters && declared.name === 'typeof')) return declared;
  if (macro?.parameters) {
    const type = macroType(macro, call, scope, lookup, depth);
    if (type) return type;
  }
  const named = call.args.find((arg) => arg.kind === 'type' && arg.type?.name.startsWith('struct '));
  return named?.kind === 'type' ? pointerTo(named.type) : undefined;
}

/** The type of a macro's value: its body with the parameters typed by the arguments. */
function macroType(
  macro: MacroDeclaration,
  call: Call,
  scope: Scope,
  lookup: TypeLookup,
  depth: number,
): CType | undefined {
  const body = lookup.expression(macro.body);
  if (!body) return undefined;
  const inner = new Scope();
  for (const [at, parameter] of (macro.parameters ?? []).entries()) {
    const arg = call.args[at];
    if (!arg) continue;
    inner.declare(
      parameter,
      arg.kind === 'type'
        ? arg.type && { ...arg.type, name: `=${arg.type.name}` }
        : typeOf(arg, scope, lookup, depth + 1),
    );
  }
  return typeOf(body, inner, lookup, depth + 2);
}

/** The type of a cast; `typeof x` and a macro's type parameter are replaced by what they stand for. */
function castType(type: CType | undefined, scope: Scope, lookup: TypeLookup, depth: number): CType | undefined {
  if (!type) return undefined;
  if (type.name.startsWith('typeof ')) {
    const operand = lookup.expression(type.name.slice('typeof '.length));
    const named = operand && typeOf(operand, scope, lookup, depth + 1);
    return named && { ...named, stars: named.stars + type.stars };
  }
  const bound = /^\w+$/.test(type.name) && scope.has(type.name) ? scope.type(type.name) : undefined;
  return bound?.name.startsWith('=') ? { ...bound, name: bound.name.slice(1), stars: bound.stars + type.stars } : type;
}

function bodyType(body: readonly Statement[], scope: Scope, lookup: TypeLookup, depth: number): CType | undefined {
  const inner = new Scope(scope);
  let last: CType | undefined;
  for (const statement of body) {
    if (statement.kind === 'declare')
      for (const d of statement.declarators) inner.declare(d.name, declaratorType(d, inner, lookup));
    last = statement.kind === 'expression' ? typeOf(statement.expression, inner, lookup, depth + 1) : undefined;
  }
  return last;
}

/** The type of a declared local: as declared, or that of the operand of `typeof`, or that of the initialiser. */
export function declaratorType(
  declarator: { readonly type: CType | undefined; readonly typeOf?: Expression; readonly init?: Expression },
  scope: Scope,
  lookup: TypeLookup,
): CType | undefined {
  if (declarator.typeOf) {
    const type = typeOf(declarator.typeOf, scope, lookup);
    return type && { ...type, stars: type.stars + (declarator.type?.stars ?? 0) };
  }
  return declarator.type ?? (declarator.init && typeOf(declarator.init, scope, lookup));
}

function firstPointer(types: readonly (CType | undefined)[]): CType | undefined {
  return types.find((type) => type !== undefined && type.stars > 0);
}
