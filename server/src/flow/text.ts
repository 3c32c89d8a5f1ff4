/** The canonical text of an expression, by which two appearances of the same value are known to be the same. */
import { calleeName, type Expression } from '../model/expression.ts';
import { isTransparentWrapper } from '../kernel/wrappers.ts';

/** Expressions never change, and their texts are asked for at every step of a walk. */
const TEXTS = new WeakMap<Expression, string>();
const NAMES = new WeakMap<Expression, ReadonlySet<string>>();

/** Spells an expression without casts, wrappers such as `READ_ONCE()` and white space. */
export function textOf(expression: Expression): string {
  if (expression.kind === 'name') return expression.name;
  let text = TEXTS.get(expression);
  if (text === undefined) {
    text = spell(expression);
    TEXTS.set(expression, text);
  }
  return text;
}

function spell(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'literal':
      return expression.text;
    case 'member':
      return memberText(expression.base, expression.field, expression.arrow);
    case 'index':
      return `${textOf(expression.base)}[${textOf(expression.index)}]`;
    case 'unary':
      return `${expression.operator}${textOf(expression.operand)}`;
    case 'binary':
    case 'assign':
      return `(${textOf(expression.left)} ${expression.operator} ${textOf(expression.right)})`;
    case 'cast':
      return textOf(expression.operand);
    case 'call': {
      const first = expression.args[0];
      const name = calleeName(expression);
      if (first && name !== undefined && isTransparentWrapper(name)) return textOf(first);
      return `${textOf(expression.callee)}(${expression.args.map(textOf).join(', ')})`;
    }
    case 'conditional':
      return `(${textOf(expression.condition)} ? ${expression.whenTrue ? textOf(expression.whenTrue) : ''} : ${textOf(expression.whenFalse)})`;
    case 'sequence':
      return `(${expression.parts.map(textOf).join(', ')})`;
    case 'type':
      return expression.type?.name ?? '';
    default:
      return `#${expression.start}`;
  }
}

/** `(*p).x` and `(&s)->x` are `p->x` and `s.x`. */
function memberText(base: Expression, field: string, arrow: boolean): string {
  if (base.kind === 'unary' && base.operator === '*' && !arrow) return `${textOf(base.operand)}->${field}`;
  if (base.kind === 'unary' && base.operator === '&' && arrow) return `${textOf(base.operand)}.${field}`;
  return `${textOf(base)}${arrow ? '->' : '.'}${field}`;
}

/** The names that an expression reads, so that an assignment to one of them makes what is known of it void. */
export function namesIn(expression: Expression): ReadonlySet<string> {
  let names = NAMES.get(expression);
  if (names === undefined) {
    names = collectNames(expression, new Set());
    NAMES.set(expression, names);
  }
  return names;
}

function collectNames(expression: Expression, into: Set<string>): Set<string> {
  switch (expression.kind) {
    case 'name':
      into.add(expression.name);
      break;
    case 'member':
      collectNames(expression.base, into);
      break;
    case 'index':
      collectNames(expression.base, into);
      collectNames(expression.index, into);
      break;
    case 'unary':
    case 'cast':
      collectNames(expression.operand, into);
      break;
    case 'binary':
    case 'assign':
      collectNames(expression.left, into);
      collectNames(expression.right, into);
      break;
    case 'call':
      if (expression.callee.kind !== 'name') collectNames(expression.callee, into);
      for (const arg of expression.args) collectNames(arg, into);
      break;
    case 'conditional':
      collectNames(expression.condition, into);
      if (expression.whenTrue) collectNames(expression.whenTrue, into);
      collectNames(expression.whenFalse, into);
      break;
    case 'sequence':
    case 'opaque':
      for (const part of expression.parts) collectNames(part, into);
      break;
    default:
      break;
  }
  return into;
}

/** An expression with one name in the place of another, as far as calls, members, operators and casts reach. */
export function withName(expression: Expression, from: string, to: string): Expression {
  const inside = (part: Expression): Expression => withName(part, from, to);
  switch (expression.kind) {
    case 'name':
      return expression.name === from ? { ...expression, name: to } : expression;
    case 'member':
      return { ...expression, base: inside(expression.base) };
    case 'unary':
    case 'cast':
      return { ...expression, operand: inside(expression.operand) };
    case 'binary':
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case 'index':
      return { ...expression, base: inside(expression.base), index: inside(expression.index) };
    case 'call':
      return { ...expression, args: expression.args.map(inside) };
    default:
      return expression;
  }
}

/** Whether an expression is the null pointer: `NULL`, `0`, `false`, or a cast of it. */
export function isNull(expression: Expression): boolean {
  if (expression.kind === 'cast') return isNull(expression.operand);
  if (expression.kind === 'name') return expression.name === 'NULL' || expression.name === 'false';
  return expression.kind === 'literal' && /^(0[uUlL]*|0x0+|NULL|false)$/.test(expression.text);
}

/** An expression without the casts and wrappers around it that keep its value. */
export function stripped(expression: Expression): Expression {
  let current = expression;
  for (;;) {
    if (current.kind === 'cast') current = current.operand;
    else if (current.kind === 'call') {
      const name = calleeName(current);
      const first: Expression | undefined = current.args[0];
      if (name === undefined || !first || !isTransparentWrapper(name)) return current;
      current = first;
    } else return current;
  }
}
