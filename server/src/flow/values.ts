/** Where the value of an expression comes from: the sources, parameters and members that a page can have been got from. */
import { isFreshMemory } from '../kernel/fresh-memory.ts';
import { excludedIn, yieldedIn } from '../kernel/helper-answers.ts';
import { has, helper, sourceOf } from '../kernel/helper-table.ts';
import {
  ALL,
  DAX_KINDS,
  isSubset,
  type KindSet,
  kindSet,
  minus,
  NO_KINDS,
  overlaps,
  union,
  DEVICE_KINDS,
  intersect,
} from '../kernel/kinds.ts';
import { isListMacro, linksPages } from '../kernel/list-macros.ts';
import type { EraMatrix, KindRow } from '../kernel/matrix.ts';
import { contractOf } from '../kernel/operation-contracts.ts';
import { canCarryPage, isPageContainer, isPageContent } from '../kernel/page-carriers.ts';
import { isPrivateInteger, PRIVATE_WORD, readsPrivate } from '../kernel/private-words.ts';
import type { CType } from '../model/c-type.ts';
import { type Binary, type Call, calleeName, type Expression, type Member, type Name } from '../model/expression.ts';
import type { FlowPlace } from '../model/facts.ts';
import type { Arrivals } from '../model/solution.ts';
import type { Origin } from '../model/site.ts';
import type { Span } from '../text/span.ts';
import { entryOf } from './cache-array.ts';
import { containerAt, containerIn, holderOf, pointsToContainer } from './containers.ts';
import { behindFrame } from './frames.ts';
import type { Subject } from './guards.ts';
import { fieldOf, identityOf, mappingAskedOf, pageOf, passedThrough } from './identity.ts';
import { EMPTY_STATE, joinValue, type State, type Value } from './state.ts';
import { pointedToBy } from './targets.ts';
import { isNull, stripped, textOf } from './text.ts';
import { resolve, type Scope, type TypeLookup, typeOf } from './types.ts';

/** What the values of a function depend on. */
export interface ValueContext {
  readonly functionName: string;
  /** The names of its parameters, in order. */
  readonly parameters: readonly string[];
  readonly lookup: TypeLookup;
  readonly matrix: EraMatrix;
  /** Whether a member access, by the offset of its `->`, or a question, by its own offset, is a site. */
  isSite(at: number): boolean;
  /** The walk is for the whole tree: a value that only another function can tell is a place of the tree. */
  readonly forTree?: true;
  /** Filled with the places that values come from, where somebody wants to know. */
  readonly asked?: Set<FlowPlace>;
  /** What the whole tree sends to a place; absent while a function is looked at on its own. */
  readonly arrivals?: Arrivals;
}

export class Values {
  private readonly context: ValueContext;

  constructor(context: ValueContext) {
    this.context = context;
  }

  parameter(name: string, span: Span): Value {
    return {
      origins: [this.parameterOrigin(name, span)],
      sites: [],
      identity: name,
    };
  }

  /** A parameter is of any kind, unless the function is in operations tables that all promise something. */
  private parameterOrigin(name: string, { start, end }: Span): Origin {
    const tables = this.context.lookup
      .installed(this.context.functionName)
      .map(({ table, member }) => contractOf(table, member));
    const promised = tables.reduce<KindSet | undefined>(
      (all, kinds) => (kinds === undefined || all === undefined ? undefined : union(all, kinds)),
      NO_KINDS,
    );
    const known = promised !== undefined && promised !== NO_KINDS;
    const place = `P ${this.context.functionName} ${this.context.parameters.indexOf(name)}`;
    // The way of what its table promises is asked for too.
    if (known) this.context.asked?.add(place);
    return known
      ? { what: 'parameter', name, kinds: promised, known, place, ...this.apart(place), start, end }
      : this.arriving({ what: 'parameter', name, kinds: ALL, known, place, start, end });
  }

  /** An origin with what the whole tree knows of its place. */
  private arriving(origin: Origin): Origin {
    if (origin.place !== undefined) this.context.asked?.add(origin.place);
    const arrival = origin.place === undefined ? undefined : this.context.arrivals?.at(origin.place);
    if (!arrival) return origin;
    const { proven, possible } = arrival;
    // Along the calls of a whole tree, tests of other things than the page keep ordinary pages apart; only what no test
    // of that kind tells apart, memory of a device, is proven by a way.
    return {
      ...origin,
      kinds: union(proven, possible),
      proven: intersect(proven, DEVICE_KINDS),
      known: arrival.isOfAny === true || isSubset(possible, proven),
      ...(arrival.isApart ? { isApart: true } : {}),
    };
  }

  /** Whether a place gets its pages from operations that the inodes of DAX pages do not have. */
  private apart(place: FlowPlace): { readonly isApart?: true } {
    this.context.asked?.add(place);
    return this.context.arrivals?.at(place)?.isApart ? { isApart: true } : {};
  }

