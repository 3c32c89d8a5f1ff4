/** Collects the sites of a function while it is walked: each field read or written, where its page comes from, what is known there. */
import type { EraId } from '../kernel/eras.ts';
import { excludedKinds, has, helper, sourceOf, yieldedKinds } from '../kernel/helper-table.ts';
import { ALL, DAX_KINDS, type KindSet, minus, NO_KINDS, overlaps, union } from '../kernel/kinds.ts';
import type { CType } from '../model/c-type.ts';
import { type Call, calleeName, type Expression, type Member, type Name } from '../model/expression.ts';
import type { FunctionIr } from '../model/statement.ts';
import type { Guard, Origin, Placement, Site, SiteEvent, SiteUse } from '../model/site.ts';
import type { Span } from '../text/span.ts';
import type { Observer, Usage } from './observer.ts';
import { absentWords, excludedBy, isField, type Subject } from './guards.ts';
import { identityOf, mappingAskedOf, passedThrough } from './identity.ts';
import { contractOf } from '../kernel/operation-contracts.ts';
import { type State, type Value, joinValue } from './state.ts';
import { isNull, stripped, textOf } from './text.ts';
import { resolve, type Scope, type TypeLookup, typeOf } from './types.ts';
import { useOf } from './uses.ts';
import { walkFunction } from './walker.ts';

/** The fields of page and folio that make a site. */
export const SITE_FIELDS: ReadonlySet<string> = new Set(['mapping', 'inode']);

/** A field access whose base could not be typed: it may or may not be a site. */
export interface Untyped extends Span {
  readonly field: string;
  readonly base: string;
}

export interface FunctionSites {
  readonly sites: readonly Site[];
  readonly untyped: readonly Untyped[];
}

/** Analyses one function; spans stay relative to the item. */
export function sitesOf(ir: FunctionIr, lookup: TypeLookup, era: EraId, source: string): FunctionSites {
  const observer = new SiteObserver(ir, lookup, era, source);
  walkFunction(ir, lookup, observer);
  return observer.result();
}

interface Draft {
  readonly member: Member;
  readonly baseType: 'page' | 'folio';
  readonly type: CType;
  readonly subject: Subject;
  readonly origins: readonly Origin[];
  readonly events: SiteEvent[];
}

class SiteObserver implements Observer {
  private readonly drafts = new Map<number, Draft>();
  private readonly untyped = new Map<number, Untyped>();
  /** The tests of the condition that is being evaluated. */
  private readonly tests: { readonly draft: Draft; readonly index: number }[] = [];
  private readonly ir: FunctionIr;
  private readonly lookup: TypeLookup;
  private readonly era: EraId;
  private readonly source: string;
  private place: Placement;

  constructor(ir: FunctionIr, lookup: TypeLookup, era: EraId, source: string) {
    this.ir = ir;
    this.lookup = lookup;
    this.era = era;
    this.source = source;
    this.place = {
      kind: 'block',
      within: { start: ir.start, end: ir.end },
      start: ir.start,
      end: ir.end,
      inBlock: false,
      isDeclaration: false,
      inLoop: false,
      codeStart: ir.start,
    };
  }

  /** A parameter is of any kind, unless the function is in operations tables that all promise something. */
  private parameterOrigin(name: string, { start, end }: Span): Origin {
    const tables = this.lookup.installed(this.ir.name).map(({ table, member }) => contractOf(table, member));
    const promised = tables.reduce<KindSet | undefined>(
      (all, kinds) => (kinds === undefined || all === undefined ? undefined : union(all, kinds)),
      NO_KINDS,
    );
    const known = promised !== undefined && promised !== NO_KINDS;
    return { what: 'parameter', name, kinds: known ? promised : ALL, known, start, end };
  }

  enter(place: Placement): void {
    this.place = place;
  }

