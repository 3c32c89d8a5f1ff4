/** What is known at one point of a function: conditions that hold, where each local's value came from, what was followed on every path. */
import type { Expression } from '../model/expression.ts';
import type { Origin } from '../model/site.ts';
import type { Span } from '../text/span.ts';
import { namesIn, textOf } from './text.ts';

/** A condition known to hold or to fail. */
export interface Fact {
  /** Canonical text of the condition, without its `!`. */
  readonly key: string;
  readonly condition: Expression;
  readonly holds: boolean;
  readonly names: ReadonlySet<string>;
}

/** What a local variable holds. */
export interface Value {
  readonly origins: readonly Origin[];
  /** The sites (by the offset of their `->`) whose value it may be a copy of. */
  readonly sites: readonly number[];
  /** The sites whose `->host` it may be a copy of. */
  readonly hosts: readonly number[];
  /** What page it is, where two locals are known to mean the same one: equal identities are the same page. */
  readonly identity?: string;
  /** The identity of the page whose mapping it is, where a helper such as `folio_mapping()` gave it. */
  readonly mappingOf?: string;
}

export interface State {
  readonly facts: readonly Fact[];
  readonly values: ReadonlyMap<string, Value>;
  /** Where a value, by its canonical text, was followed on every path to here. */
  readonly followed: ReadonlyMap<string, Span>;
}

export const EMPTY_STATE: State = { facts: [], values: new Map(), followed: new Map() };

/** A state in which a condition is known. */
export function assume(state: State, condition: Expression, holds: boolean): State {
  const key = textOf(condition);
  if (state.facts.some((fact) => fact.key === key && fact.holds === holds)) return state;
  return { ...state, facts: [...state.facts, { key, condition, holds, names: namesIn(condition) }] };
}

/** What is known where two paths meet: the facts of both, the values of either. */
export function join(a: State | undefined, b: State | undefined): State | undefined {
  if (!a || a === b) return b;
  if (!b) return a;
  const facts =
    a.facts === b.facts
      ? a.facts
      : a.facts.filter((fact) => b.facts.some((other) => other.key === fact.key && other.holds === fact.holds));
  return { facts, values: joinValues(a.values, b.values), followed: joinFollowed(a.followed, b.followed) };
}

function joinValues(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  if (a === b) return a;
  const values = new Map(a);
  for (const [name, value] of b) {
    const other = values.get(name);
    values.set(name, other && other !== value ? joinValue(other, value) : value);
  }
  return values;
}

/** Either of two values. */
export function joinValue(a: Value, b: Value): Value {
  const origins = [...a.origins];
  for (const origin of b.origins) {
    if (!origins.some((known) => known.start === origin.start && known.name === origin.name)) origins.push(origin);
  }
  const same = a.identity !== undefined && a.identity === b.identity ? { identity: a.identity } : {};
  const mapped = a.mappingOf !== undefined && a.mappingOf === b.mappingOf ? { mappingOf: a.mappingOf } : {};
  return { origins, sites: merged(a.sites, b.sites), hosts: merged(a.hosts, b.hosts), ...same, ...mapped };
}

function merged(a: readonly number[], b: readonly number[]): readonly number[] {
  return b.length === 0 ? a : [...new Set([...a, ...b])];
}

function joinFollowed(a: ReadonlyMap<string, Span>, b: ReadonlyMap<string, Span>): ReadonlyMap<string, Span> {
  if (a === b || a.size === 0) return a;
  const both = new Map<string, Span>();
  for (const [key, span] of a) if (b.has(key)) both.set(key, span);
  return both;
}

/** Forgets what was known about a variable. */
export function forget(state: State, name: string): State {
  const mentions = new RegExp(`(?<![\\w.>])${name}(?!\\w)`);
  const followed = new Map([...state.followed].filter(([key]) => !mentions.test(key)));
  return {
    ...state,
    facts: state.facts.filter((fact) => !fact.names.has(name)),
    followed: followed.size === state.followed.size ? state.followed : followed,
  };
}

/** Forgets what was known about a memory location, by its canonical text. */
export function forgetText(state: State, text: string): State {
  const followed = new Map([...state.followed].filter(([key]) => !key.includes(text)));
  return { ...state, facts: state.facts.filter((fact) => !fact.key.includes(text)), followed };
}

/** Gives a variable a new value, and forgets what was known about the old one. */
export function assign(state: State, name: string, value: Value): State {
  const values = new Map(state.values);
  values.set(name, value);
  return { ...forget(state, name), values };
}

/** Gives a variable another value, where what is known of it still holds: an array that got one more element. */
export function revalue(state: State, name: string, value: Value): State {
  return { ...state, values: new Map(state.values).set(name, value) };
}

/** Remembers that a value was followed. */
export function follow(state: State, key: string, span: Span): State {
  if (state.followed.has(key)) return state;
  return { ...state, followed: new Map(state.followed).set(key, span) };
}