  /** The page that an expression is, for those who ask what is known of it. */
  subjectOf(expression: Expression, state: State, scope: Scope): Subject {
    const { origins } = this.valueOf(expression, state, scope);
    return {
      identity: identityOf(expression, state),
      fieldText: `${textOf(expression)}->mapping`,
      at: -1,
      from: new Set(origins.flatMap((origin) => origin.from ?? [])),
    };
  }

  /** What a variable holds after it was given the value of an expression. */
  valueOf(expression: Expression, state: State, scope: Scope): Value {
    const inner = stripped(expression);
    switch (inner.kind) {
      case 'name':
        return isNull(inner) ? NOTHING : (state.values.get(inner.name) ?? this.global(inner.name, inner, scope));
      case 'literal':
        return NOTHING;
      case 'call':
        return this.callValue(inner, state, scope);
      case 'member':
        return this.memberValue(inner, state, scope);
      case 'index':
        return this.element(inner, inner.base, state, scope);
      case 'unary':
        if (inner.operator === '*') {
          const pointed = pointedToBy(inner, state);
          if (pointed !== undefined) return state.values.get(pointed) ?? this.unknown(inner, pointed);
          return this.element(inner, inner.operand, state, scope);
        }
        if (inner.operator === '++' || inner.operator === '--') return this.element(inner, inner.operand, state, scope);
        if (inner.operator === '&' && inner.operand.kind === 'member' && inner.operand.field === 'page') {
          return this.valueOf(inner.operand.base, state, scope);
        }
        return inner.operator === '&' ? this.address(inner, state, scope) : this.unknown(inner);
      case 'binary':
        return this.reckoned(inner, state, scope);
      case 'conditional': {
        const no = this.valueOf(inner.whenFalse, state, scope);
        return inner.whenTrue ? joinValue(this.valueOf(inner.whenTrue, state, scope), no) : no;
      }
      case 'assign':
        return this.valueOf(inner.left, state, scope);
      case 'sequence': {
        const last = inner.parts[inner.parts.length - 1];
        if (last && inner.form === 'comma') return this.valueOf(last, state, scope);
        if (!last || inner.members?.some((member) => member !== undefined)) return this.unknown(inner);
        // What an array is initialised with: any of it.
        return inner.parts.map((part) => this.valueOf(part, state, scope)).reduce(joinValue);
      }
      default:
        return this.unknown(inner);
    }
  }

  /** An element of an array of pages has the array's origin, and is a page of its own. */
  private element(whole: Expression, base: Expression, state: State, scope: Scope): Value {
    const { origins } = this.valueOf(base, state, scope);
    return { origins, sites: [], identity: `${identityOf(whole, state)}@${whole.start}` };
  }

  /** An element further on, the same pointer with or without a tag in its low bits, or what only a sum would tell. */
  private reckoned(inner: Binary, state: State, scope: Scope): Value {
    const { left, right, operator } = inner;
    if (operator === '+' || operator === '-') return this.element(inner, left, state, scope);
    const bits = stripped(right);
    const isUntagged = operator === '&' && bits.kind === 'unary' && bits.operator === '~';
    if (!isUntagged && operator !== '|') return this.unknown(inner);
    const { origins } = this.valueOf(left, state, scope);
    return { origins, sites: [], identity: `?@${inner.start}`, ...(operator === '|' ? { hasBits: true } : {}) };
  }

  private callValue(call: Call, state: State, scope: Scope): Value {
    const name = calleeName(call);
    const entry = name === undefined ? undefined : entryOf(name, call.args, call, state);
    if (entry) return entry;
    if (name === 'container_of' && this.followsTree) {
      const container = containerAt(call, scope, this.context.lookup);
      if (container !== call) return { ...this.valueOf(container, state, scope), identity: `?@${call.start}` };
    }
    const through = passedThrough(call);
    if (through) return { ...this.valueOf(through, state, scope), identity: identityOf(through, state) };
    const asked = mappingAskedOf(call);
    if (asked) return { ...this.unknown(call, name ?? '', 'call'), mappingOf: identityOf(asked, state) };
    if (this.context.isSite(call.start)) return { ...this.unknown(call, name ?? '', 'call'), sites: [call.start] };
    if (name !== undefined && isFreshMemory(name)) return this.nothing(call, name);
    if (name !== undefined && isListMacro(name) && isLinkedByLru(call.args)) return this.onList(name, call);
    const checked = name === undefined ? undefined : helper(name);
    if (name !== undefined && checked?.role === 'guard' && checked.subject === 'pfn') {
      // A lookup that refuses some frames is a guard whose answer is the page.
      const kinds = minus(ALL, excludedIn(checked, this.context.matrix, true));
      const { start, end } = call;
      return {
        origins: [{ what: 'call', name, kinds, known: true, start, end }],
        sites: [],
        identity: `${name}@${start}`,
      };
    }
    const row = name === undefined ? undefined : sourceOf(name);
    const container =
      row && has(row, 'held') && this.followsTree ? containerIn(call.args, scope, this.context.lookup) : undefined;
    if (container) return this.element(call, container, state, scope);
    if (!row || name === undefined || row.argument >= 0) return this.result(call, state, scope);
    return this.fromSource(name, call, call.args, state, scope);
  }

