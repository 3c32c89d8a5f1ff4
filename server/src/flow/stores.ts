/** What variables, members and arrays hold after something was stored in them or a call has filled them. */
import type { Call, Expression } from '../model/expression.ts';
import type { Span } from '../text/span.ts';
import { canAnswer } from './knowledge.ts';
import { answering, assign, forgetMembers, joinValue, keepMember, revalue, type State } from './state.ts';
import { holdsPages, rootName } from './targets.ts';
import { isNull, stripped } from './text.ts';
import type { Scope } from './types.ts';
import type { Values } from './values.ts';

export class Stores {
  private readonly values: Values;
  private readonly scope: () => Scope;

  constructor(values: Values, scope: () => Scope) {
    this.values = values;
    this.scope = scope;
  }

  /** A variable whose address a call gets, or an array that it fills, holds afterwards what the call put there. */
  outArgument(call: Call, at: number, arg: Expression, state: State): State {
    const inner = stripped(arg);
    const target = inner.kind === 'unary' && inner.operator === '&' ? stripped(inner.operand) : inner;
    const name = rootName(target);
    if (name === undefined) return state;
    return this.filledOut(call, at, { name, target, isAddress: target !== inner }, forgetMembers(state, name));
  }

  private filledOut(
    call: Call,
    at: number,
    { name, target, isAddress }: { readonly name: string; readonly target: Expression; readonly isAddress: boolean },
    state: State,
  ): State {
    const { values } = this;
    const filled = values.filled(call, at);
    if (filled) return assign(state, name, filled);
    const isArray = !isAddress && holdsPages(this.scope().type(name));
    if (!isArray && (!isAddress || target.kind !== 'name')) return state;
    const stored = values.storedBy(call, at, this.scope());
    const before = state.values.get(name);
    return isArray
      ? revalue(state, name, before ? joinValue(before, stored) : stored)
      : assign(state, name, before ? joinValue(before, stored) : stored);
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
    return keepMember(state, target, { ...stored, sites: [], hosts: [] });
  }

  /** An array holds what is stored in one of its elements, beside what it held before. */
  private keepElement(target: Expression, right: Expression, state: State): State {
    const name = this.values.holderOf(target, this.scope());
    const before = name === undefined ? undefined : state.values.get(name);
    if (name === undefined || before === undefined || isNull(right)) return state;
    const stored = this.values.valueOf(right, state, this.scope());
    return revalue(state, name, joinValue(before, { ...stored, sites: [], hosts: [] }));
  }

  /** In a loop's body a variable that the loop assigns can hold what an earlier round left in it. */
  carriedRound(names: ReadonlySet<string>, entry: State, span: Span): State {
    const values = new Map(entry.values);
    for (const name of names) {
      const value = values.get(name);
      if (value && value.sites.length === 0) values.set(name, this.values.unknown(span));
    }
    return { ...entry, values };
  }
}
