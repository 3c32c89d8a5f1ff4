/** Which conditions can tell kinds of page apart: only those are worth keeping where two paths meet. */
import { isConfigTest } from '../kernel/config-kinds.ts';
import { rowsOf } from '../kernel/helper-table.ts';
import { calleeName, type Expression } from '../model/expression.ts';
import type { Fact } from './facts.ts';
import type { Value } from './state.ts';
import { stripped } from './text.ts';

/** Whether knowing a condition can rule a kind of page out. */
export function tells(fact: Fact, values: ReadonlyMap<string, Value>): boolean {
  return fact.answers !== undefined || isTelling(stripped(fact.condition), values);
}

function isTelling(condition: Expression, values: ReadonlyMap<string, Value>): boolean {
  switch (condition.kind) {
    case 'name': {
      const value = values.get(condition.name);
      return (
        value !== undefined && (value.sites.length > 0 || value.mappingOf !== undefined || value.fieldOf !== undefined)
      );
    }
    case 'member':
      return condition.field === 'mapping' || condition.field === 'type';
    case 'call': {
      const name = calleeName(condition);
      return name !== undefined && (rowsOf(name).length > 0 || isConfigTest(name));
    }
    case 'binary':
      return (
        /^(&|==|!=)$/.test(condition.operator) &&
        (isTelling(stripped(condition.left), values) || isTelling(stripped(condition.right), values))
      );
    default:
      return false;
  }
}