  result(): FunctionSites {
    const sites: Site[] = [];
    const written = this.writtenSubjects();
    for (const [at, draft] of [...this.drafts].sort((a, b) => a[0] - b[0])) {
      const { member, events, origins } = draft;
      const first = events[0];
      sites.push({
        field: member.field,
        base: this.source.slice(member.start, at).trimEnd(),
        baseSpan: { start: member.start, end: at },
        baseType: draft.baseType,
        at,
        functionName: this.ir.name,
        use: this.useOf(draft),
        events,
        origins,
        kinds: first?.kinds ?? ALL,
        isWritten: written.has(draft.subject.identity) || written.has(draft.subject.fieldText),
        known: origins.length > 0 && origins.every((origin) => origin.known),
        type: draft.type,
        start: member.start,
        end: member.end,
      });
    }
    return { sites, untyped: [...this.untyped.values()] };
  }

  /** What a site does; a test that lets a read of the same field in its own statement be followed is a part of following it. */
  private useOf(draft: Draft): SiteUse {
    const use = useOf(draft.events, this.ir.form === 'trace');
    const test = draft.events.find((event) => event.role === 'tested');
    if (use !== 'nonnull-as-pagecache' || !test || test.asserted) return use;
    const inTest = (event: SiteEvent): boolean =>
      event.role === 'followed' && event.nonNull && event.start > test.start && event.end <= test.place.end;
    const follows = [...this.drafts.values()].some(
      (other) => other.subject.identity === draft.subject.identity && other.events.some(inTest),
    );
    return follows ? 'deref' : use;
  }

  /** The pages whose field the function writes, by identity and by the text of the field. */
  private writtenSubjects(): ReadonlySet<string> {
    const written = new Set<string>();
    for (const { events, subject } of this.drafts.values()) {
      if (!events.some((event) => event.role === 'assigned')) continue;
      written.add(subject.identity).add(subject.fieldText);
    }
    return written;
  }

  parameter(name: string, span: Span): Value {
    return {
      origins: [this.parameterOrigin(name, span)],
      sites: [],
      hosts: [],
      identity: name,
    };
  }

  member(expression: Member, usage: Usage, state: State, scope: Scope): void {
    if (!SITE_FIELDS.has(expression.field)) return;
    let draft = this.drafts.get(expression.at);
    if (!draft) {
      const made = this.draft(expression, state, scope);
      if (!made) return;
      draft = made;
      this.drafts.set(expression.at, draft);
    }
    this.record(draft, this.event(draft, expression, usage, state));
  }

  private draft(expression: Member, state: State, scope: Scope): Draft | undefined {
    const type = resolve(typeOf(expression.base, scope, this.lookup), this.lookup);
    if (!type) {
      // In a macro's body the parameters have no type: the caller decides.
      const { start, end, field, base } = expression;
      if (field === 'mapping') this.untyped.set(expression.at, { start, end, field, base: textOf(base) });
      return undefined;
    }
    const name = type.name.replace(/^struct /, '');
    if ((name !== 'page' && name !== 'folio') || type.stars !== (expression.arrow ? 1 : 0)) return undefined;
    const { origins } = this.valueOf(expression.base, state, scope);
    const subject: Subject = {
      identity: identityOf(expression.base, state),
      fieldText: textOf(expression),
      at: expression.at,
      from: new Set(origins.flatMap((origin) => origin.from ?? [])),
    };
    return { member: expression, baseType: name, type, subject, origins, events: [] };
  }

  decided(whenTrue: State | undefined, whenFalse: State | undefined): void {
    for (const { draft, index } of this.tests.splice(0)) {
      const event = draft.events[index];
      if (!event) continue;
      const set = this.kindsIn(draft, [whenTrue, whenFalse], true);
      const none = this.kindsIn(draft, [whenTrue, whenFalse], false);
      draft.events[index] = {
        ...event,
        ...(set === undefined ? {} : { kindsWhenSet: set }),
        ...(none === undefined ? {} : { kindsWhenNull: none }),
      };
    }
  }