  private fromSource(name: string, span: Span, args: readonly Expression[] = [], state = EMPTY_STATE, scope?: Scope) {
    const row = sourceOf(name);
    const { start, end } = span;
    const yielded = row ? yieldedIn(row, this.context.matrix) : ALL;
    const kinds = args[0] ? behindFrame(yielded, args[0], state, this.context.parameters, scope) : yielded;
    const isHeld = row !== undefined && has(row, 'held') && overlaps(kinds, DAX_KINDS);
    const origin: Origin = {
      what: row?.form === 'field' ? 'member' : 'call',
      name,
      kinds,
      known: row !== undefined && !isHeld,
      from: args.flatMap((arg) => lookedUpWith(arg, state)),
      start,
      end,
    };
    return { origins: [origin], sites: [], identity: `${name}@${start}` };
  }

  private memberValue(member: Member, state: State, scope: Scope): Value {
    if (member.field === 'host') {
      const hostOf = fieldOf(member.base, state);
      if (hostOf !== undefined) return { ...this.unknown(member, textOf(member), 'member'), hostOf };
    }
    const holder = resolve(typeOf(member.base, scope, this.context.lookup), this.context.lookup);
    const source = holder && `${holder.name.replace(/^struct /, '')}.${member.field}`;
    if (holder && isPageContent(holder.name, member.field)) {
      const content = this.element(member, member.base, state, scope);
      if (this.followsTree || content.origins.every((origin) => origin.known)) return content;
    }
    const kept = state.members.size > 0 ? state.members.get(textOf(member))?.value : undefined;
    if (kept?.origins.every((origin) => origin.known)) return kept;
    if (source !== undefined && sourceOf(source))
      return { ...this.fromSource(source, member), identity: identityOf(member, state) };
    if (kept) return kept;
    const unknown = this.unknown(member, textOf(member), 'member', this.memberPlace(holder, member.field));
    const sites = this.context.isSite(member.at) ? [member.at] : [];
    if (member.field !== 'mapping') return { ...unknown, sites, identity: identityOf(member, state) };
    const held = { ...unknown, sites, fieldOf: identityOf(pageOf(member), state) };
    return sites.length > 0 ? held : { ...held, identity: identityOf(member, state) };
  }

  /** The result of a call of which the table says nothing: that of the function, or of what the pointer holds. */
  private result(call: Call, state: State, scope: Scope): Value {
    const name = calleeName(call);
    if (name !== undefined && readsPrivate(name)) return this.unknown(call, name, 'call', `M ${PRIVATE_WORD}`);
    if (name !== undefined && !scope.has(name))
      return lookedUp(this.unknown(call, name, 'call', `R ${name} ${this.callId(call)}`), call, state);
    const [held] = this.valueOf(call.callee, state, scope).origins;
    return this.unknown(call, textOf(call.callee), 'call', held?.place === undefined ? undefined : `I ${held.place}`);
  }

  /** The name of one call in the whole tree, together with the path of the file. */
  callId(call: Span): string {
    return `${this.context.functionName}:${call.start}`;
  }

  /** A name that no block of the function declares: a file-level variable, or the address of a function. */
  private global(name: string, span: Span, scope: Scope): Value {
    return this.unknown(span, name, 'unknown', scope.has(name) ? undefined : `V ${name}`);
  }

  /** A member is a place of the whole tree where its type can lead to a page. */
  private memberPlace(holder: CType | undefined, field: string): FlowPlace | undefined {
    if (holder && isPrivateInteger(holder.name, field)) return `M ${PRIVATE_WORD}`;
    const type = holder && this.context.lookup.struct(holder.name)?.members.get(field);
    const carries = type && (canCarryPage(type.name, type.stars) || pointsToContainer(type, this.context.lookup));
    return holder && carries ? `M ${holder.name}.${field}` : undefined;
  }

  /** What a source of the table puts into one of its arguments; undefined where it leaves the argument alone. */
  filled(call: Call, argument: number, state: State): Value | undefined {
    const name = calleeName(call);
    const row = name === undefined ? undefined : sourceOf(name);
    // A page that is taken off a list is the page that it was.
    return row && row.role !== 'lru' && name !== undefined && row.argument === argument
      ? this.fromSource(name, call, call.args, state)
      : undefined;
  }

