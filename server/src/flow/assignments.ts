/** Which variables a piece of code may assign, so that a loop's start can be told from what its end brings back. */
import type { Expression } from '../model/expression.ts';
import type { Statement } from '../model/statement.ts';

const ofLoops = new WeakMap<Statement, ReadonlySet<string>>();

/** The names that a loop assigns, found once: a loop within others is walked many times. */
export function assignedInLoop(loop: Statement): ReadonlySet<string> {
  const known = ofLoops.get(loop) ?? assignedNames([loop]);
  ofLoops.set(loop, known);
  return known;
}

/** Adds every name that the statements assign, count up or take the address of. */
export function assignedNames(statements: readonly Statement[], into: Set<string> = new Set()): Set<string> {
  for (const statement of statements) inStatement(statement, into);
  return into;
}

function inStatement(statement: Statement, into: Set<string>): void {
  switch (statement.kind) {
    case 'expression':
      inExpression(statement.expression, into);
      break;
    case 'declare':
      for (const declarator of statement.declarators) {
        into.add(declarator.name);
        if (declarator.init) inExpression(declarator.init, into);
      }
      break;
    case 'block':
    case 'label':
      assignedNames(statement.body, into);
      break;
    case 'case':
      if (statement.value) inExpression(statement.value, into);
      assignedNames(statement.body, into);
      break;
    case 'if':
      inExpression(statement.condition, into);
      inStatement(statement.whenTrue, into);
      if (statement.whenFalse) inStatement(statement.whenFalse, into);
      break;
    case 'loop':
      if (statement.init) inStatement(statement.init, into);
      if (statement.condition) inExpression(statement.condition, into);
      if (statement.update) inExpression(statement.update, into);
      for (const arg of statement.args ?? []) {
        if (arg.kind === 'name') into.add(arg.name);
        else inExpression(arg, into);
      }
      inStatement(statement.body, into);
      break;
    case 'switch':
      inExpression(statement.subject, into);
      assignedNames(statement.body, into);
      break;
    case 'return':
      if (statement.value) inExpression(statement.value, into);
      break;
    case 'config':
      for (const arm of statement.arms) assignedNames(arm.body, into);
      break;
    case 'gap':
      for (const part of statement.parts) inExpression(part, into);
      break;
    default:
      break;
  }
}

function inExpression(expression: Expression, into: Set<string>): void {
  switch (expression.kind) {
    case 'assign':
      if (expression.left.kind === 'name') into.add(expression.left.name);
      else inExpression(expression.left, into);
      inExpression(expression.right, into);
      break;
    case 'unary':
      if (/^(&|\+\+|--)$/.test(expression.operator) && expression.operand.kind === 'name')
        into.add(expression.operand.name);
      inExpression(expression.operand, into);
      break;
    case 'binary':
      inExpression(expression.left, into);
      inExpression(expression.right, into);
      break;
    case 'member':
      inExpression(expression.base, into);
      break;
    case 'index':
      inExpression(expression.base, into);
      inExpression(expression.index, into);
      break;
    case 'cast':
      inExpression(expression.operand, into);
      break;
    case 'call':
      inExpression(expression.callee, into);
      for (const arg of expression.args) inExpression(arg, into);
      break;
    case 'conditional':
      inExpression(expression.condition, into);
      if (expression.whenTrue) inExpression(expression.whenTrue, into);
      inExpression(expression.whenFalse, into);
      break;
    case 'sequence':
    case 'opaque':
      for (const part of expression.parts) inExpression(part, into);
      break;
    case 'statement-expression':
      assignedNames(expression.body, into);
      break;
    default:
      break;
  }
}