  /** The kinds in those of the states in which the field is known to be set, or to be NULL; undefined where it is in none. */
  private kindsIn(draft: Draft, states: readonly (State | undefined)[], isSet: boolean): KindSet | undefined {
    let kinds: KindSet | undefined;
    for (const state of states) {
      if (!state?.facts.some((fact) => fact.holds === isSet && isField(stripped(fact.condition), draft.subject, state)))
        continue;
      let here = kindsOfOrigins(draft.origins);
      for (const fact of state.facts) here = minus(here, excludedBy(fact, draft.subject, state, this.era));
      kinds = kinds === undefined ? here : union(kinds, here);
    }
    return kinds;
  }

  private record(draft: Draft, event: SiteEvent): void {
    if (event.role === 'tested') this.tests.push({ draft, index: draft.events.length });
    draft.events.push(event);
  }

  variable(expression: Name, usage: Usage, state: State): void {
    const value = state.values.get(expression.name);
    if (!value || value.sites.length === 0) return;
    for (const at of value.sites) {
      const draft = this.drafts.get(at);
      if (draft) this.record(draft, this.event(draft, expression, usage, state));
    }
  }

  private event(draft: Draft, expression: Expression, usage: Usage, state: State): SiteEvent {
    const { subject } = draft;
    const guards: Guard[] = [];
    let gone: KindSet = NO_KINDS;
    for (const fact of state.facts) {
      const excludes = excludedBy(fact, subject, state, this.era);
      if (excludes === NO_KINDS) continue;
      gone = union(gone, excludes);
      const { start, end } = fact.condition;
      guards.push({ text: this.source.slice(start, end), holds: fact.holds, excludes, start, end });
    }
    const text = textOf(expression);
    const isSet = state.facts.some((fact) => fact.holds && (fact.key === text || fact.key === subject.fieldText));
    const before = usage.role === 'tested' ? state.followed.get(text) : undefined;
    return {
      ...usage,
      ...(expression.kind === 'name' ? { via: expression.name } : {}),
      nonNull: isSet,
      kinds: minus(kindsOfOrigins(draft.origins), gone),
      absentWords: [...new Set(state.facts.flatMap((fact) => absentWords(fact, subject, state)))],
      guards,
      place: this.place,
      ...(before ? { followedBefore: { start: before.start, end: before.end } } : {}),
      start: expression.start,
      end: expression.end,
    };
  }

  valueOf(expression: Expression, state: State, scope: Scope): Value {
    const inner = stripped(expression);
    switch (inner.kind) {
      case 'name':
        return isNull(inner) ? NOTHING : (state.values.get(inner.name) ?? this.unknown(inner, inner.name));
      case 'literal':
        return NOTHING;
      case 'call':
        return this.callValue(inner, state, scope);
      case 'member':
        return this.memberValue(inner, state, scope);
      case 'index':
        return this.element(inner, inner.base, state, scope);
      case 'unary':
        if (inner.operator === '*') return this.element(inner, inner.operand, state, scope);
        if (inner.operator === '&' && inner.operand.kind === 'member' && inner.operand.field === 'page') {
          return this.valueOf(inner.operand.base, state, scope);
        }
        return this.unknown(inner);
      case 'binary':
        return inner.operator === '+' || inner.operator === '-'
          ? this.element(inner, inner.left, state, scope)
          : this.unknown(inner);
      case 'conditional': {
        const no = this.valueOf(inner.whenFalse, state, scope);
        return inner.whenTrue ? joinValue(this.valueOf(inner.whenTrue, state, scope), no) : no;
      }
      case 'assign':
        return this.valueOf(inner.left, state, scope);
      case 'sequence': {
        const last = inner.parts[inner.parts.length - 1];
        return last && inner.form === 'comma' ? this.valueOf(last, state, scope) : this.unknown(inner);
      }
      default:
        return this.unknown(inner);
    }
  }

