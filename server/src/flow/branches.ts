/** Which way control can leave a statement, told from its shape alone. */
import type { Statement } from '../model/statement.ts';

/** What an `if` does when its condition is true or false, as far as it tells an early exit from other code. */
export interface IfArms {
  readonly whenTrueExits: boolean;
  readonly whenFalseExits: boolean;
  /** The outcome that the `if` is about: that of its only arm, or of the one that exits; undefined where the arms are alike. */
  readonly about: boolean | undefined;
}

/** The arms of an `if`; those of `if (x) A else B` are those of `if (!x) B else A`, the other way round. */
export function armsOf(statement: Statement & { kind: 'if' }): IfArms {
  const { whenTrue, whenFalse } = statement;
  const whenTrueExits = exits(whenTrue);
  const whenFalseExits = whenFalse ? exits(whenFalse) : false;
  const isOnly = whenFalse === undefined || isEmpty(whenFalse);
  const about = isOnly
    ? true
    : isEmpty(whenTrue)
      ? false
      : whenTrueExits !== whenFalseExits
        ? whenTrueExits
        : undefined;
  return { whenTrueExits, whenFalseExits, about };
}

function isEmpty(statement: Statement): boolean {
  return statement.kind === 'block' && statement.body.every(isEmpty);
}

/** Whether a statement always leaves the code around it. */
export function exits(statement: Statement): boolean {
  if (statement.kind === 'block') {
    const last = statement.body[statement.body.length - 1];
    return last !== undefined && exits(last);
  }
  if (statement.kind === 'if')
    return statement.whenFalse !== undefined && exits(statement.whenTrue) && exits(statement.whenFalse);
  return ['return', 'goto', 'break', 'continue'].includes(statement.kind);
}

/** Labels that are the target of a `goto` behind them. */
export function backwardLabels(body: readonly Statement[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const backward = new Set<string>();
  const visit = (statement: Statement): void => {
    if (statement.kind === 'goto' && seen.has(statement.label)) backward.add(statement.label);
    if (statement.kind === 'label') seen.add(statement.label);
    for (const inner of innerStatements(statement)) visit(inner);
  };
  for (const statement of body) visit(statement);
  return backward;
}

/** The statements directly inside a statement. */
export function innerStatements(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'block':
    case 'label':
    case 'case':
    case 'switch':
      return statement.body;
    case 'if':
      return statement.whenFalse ? [statement.whenTrue, statement.whenFalse] : [statement.whenTrue];
    case 'loop':
      return [statement.body];
    case 'config':
      return statement.arms.flatMap((arm) => arm.body);
    default:
      return [];
  }
}
