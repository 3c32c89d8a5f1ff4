/** What is known at one point of a function: conditions that hold, where each local's value came from, what was followed on every path. */
import type { Expression } from '../model/expression.ts';
import type { Origin } from '../model/site.ts';
import type { Span } from '../text/span.ts';
import { type AnsweredKinds, type Fact, factOf, joinFacts, renamed, withFact, withoutName } from './facts.ts';
import { tells } from './telling.ts';
import { namesIn, textOf } from './text.ts';

export type { Fact } from './facts.ts';

/** What a local variable holds. */
export interface Value {
  readonly origins: readonly Origin[];
  /** The sites (by the offset of their `->`) whose value it may be a copy of. */
  readonly sites: readonly number[];
  /** The identity of the page whose `->mapping` it is a copy of. */
  readonly fieldOf?: string;
  /** The identity of the page whose `->mapping->host` it is a copy of. */
  readonly hostOf?: string;
  /** What page it is, where two locals are known to mean the same one: equal identities are the same page. */
  readonly identity?: string;
  /** The identity of the page whose mapping it is, where a helper such as `folio_mapping()` gave it. */
  readonly mappingOf?: string;
  /** Bits were put into it: it is no plain pointer. */
  readonly hasBits?: true;
  /** The local variable that it is the address of. */
  readonly pointsTo?: string;
  /** It is the array of a mapping's cache, or a cursor over it: the origins are those of its entries. */
  readonly isArray?: true;
}

/** Something that is known of more than one name: it is void when one of them is assigned. */
interface Named {
  readonly names: ReadonlySet<string>;
}

/** Where a value was followed. */
export interface Followed extends Span, Named {}

/** The condition whose answer a variable holds, as `dax` does after `dax = IS_DAX(inode)`. */
export interface Answer extends Named {
  readonly condition: Expression;
}

/** What a member of a struct was given in this function. */
export interface MemberValue extends Named {
  readonly value: Value;
}

export interface State {
  readonly facts: readonly Fact[];
  readonly values: ReadonlyMap<string, Value>;
  /** Where a value, by its canonical text, was followed on every path to here. */
  readonly followed: ReadonlyMap<string, Followed>;
  /** By variable. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** By canonical text of the member, `ctx->page`. */
  readonly members: ReadonlyMap<string, MemberValue>;
}

export const EMPTY_STATE: State = {
  facts: [],
  values: new Map(),
  followed: new Map(),
  answers: new Map(),
  members: new Map(),
};

/** A state in which a condition is known. */
export function assume(state: State, condition: Expression, holds: boolean, answers?: AnsweredKinds): State {
  const facts = withFact(state.facts, factOf(condition, holds, answers));
  return facts === state.facts ? state : { ...state, facts };
}

/** What is known where two paths meet: the facts of both, the values of either. */
export function join(a: State | undefined, b: State | undefined): State | undefined {
  if (!a || a === b) return b;
  if (!b) return a;
  return {
    facts: joinFacts(a.facts, b.facts, (fact) => tells(fact, a.values) || tells(fact, b.values)),
    values: joinValues(a.values, b.values),
    followed: inBoth(a.followed, b.followed, (span) => span),
    answers: inBoth(a.answers, b.answers, (x, y) => (textOf(x.condition) === textOf(y.condition) ? x : undefined)),
    members: inBoth(a.members, b.members, (x, y) => ({ ...x, value: joinValue(x.value, y.value) })),
  };
}

function joinValues(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  if (a === b) return a;
  let values: Map<string, Value> | undefined;
  for (const [name, value] of b) {
    const other = a.get(name);
    if (other === value) continue;
    const either = other ? joinValue(other, value) : value;
    if (either === other) continue;
    values ??= new Map(a);
    values.set(name, either);
  }
  return values ?? a;
}

/** Either of two values; the first itself where the second adds nothing to it. */
export function joinValue(a: Value, b: Value): Value {
  if (a === b) return a;
  const added = b.origins.filter((origin) => !isAmong(a.origins, origin));
  if (added.length === 0 && isWithin(b, a)) return a;
  const joined: Value = { origins: [...a.origins, ...added], sites: merged(a.sites, b.sites) };
  return {
    ...joined,
    ...(a.identity !== undefined && a.identity === b.identity ? { identity: a.identity } : {}),
    ...(a.mappingOf !== undefined && a.mappingOf === b.mappingOf ? { mappingOf: a.mappingOf } : {}),
    ...(a.fieldOf !== undefined && a.fieldOf === b.fieldOf ? { fieldOf: a.fieldOf } : {}),
    ...(a.hostOf !== undefined && a.hostOf === b.hostOf ? { hostOf: a.hostOf } : {}),
    ...(a.pointsTo !== undefined && a.pointsTo === b.pointsTo ? { pointsTo: a.pointsTo } : {}),
    ...(a.isArray === true && b.isArray === true ? { isArray: true } : {}),
    ...(a.hasBits === true || b.hasBits === true ? { hasBits: true } : {}),
  };
}

function isAmong(origins: readonly Origin[], { start, name }: Origin): boolean {
  for (const known of origins) if (known.start === start && known.name === name) return true;
  return false;
}

