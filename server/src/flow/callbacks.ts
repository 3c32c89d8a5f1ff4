/**
 * Containers that call a function back with themselves when they are done, such as a bio its `bi_end_io`: which function
 * that is goes wherever the container goes, as a marked place beside that of its pages.
 */
import { isContainerCallback } from '../kernel/page-carriers.ts';
import type { Call, Expression, Member } from '../model/expression.ts';
import type { FlowPlace } from '../model/facts.ts';
import { containerAt, holdsContainer } from './containers.ts';
import type { State } from './state.ts';
import { stripped, textOf } from './text.ts';
import { resolve, type Scope, type TypeLookup, typeOf } from './types.ts';
import type { Values } from './values.ts';

/** A function is given to a container, or goes with it from place to place. */
export interface CallbackEdge {
  readonly from: FlowPlace;
  readonly to: FlowPlace;
}

export class Callbacks {
  private readonly values: Values;
  private readonly lookup: TypeLookup;
  private readonly functionName: string;
  /** What containers of this function were given here, by the text of the expression that leads to them. */
  private readonly given = new Map<string, Set<FlowPlace>>();

  /** The containers among them whose function was stored here. */
  private readonly bound = new Set<string>();

  constructor(values: Values, lookup: TypeLookup, functionName: string) {
    this.values = values;
    this.lookup = lookup;
    this.functionName = functionName;
  }

  /** Whether an expression leads to a container. */
  isContainer(expression: Expression, scope: Scope): boolean {
    const type = resolve(typeOf(expression, scope, this.lookup), this.lookup);
    return type !== undefined && type.stars === 1 && holdsContainer(type.name, this.lookup);
  }

  /** Whether a call calls a container back. */
  isCallback(callee: Expression, scope: Scope): boolean {
    const inner = stripped(callee);
    return inner.kind === 'member' && this.isCallbackMember(inner, scope);
  }

  /** The places of the functions that a container can call back. */
  of(container: Expression, state: State, scope: Scope): readonly FlowPlace[] {
    const root = containerAt(container, scope, this.lookup);
    const places = new Set(this.given.get(textOf(root)));
    // Whose function it had before gets it from the one that was put in its place.
    if (this.bound.has(textOf(root))) return [...places];
    for (const { place } of this.values.valueOf(root, state, scope).origins) {
      // Whoever put a container into a member gets it back from there with all that is put into it later.
      if (place !== undefined && /^[PRO] /.test(place)) places.add(marked(place));
    }
    return [...places];
  }

  /** Whether a container was made here, or given its function here: it is this function that knows both its pages and who gets them. */
  isOwn(container: Expression, state: State, scope: Scope): boolean {
    const root = containerAt(container, scope, this.lookup);
    if (this.bound.has(textOf(root))) return true;
    const { origins } = this.values.valueOf(root, state, scope);
    const places = origins.flatMap(({ place }) => place ?? []);
    return places.some((place) => place.startsWith('R ')) && places.every((place) => /^[RO] /.test(place));
  }

  /** `bio->bi_end_io = function`: where the function goes, or the member whose container it is given to. */
  bind(target: Member, value: Expression, state: State, scope: Scope): readonly CallbackEdge[] {
    if (!this.isCallbackMember(target, scope)) return [];
    const root = containerAt(target.base, scope, this.lookup);
    // A function that was kept in a container and is put back was bound by whoever put it there first.
    const functions = this.placesOf(value, state, scope).filter((place) => !this.isKept(place));
    if (functions.length === 0) return [];
    this.given.delete(textOf(root));
    this.give(root, functions);
    this.bound.add(textOf(root));
    return this.values.valueOf(root, state, scope).origins.flatMap(({ place }) => {
      const to = place === undefined ? undefined : this.outPlace(place);
      return to === undefined ? [] : functions.map((from) => ({ from, to }));
    });
  }

  /** A call may have given its container a function. */
  filledBy(call: Call, argument: number, callee: string, scope: Scope): void {
    const arg = call.args[argument];
    if (arg === undefined) return;
    this.give(this.rootOf(arg, scope), [`O ${callee}! ${argument} ${this.values.callId(call)}`]);
  }

  /** The container behind an argument: what a conversion such as `btrfs_bio(bio)` answers is the container that it was given. */
  private rootOf(expression: Expression, scope: Scope): Expression {
    const root = containerAt(expression, scope, this.lookup);
    const [only, second] = root.kind === 'call' ? root.args : [];
    return only !== undefined && second === undefined && this.isContainer(only, scope)
      ? this.rootOf(only, scope)
      : root;
  }

  private give(root: Expression, functions: readonly FlowPlace[]): void {
    const key = textOf(root);
    const known = this.given.get(key) ?? new Set();
    for (const place of functions) known.add(place);
    this.given.set(key, known);
  }

  private outPlace(place: FlowPlace): FlowPlace | undefined {
    if (place.startsWith(`P ${this.functionName} `)) return marked(`O${place.slice(1)}`);
    return place.startsWith('M ') ? place : undefined;
  }

  private placesOf(value: Expression, state: State, scope: Scope): readonly FlowPlace[] {
    return this.values.valueOf(value, state, scope).origins.flatMap(({ place }) => place ?? []);
  }

  /** Whether a place is the member of a container that holds its function: what is read from there was bound before. */
  isKept(place: FlowPlace): boolean {
    const [, struct, field] = /^M (struct \w+)\.(\w+)$/.exec(place) ?? [];
    return struct !== undefined && field !== undefined && this.holdsCallback(struct, field);
  }

  private isCallbackMember(member: Member, scope: Scope): boolean {
    const holder = resolve(typeOf(member.base, scope, this.lookup), this.lookup);
    return holder !== undefined && this.holdsCallback(holder.name, member.field);
  }

  /** A member of a container that holds a function; of a struct that has a container in it, any pointer to a function. */
  private holdsCallback(struct: string, field: string): boolean {
    if (isContainerCallback(struct, field)) return true;
    if (!holdsContainer(struct, this.lookup)) return false;
    return resolve(this.lookup.struct(struct)?.members.get(field), this.lookup)?.name === '(function)';
  }
}

/** The place of the function that a container at a place calls back. */
export function marked(place: FlowPlace): FlowPlace {
  const [letter, name, ...rest] = place.split(' ');
  return [letter, `${name}!`, ...rest].join(' ');
}