  /** An element of an array of pages has the array's origin, and is a page of its own. */
  private element(whole: Expression, base: Expression, state: State, scope: Scope): Value {
    const { origins } = this.valueOf(base, state, scope);
    return { origins, sites: [], hosts: [], identity: `${identityOf(whole, state)}@${whole.start}` };
  }

  private callValue(call: Call, state: State, scope: Scope): Value {
    const name = calleeName(call);
    const through = passedThrough(call);
    if (through) return { ...this.valueOf(through, state, scope), identity: identityOf(through, state) };
    const asked = mappingAskedOf(call);
    if (asked) return { ...this.unknown(call, name ?? '', 'call'), mappingOf: identityOf(asked, state) };
    const checked = name === undefined ? undefined : helper(name);
    if (name !== undefined && checked?.role === 'guard' && checked.subject === 'pfn') {
      // A lookup that refuses some frames is a guard whose answer is the page.
      const kinds = minus(ALL, excludedKinds(checked, this.era, true));
      const { start, end } = call;
      return {
        origins: [{ what: 'call', name, kinds, known: true, start, end }],
        sites: [],
        hosts: [],
        identity: `${name}@${start}`,
      };
    }
    const row = name === undefined ? undefined : sourceOf(name);
    if (!row || name === undefined || row.argument >= 0) return this.unknown(call, name ?? textOf(call.callee), 'call');
    return this.fromSource(name, call, call.args);
  }

  private fromSource(name: string, span: Span, args: readonly Expression[] = []): Value {
    const row = sourceOf(name);
    const { start, end } = span;
    const kinds = row ? yieldedKinds(row, this.era) : ALL;
    const isHeld = row !== undefined && has(row, 'held') && overlaps(kinds, DAX_KINDS);
    const origin: Origin = {
      what: row?.form === 'field' ? 'member' : 'call',
      name,
      kinds,
      known: row !== undefined && !isHeld,
      from: args.map(textOf),
      start,
      end,
    };
    return { origins: [origin], sites: [], hosts: [], identity: `${name}@${start}` };
  }

  private memberValue(member: Member, state: State, scope: Scope): Value {
    const base = stripped(member.base);
    if (member.field === 'host') {
      const sites =
        base.kind === 'member'
          ? this.drafts.has(base.at)
            ? [base.at]
            : []
          : base.kind === 'name'
            ? (state.values.get(base.name)?.sites ?? [])
            : [];
      if (sites.length > 0) return { ...this.unknown(member, textOf(member), 'member'), hosts: sites };
    }
    const holder = resolve(typeOf(member.base, scope, this.lookup), this.lookup);
    const source = holder && `${holder.name.replace(/^struct /, '')}.${member.field}`;
    if (source !== undefined && sourceOf(source))
      return { ...this.fromSource(source, member), identity: identityOf(member, state) };
    const unknown = this.unknown(member, textOf(member), 'member');
    return this.drafts.has(member.at)
      ? { ...unknown, sites: [member.at] }
      : { ...unknown, identity: identityOf(member, state) };
  }

  outArgument(call: Call, argument: number): Value | undefined {
    const name = calleeName(call);
    const row = name === undefined ? undefined : sourceOf(name);
    return row && name !== undefined && row.argument === argument ? this.fromSource(name, call, call.args) : undefined;
  }

  iterated(iterator: string, _args: readonly Expression[], span: Span): Value {
    return helper(iterator) ? this.fromSource(iterator, span) : this.unknown(span, iterator, 'call');
  }

  unknown(span: Span, name = '', what: Origin['what'] = 'unknown'): Value {
    const { start, end } = span;
    return {
      origins: [{ what, name, kinds: ALL, known: false, start, end }],
      sites: [],
      hosts: [],
      identity: `?@${start}`,
    };
  }
}

const NOTHING: Value = { origins: [], sites: [], hosts: [] };

function kindsOfOrigins(origins: readonly Origin[]): KindSet {
  if (origins.length === 0) return ALL;
  return origins.reduce<KindSet>((set, origin) => union(set, origin.kinds), NO_KINDS);
}
