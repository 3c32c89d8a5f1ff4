/** Questions about a page whose answer is known before they are asked. */
import { excludedIn } from '../kernel/helper-answers.ts';
import { helper } from '../kernel/helper-table.ts';
import { isEmpty, minus, NO_KINDS, overlaps, union } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { type Call, calleeName } from '../model/expression.ts';
import type { SettledQuestion } from '../model/unit.ts';
import { excludedBy } from './guards.ts';
import type { State } from './state.ts';
import type { Scope } from './types.ts';
import { kindsOfOrigins } from './origins.ts';
import { type Values } from './values.ts';

/** What settled a guard of the table before it is asked here; undefined where it can still be answered both ways. */
export function settledBy(
  call: Call,
  values: Values,
  state: State,
  scope: Scope,
  matrix: EraMatrix,
  source: string,
): SettledQuestion | undefined {
  const name = calleeName(call);
  const row = name === undefined ? undefined : helper(name);
  const page = row?.role === 'guard' ? call.args[row.argument] : undefined;
  if (!row || !page || (row.subject !== 'page' && row.subject !== 'folio') || state.facts.length === 0)
    return undefined;
  const subject = values.subjectOf(page, state, scope);
  const kinds = matrix.kindsWhere(kindsOfOrigins(values.valueOf(page, state, scope).origins), () => true);
  const facts = state.facts.map((fact) => ({ fact, gone: excludedBy(fact, subject, state, matrix) }));
  const left = facts.reduce((set, { gone }) => minus(set, gone), kinds);
  if (isEmpty(left)) return undefined;
  for (const answer of [true, false]) {
    // With the other answer no kind is left, though some kind could have given it.
    const others = minus(kinds, excludedIn(row, matrix, !answer));
    if (isEmpty(others) || !isEmpty(minus(left, excludedIn(row, matrix, !answer)))) continue;
    const by = facts.filter(({ fact, gone }) => !fact.either && overlaps(gone, others));
    const [first] = by;
    const gone = by.reduce((set, each) => union(set, each.gone), NO_KINDS);
    if (!first || by.length > 1 || !isEmpty(minus(others, gone))) return undefined;
    const { condition, holds } = first.fact;
    const guard = { text: source.slice(condition.start, condition.end), holds, excludes: first.gone };
    const span = { start: call.start, end: call.end };
    const { start, end } = condition;
    return { text: source.slice(call.start, call.end), answer, by: { ...guard, start, end }, kinds: others, ...span };
  }
  return undefined;
}