/** Whether all that is known of the second value, beside its origins, is true of the first as well. */
function isWithin(a: Value, b: Value): boolean {
  return (
    (b.identity === undefined || b.identity === a.identity) &&
    (b.mappingOf === undefined || b.mappingOf === a.mappingOf) &&
    (b.fieldOf === undefined || b.fieldOf === a.fieldOf) &&
    (b.hostOf === undefined || b.hostOf === a.hostOf) &&
    (b.pointsTo === undefined || b.pointsTo === a.pointsTo) &&
    (b.isArray !== true || a.isArray === true) &&
    (a.hasBits !== true || b.hasBits === true) &&
    a.sites.every((at) => b.sites.includes(at))
  );
}

function merged(a: readonly number[], b: readonly number[]): readonly number[] {
  return b.length === 0 ? a : [...new Set([...a, ...b])];
}

/** What both maps have, where `pick` finds that they agree. */
function inBoth<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  pick: (a: T, b: T) => T | undefined,
): ReadonlyMap<string, T> {
  if (a === b || a.size === 0) return a;
  const both = new Map<string, T>();
  let isSame = true;
  for (const [key, value] of a) {
    const other = b.get(key);
    const picked = other === undefined ? undefined : other === value ? value : pick(value, other);
    if (picked !== undefined) both.set(key, picked);
    if (picked !== value) isSame = false;
  }
  return isSame ? a : both;
}

/** The values at the start of a way that is gone more than once: what came first, or what an earlier time left behind. */
export function carriedBack(
  first: ReadonlyMap<string, Value>,
  left: ReadonlyMap<string, Value>,
  names: ReadonlySet<string>,
): ReadonlyMap<string, Value> {
  const values = new Map(first);
  for (const name of names) {
    const back = left.get(name);
    const before = values.get(name);
    if (back && before && back !== before) values.set(name, joinValue(before, { ...back, sites: [] }));
  }
  return values;
}

/** Forgets what was known about a variable. */
export function forget(state: State, name: string): State {
  const facts = withoutName(state.facts, name);
  const followed = withoutNamed(state.followed, name);
  const members = withoutNamed(state.members, name);
  const answers = without(withoutNamed(state.answers, name), (variable) => variable === name);
  const isSame =
    facts === state.facts && followed === state.followed && members === state.members && answers === state.answers;
  return isSame ? state : { ...state, facts, followed, members, answers };
}

function withoutNamed<T extends Named>(map: ReadonlyMap<string, T>, name: string): ReadonlyMap<string, T> {
  return without(map, (_, { names }) => names.has(name));
}

/** Forgets what was known about a memory location, by its canonical text. */
export function forgetText(state: State, text: string): State {
  const mentions = (key: string): boolean => key.includes(text);
  return {
    ...state,
    facts: state.facts.some(({ key }) => mentions(key)) ? state.facts.filter(({ key }) => !mentions(key)) : state.facts,
    followed: without(state.followed, mentions),
    members: without(state.members, mentions),
    answers: without(state.answers, (_, { condition }) => mentions(textOf(condition))),
  };
}

/** A map without some of its entries; the map itself where none of them is there. */
function without<T>(map: ReadonlyMap<string, T>, isGone: (key: string, entry: T) => boolean): ReadonlyMap<string, T> {
  for (const [key, entry] of map)
    if (isGone(key, entry)) return new Map([...map].filter((each) => !isGone(each[0], each[1])));
  return map;
}

/** Gives a variable a new value, and forgets what was known about the old one. */
export function assign(state: State, name: string, value: Value): State {
  return { ...forget(handOver(state, name), name), values: new Map(state.values).set(name, value) };
}

/** What is known of a page whose variable gets another value is known of another variable that holds the same page. */
function handOver(state: State, name: string): State {
  const identity = state.values.get(name)?.identity;
  if (identity === undefined || !state.facts.some((fact) => fact.names.has(name))) return state;
  for (const [other, value] of state.values) {
    if (other === name || value.identity !== identity) continue;
    return { ...state, facts: state.facts.map((fact) => (fact.names.has(name) ? renamed(fact, name, other) : fact)) };
  }
  return state;
}

/** Gives a variable another value, where what is known of it still holds: an array that got one more element. */
export function revalue(state: State, name: string, value: Value): State {
  return { ...state, values: new Map(state.values).set(name, value) };
}

/** Remembers that a value was followed where it was not known to be set. */
export function followed(state: State, expression: Expression): State {
  const key = textOf(expression);
  if (state.followed.has(key) || state.facts.some((fact) => fact.holds && fact.key === key)) return state;
  const { start, end } = expression;
  const names = namesIn(expression);
  return { ...state, followed: new Map(state.followed).set(key, { names, start, end }) };
}

/** Remembers which condition's answer a variable holds. */
export function answering(state: State, name: string, condition: Expression): State {
  const names = namesIn(condition);
  return names.has(name) ? state : { ...state, answers: new Map(state.answers).set(name, { condition, names }) };
}

/** Remembers what a member of a struct was given. */
export function keepMember(state: State, member: Expression, value: Value): State {
  const entry = { names: namesIn(member), value };
  return { ...state, members: new Map(state.members).set(textOf(member), entry) };
}

/** Forgets the members of what a call can reach through what it is given. */
export function forgetMembers(state: State, given: Expression): State {
  if (state.members.size === 0) return state;
  const text = textOf(given).replace(/^&/, '');
  const isReached = (key: string): boolean => key.startsWith(`${text}->`) || key.startsWith(`${text}.`);
  const members = without(state.members, isReached);
  return members === state.members ? state : { ...state, members };
}