  /** What a call of any other function may have stored through a pointer that it was given. */
  storedBy(call: Call, argument: number, state: State, scope: Scope): Value {
    const name = calleeName(call);
    if (name !== undefined && !scope.has(name))
      return this.unknown(call, name, 'call', `O ${name} ${argument} ${this.callId(call)}`);
    const [held] = this.valueOf(call.callee, state, scope).origins;
    return this.unknown(call, '', 'call', held?.place === undefined ? undefined : `X ${argument} ${held.place}`);
  }

  /** Memory that holds no page yet: a variable without a value, or what an allocator gives. */
  nothing(span: Span, name = ''): Value {
    const { start, end } = span;
    const origin: Origin = { what: 'unknown', name, kinds: NO_KINDS, known: true, start, end };
    return { origins: [origin], sites: [], identity: `?@${start}` };
  }

  /** What the variable of an iterator macro holds in the body. */
  iterated(iterator: string, args: readonly Expression[], target: Name, state: State, scope: Scope): Value {
    const entry = entryOf(iterator, args, target, state);
    if (entry) return entry;
    const container = this.followsTree ? containerIn(args, scope, this.context.lookup, target.name) : undefined;
    if (container) {
      // The walk is over the container: the variable of the walk stands before it.
      const isWalked = stripped(container) === stripped(args[0] ?? container);
      return isWalked ? (state.values.get(target.name) ?? NOTHING) : this.element(target, container, state, scope);
    }
    return this.sourceIterated(iterator, args, target);
  }

  private sourceIterated(iterator: string, args: readonly Expression[], span: Span): Value {
    if (isListMacro(iterator) && isLinkedByLru(args)) return this.onList(iterator, span);
    return helper(iterator) ? this.fromSource(iterator, span) : this.unknown(span, iterator, 'call');
  }

  /** The address of a container, or of something in it, leads to what the container holds. */
  private address(whole: Expression & { kind: 'unary' }, state: State, scope: Scope): Value {
    const { operand } = whole;
    const container = this.followsTree ? containerAt(whole, scope, this.context.lookup) : whole;
    if (container !== whole) return { ...this.valueOf(container, state, scope), identity: identityOf(whole, state) };
    if (operand.kind === 'name' && scope.type(operand.name)?.stars === 1)
      return { ...this.unknown(operand), pointsTo: operand.name };
    const name = holderOf(operand, scope, this.context.lookup);
    const held = name === undefined ? undefined : state.values.get(name);
    const type = name === undefined ? undefined : scope.type(name);
    return held && type && (type.stars > 0 || isPageContainer(type.name))
      ? { ...held, sites: [], identity: `&${name}` }
      : this.unknown(operand);
  }

  /** Whether a value that only another function can tell is a place of the whole tree. */
  private get followsTree(): boolean {
    return this.context.forTree === true || this.context.arrivals !== undefined;
  }

  /** A page that was found on a list through its `lru` is of a kind that can be on one. */
  private onList(name: string, span: Span): Value {
    const { start, end } = span;
    const isList = (row: KindRow): boolean => row.can('lru', 'list') || row.can('lru', 'owner-list');
    const kinds = union(this.context.matrix.kindsWhere(ALL, isList), kindSet('fresh-alloc'));
    const origin: Origin = { what: 'call', name, kinds, known: true, start, end };
    return { origins: [origin], sites: [], identity: `${name}@${start}` };
  }

  /** A value of which nothing is known. */
  unknown(span: Span, name = '', what: Origin['what'] = 'unknown', place?: FlowPlace): Value {
    const { start, end } = span;
    return {
      origins: [this.arriving({ what, name, kinds: ALL, known: false, ...(place ? { place } : {}), start, end })],
      sites: [],
      identity: `?@${start}`,
    };
  }
}

/** The result of a call with what it was called with. */
function lookedUp(value: Value, call: Call, state: State): Value {
  const from = call.args.flatMap((arg) => lookedUpWith(arg, state));
  return { ...value, origins: value.origins.map((origin) => ({ ...origin, from })) };
}

/** What a page is looked up with: the argument itself, what it was made from, and what a variable got its value with. */
function lookedUpWith(argument: Expression, state: State): readonly string[] {
  const inner = stripped(argument);
  const from = [identityOf(inner, state)];
  if (inner.kind === 'call') from.push(...inner.args.map((arg) => identityOf(arg, state)));
  const value = inner.kind === 'name' ? state.values.get(inner.name) : undefined;
  for (const origin of value?.origins ?? []) from.push(...(origin.from ?? []));
  return from;
}

/** Whether a list macro links its structs by the member of pages. */
function isLinkedByLru(args: readonly Expression[]): boolean {
  const last = args[args.length - 1];
  return last?.kind === 'name' && linksPages(last.name);
}

const NOTHING: Value = { origins: [], sites: [] };
