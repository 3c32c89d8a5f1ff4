/** Conditions that are known at a point of a function, and what is left of them where two paths meet. */
import type { KindSet } from '../kernel/kinds.ts';
import type { Expression } from '../model/expression.ts';
import type { Predicate } from '../model/unit.ts';
import { namesIn, textOf, withName } from './text.ts';

/** A condition known to hold or to fail. */
export interface Fact {
  /** Canonical text of the condition, without its `!`. */
  readonly key: string;
  readonly condition: Expression;
  readonly holds: boolean;
  readonly names: ReadonlySet<string>;
  /** What the called function answers, where the condition is a call of one that was looked into. */
  readonly answers?: AnsweredKinds;
  /** Instead of a condition: one of these lists of facts holds, but not known which. */
  readonly either?: readonly [readonly Fact[], readonly Fact[]];
}

/** What a function of the tree that answers a question about a page answers, and which argument it asks about. */
export interface AnsweredKinds {
  readonly subject: Predicate['subject'];
  readonly argument: number;
  /** The kinds that cannot be there where it answered true, and where it answered false. */
  readonly excludesWhenTrue: KindSet;
  readonly excludesWhenFalse: KindSet;
}

/** A condition, with what is known of the function that it calls. */
export function factOf(condition: Expression, holds: boolean, answers?: AnsweredKinds): Fact {
  return { key: textOf(condition), condition, holds, names: namesIn(condition), ...(answers ? { answers } : {}) };
}

/** The facts of a list with one more. */
export function withFact(facts: readonly Fact[], fact: Fact): readonly Fact[] {
  return facts.some((known) => known.key === fact.key && known.holds === fact.holds) ? facts : [...facts, fact];
}

/** The facts of a list that do not mention a variable. */
export function withoutName(facts: readonly Fact[], name: string): readonly Fact[] {
  return facts.some((fact) => fact.names.has(name)) ? facts.filter((fact) => !fact.names.has(name)) : facts;
}

/** A fact with one variable in the place of another that holds the same. */
export function renamed(fact: Fact, from: string, to: string): Fact {
  if (fact.either) {
    const [a, b] = fact.either;
    const all = (facts: readonly Fact[]): readonly Fact[] => facts.map((each) => renamed(each, from, to));
    return eitherOf(all(a), all(b));
  }
  const condition = withName(fact.condition, from, to);
  return { ...fact, condition, key: textOf(condition), names: namesIn(condition) };
}

/** The plain facts that a fact is made of. */
export function leavesOf(fact: Fact): readonly Fact[] {
  return fact.either ? fact.either.flatMap((facts) => facts.flatMap(leavesOf)) : [fact];
}

/** Facts that tell one path from another are kept up to this number a path, and nested this deep. */
const MAX_APART = 8;
const MAX_DEPTH = 4;

/**
 * What is known where two paths meet: the facts of both; and of those that only one of them has, that one list or the
 * other holds. `tells` says which facts are worth that.
 */
export function joinFacts(a: readonly Fact[], b: readonly Fact[], tells: (fact: Fact) => boolean): readonly Fact[] {
  if (a === b) return a;
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared += 1;
  if (shared === a.length) return a;
  if (shared === b.length) return b;
  const restA = a.slice(shared);
  const restB = b.slice(shared);
  const both = restA.filter((fact) => isIn(restB, fact));
  const common = [...a.slice(0, shared), ...both];
  const onlyA = apart(restA, both, tells);
  const onlyB = apart(restB, both, tells);
  if (onlyA.length === 0 || onlyB.length === 0) return common;
  if (onlyA.length === 1 && onlyB.length === 1 && onlyA[0]?.key === onlyB[0]?.key) return common;
  return withFact(common, eitherOf(onlyA, onlyB));
}

function apart(rest: readonly Fact[], both: readonly Fact[], tells: (fact: Fact) => boolean): readonly Fact[] {
  const own = rest.filter((fact) => !isIn(both, fact) && depthOf(fact) < MAX_DEPTH && (fact.either || tells(fact)));
  return own.length > MAX_APART ? own.slice(-MAX_APART) : own;
}

function isIn(facts: readonly Fact[], fact: Fact): boolean {
  return facts.some((other) => other === fact || (other.key === fact.key && other.holds === fact.holds));
}

function depthOf({ either }: Fact): number {
  return either ? 1 + Math.max(...either.flatMap((list) => list.map(depthOf)), 0) : 0;
}

function eitherOf(a: readonly Fact[], b: readonly Fact[]): Fact {
  const spell = (facts: readonly Fact[]): string =>
    facts.map((fact) => `${fact.holds ? '' : '!'}${fact.key}`).join('&');
  const names = new Set<string>();
  for (const fact of [...a, ...b]) for (const name of fact.names) names.add(name);
  const first = a[0]?.condition;
  const { start, end } = first ?? { start: 0, end: 0 };
  return {
    key: `(${spell(a)}|${spell(b)})`,
    condition: { kind: 'opaque', parts: [], start, end },
    holds: true,
    names,
    either: [a, b],
  };
}
