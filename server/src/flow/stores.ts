/** What variables, members and arrays hold after something was stored in them or a call has filled them. */
import { onlyReads } from '../kernel/read-only-calls.ts';
import { type Call, calleeName, type Expression, type Member } from '../model/expression.ts';
import type { Span } from '../text/span.ts';
import { cacheArray } from './cache-array.ts';
import { holderOf } from './containers.ts';
import { canAnswer } from './knowledge.ts';
import { answering, assign, forgetMembers, joinValue, keepMember, revalue, type State } from './state.ts';
import { holdsPages, rootName } from './targets.ts';
import { isNull, stripped } from './text.ts';
import { type Scope, type TypeLookup, typeOf } from './types.ts';
import type { Values } from './values.ts';

export class Stores {
  private readonly values: Values;
  private readonly lookup: TypeLookup;
  private readonly scope: () => Scope;

  constructor(values: Values, lookup: TypeLookup, scope: () => Scope) {
    this.values = values;
    this.lookup = lookup;
    this.scope = scope;
  }

  /** A variable whose address a call gets, or an array that it fills, holds afterwards what the call put there. */
  outArgument(call: Call, at: number, arg: Expression, entry: State): State {
    const inner = stripped(arg);
    const isAddress = inner.kind === 'unary' && inner.operator === '&';
    const target = isAddress ? stripped(inner.operand) : inner;
    const { values } = this;
    const scope = this.scope();
    const pointed = target.kind === 'name' && !isAddress ? entry.values.get(target.name)?.pointsTo : undefined;
    const name = pointed ?? rootName(target);
    const filled = name === undefined ? undefined : values.filled(call, at, entry);
    if (name !== undefined && filled) return assign(entry, name, filled);
    const callee = calleeName(call);
    if (callee !== undefined && onlyReads(callee)) return entry;
    // A cursor stays in its array, whoever moves it.
    if (name !== undefined && entry.values.get(name)?.isArray) return entry;
    const state = forgetMembers(entry, inner);
    if (name === undefined) return state;
    const isArray = target === inner && holdsPages(typeOf(inner, scope, this.lookup));
    if (pointed === undefined && !isArray && (target === inner || target.kind !== 'name')) return state;
    const stored = values.storedBy(call, at, entry, scope);
    const before = state.values.get(name);
    return isArray && pointed === undefined
      ? revalue(state, name, before ? joinValue(before, stored) : stored)
      : assign(state, name, before ? joinValue(before, stored) : stored);
  }

  /** The state behind `XA_STATE(name, array, ...)`. */
  cursor(name: string, array: Expression, state: State): State {
    const found = cacheArray(array, state);
    return found ? assign(state, name, found) : state;
  }

  /** The state behind `name++` and its like: another element, where it is an array. */
  moved(name: string, span: Span, state: State): State {
    const held = state.values.get(name);
    const isArray = (this.scope().type(name)?.stars ?? 0) > 1;
    return held && isArray
      ? assign(state, name, { origins: held.origins, sites: [], identity: `${name}@${span.start}` })
      : assign(state, name, this.values.unknown(span));
  }

  /** The members of a struct hold what they were initialised with. */
  initialised(name: string, init: Expression, state: State): State {
    const list = stripped(init);
    if (list.kind !== 'sequence' || !list.members) return state;
    const { start } = init;
    const base: Expression = { kind: 'name', name, start, end: start };
    return list.parts.reduce((known, part, at) => {
      const field = list.members?.[at];
      if (field === undefined) return known;
      const member: Member = { kind: 'member', base, field, arrow: false, at: start, start, end: start };
      return keepMember(known, member, this.values.valueOf(part, state, this.scope()));
    }, state);
  }

  /** A variable holds what it was given, and the answer where that was a condition. */
  give(name: string, right: Expression, state: State): State {
    const assigned = assign(state, name, this.values.valueOf(right, state, this.scope()));
    const condition = stripped(right);
    return canAnswer(condition) ? answering(assigned, name, condition) : assigned;
  }

  /** A member holds what is stored in it until the struct is handed to a call. */
  keep(target: Expression, right: Expression, state: State): State {
    const kept = this.keepElement(target, right, state);
    if (kept !== state || target.kind !== 'member' || isNull(right)) return kept;
    const stored = this.values.valueOf(right, state, this.scope());
    return keepMember(state, target, { ...stored, sites: [] });
  }

  /** An array holds what is stored in one of its elements, beside what it held before. */
  private keepElement(target: Expression, right: Expression, state: State): State {
    const name = holderOf(target, this.scope(), this.lookup);
    const before = name === undefined ? undefined : state.values.get(name);
    if (name === undefined || before === undefined || isNull(right)) return state;
    const stored = this.values.valueOf(right, state, this.scope());
    return revalue(state, name, joinValue(before, { ...stored, sites: [] }));
  }
}
