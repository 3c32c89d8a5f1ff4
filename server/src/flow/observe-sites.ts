/** Collects the sites of a function while it is walked: each field read or written, where its page comes from, what is known there. */
import { ALL, intersect, type KindSet, minus, NO_KINDS, union } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { questionOf, releaseOf } from '../kernel/questions.ts';
import { isMemberField, type SiteField } from '../kernel/site-fields.ts';
import type { CType } from '../model/c-type.ts';
import { type Call, calleeName, type Expression, type Member, type Name } from '../model/expression.ts';
import type { Guard, Locked, Origin, Placement, Site, SiteEvent, SiteUse } from '../model/site.ts';
import type { Arrivals } from '../model/solution.ts';
import type { SettledQuestion, TableUse } from '../model/unit.ts';
import type { FunctionIr } from '../model/statement.ts';
import type { Span } from '../text/span.ts';
import { calledAs } from './called-as.ts';
import { absentWords, excludedBy, isField, type Subject } from './guards.ts';
import { identityOf, pageOf } from './identity.ts';
import type { Observer, Usage } from './observer.ts';
import type { Fact, State } from './state.ts';
import { stripped, textOf } from './text.ts';
import { leavesOf } from './facts.ts';
import { PageLocks } from './page-locks.ts';
import { settledBy } from './settled.ts';
import { resolve, type Scope, type TypeLookup, typeOf } from './types.ts';
import { tableUseOf } from './table-uses.ts';
import { useOf } from './uses.ts';
import { FollowedReads } from './followed-reads.ts';
import { kindsOfOrigins, provenOfOrigins } from './origins.ts';
import { Values } from './values.ts';
import { walkFunction } from './walker.ts';
import { WeakGuards } from './weak-guards.ts';

/** A `mapping` whose base could not be typed: it may or may not be a site. Other fields are too common as names for that. */
export interface Untyped extends Span {
  readonly base: string;
}

export interface FunctionSites {
  readonly sites: readonly Site[];
  readonly untyped: readonly Untyped[];
  readonly settled: readonly SettledQuestion[];
  readonly tableUses: readonly TableUse[];
}

/** Analyses one function; spans stay relative to the item. */
export function sitesOf(
  ir: FunctionIr,
  lookup: TypeLookup,
  matrix: EraMatrix,
  source: string,
  arrivals?: Arrivals,
): FunctionSites {
  const observer = new SiteObserver(ir, lookup, matrix, source, arrivals);
  walkFunction(ir, lookup, observer);
  return observer.result();
}

/** What the code names: a member, or a call that asks for a field. */
interface Named {
  readonly expression: Member | Call;
  readonly base: Expression;
  readonly baseSpan: Span;
  /** The offset that tells sites apart. */
  readonly at: number;
  readonly field: SiteField;
  readonly asked?: string;
  readonly drops?: true;
}

interface Draft extends Named {
  /** The canonical text of the field. */
  readonly text: string;
  readonly baseType: 'page' | 'folio';
  readonly type: CType;
  readonly subject: Subject;
  readonly locked: Locked | undefined;
  readonly origins: readonly Origin[];
  readonly events: SiteEvent[];
  /** For each event the offsets of the conditions that are known at it, whatever they say. */
  readonly inForce: ReadonlySet<number>[];
}

class SiteObserver implements Observer {
  private readonly drafts = new Map<number, Draft>();
  private readonly untyped = new Map<number, Untyped>();
  private readonly tableUses = new Map<number, TableUse>();
  private readonly settled = new Map<number, SettledQuestion>();
  /** The tests of the condition that is being evaluated. */
  private readonly tests: { readonly draft: Draft; readonly index: number }[] = [];
  private readonly ir: FunctionIr;
  private readonly lookup: TypeLookup;
  private readonly matrix: EraMatrix;
  private readonly source: string;
  readonly values: Values;
  private readonly weak: WeakGuards;
  private readonly locks = new PageLocks();
  private place: () => Placement;
  /** Made when the function is read to its end. */
  private followed: FollowedReads | undefined;

  constructor(ir: FunctionIr, lookup: TypeLookup, matrix: EraMatrix, source: string, arrivals: Arrivals | undefined) {
    this.ir = ir;
    this.lookup = lookup;
    this.matrix = matrix;
    this.source = source;
    this.weak = new WeakGuards(source);
    this.values = new Values({
      functionName: calledAs(ir),
      parameters: ir.parameters.map(({ name }) => name),
      lookup,
      matrix,
      isSite: (at) => this.drafts.has(at),
      ...(arrivals === undefined ? {} : { arrivals }),
    });
    const whole = { start: ir.start, end: ir.end };
    this.place = () => ({
      ...whole,
      kind: 'block',
      within: whole,
      inBlock: false,
      isDeclaration: false,
      inLoop: false,
      codeStart: ir.start,
    });
  }

  enter(place: () => Placement): void {
    this.place = place;
  }

  result(): FunctionSites {
    const sites: Site[] = [];
    const written = this.writtenSubjects();
    for (const [at, draft] of [...this.drafts].sort((a, b) => a[0] - b[0])) {
      const { expression, field, asked, drops, locked, baseSpan, origins } = draft;
      const events = draft.events.map((event, index) => this.withWeak(event, draft, index));
      const first = events[0];
      sites.push({
        field,
        ...(asked === undefined ? {} : { asked }),
        ...(drops ? { drops } : {}),
        ...(locked ? { locked } : {}),
        base: this.source.slice(baseSpan.start, baseSpan.end).trimEnd(),
        baseSpan,
        baseType: draft.baseType,
        identity: draft.subject.identity,
        at,
        functionName: this.ir.name,
        use: this.useOf(draft),
        events,
        origins,
        kinds: first?.kinds ?? ALL,
        proven: provenOfOrigins(origins),
        isWritten: written.has(`${field} ${draft.subject.identity}`) || written.has(`${field} ${draft.text}`),
        known: origins.length > 0 && origins.every((origin) => origin.known),
        type: draft.type,
        start: expression.start,
        end: expression.end,
      });
    }
    const [untyped, settled] = [[...this.untyped.values()], [...this.settled.values()]];
    return { sites, untyped, settled, tableUses: [...this.tableUses.values()] };
  }

  /** An event with the conditions that were asked about its page and are not known at it. */
  private withWeak(event: SiteEvent, draft: Draft, index: number): SiteEvent {
    const weak = this.weak.at(event, draft.inForce[index], (fact, state) => this.excluded(draft, fact, state));
    return weak.length > 0 ? { ...event, weak } : event;
  }

  /** What a site does; a test that lets a read of the same field in its own statement be followed is a part of following it. */
  private useOf(draft: Draft): SiteUse {
    const use = useOf(draft.events, this.ir.form === 'trace');
    const test = draft.events.find((event) => event.role === 'tested');
    if (use !== 'nonnull-as-pagecache' || !test || test.asserted) return use;
    this.followed ??= new FollowedReads(
      [...this.drafts.values()].map((each) => ({ page: pageKey(each), events: each.events })),
    );
    return this.followed.has(pageKey(draft), test) ? 'deref' : use;
  }

  /** The pages whose field the function writes: the field with their identity, and with its own text. */
  private writtenSubjects(): ReadonlySet<string> {
    const written = new Set<string>();
    for (const { events, field, subject, text } of this.drafts.values()) {
      if (!events.some((event) => event.role === 'assigned')) continue;
      written.add(`${field} ${subject.identity}`).add(`${field} ${text}`);
    }
    return written;
  }

  member(expression: Member, usage: Usage, state: State, scope: Scope): void {
    const { base, at, field, start } = expression;
    if (!isMemberField(field)) return;
    this.meet({ expression, base, baseSpan: { start, end: at }, at, field }, usage, state, scope);
  }

  called(call: Call, state: State, scope: Scope, usage: Usage): void {
    const asked = calleeName(call);
    const [base] = call.args;
    this.locks.called(call, state);
    if (asked === undefined || !base) return;
    const drops = releaseOf(asked) && true;
    const field = drops ? 'refcount' : questionOf(asked)?.field;
    if (field === undefined) return;
    const named: Named = {
      expression: call,
      base,
      baseSpan: { start: base.start, end: base.end },
      at: call.start,
      field,
      asked,
      ...(drops ? { drops } : {}),
    };
    this.meet(named, drops ? { role: 'assigned' } : usage, state, scope);
  }

  private meet(named: Named, usage: Usage, state: State, scope: Scope): void {
    let draft = this.drafts.get(named.at);
    if (!draft) {
      const made = this.draft(named, state, scope);
      if (!made) return;
      draft = made;
      this.drafts.set(named.at, draft);
    }
    const event = this.event(draft, named.expression, usage, state);
    const otherType = usage.other && resolve(typeOf(usage.other, scope, this.lookup), this.lookup);
    this.record(draft, otherType ? { ...event, otherType } : event);
  }

  private draft(named: Named, state: State, scope: Scope): Draft | undefined {
    const { expression, base, at, field } = named;
    const type = resolve(typeOf(base, scope, this.lookup), this.lookup);
    if (!type) {
      // In a macro's body the parameters have no type: the caller decides.
      const { start, end } = expression;
      if (field === 'mapping') this.untyped.set(at, { start, end, base: textOf(base) });
      return undefined;
    }
    const name = type.name.replace(/^struct /, '');
    const stars = expression.kind === 'call' || expression.arrow ? 1 : 0;
    if ((name !== 'page' && name !== 'folio') || type.stars !== stars) return undefined;
    const page = expression.kind === 'member' ? pageOf(expression) : base;
    const { origins } = this.values.valueOf(page, state, scope);
    const text = textOf(expression);
    const subject: Subject = {
      identity: identityOf(page, state),
      // Guards speak of the page's mapping, whatever is read of it here.
      fieldText: field === 'mapping' ? text : `${textOf(base)}->mapping`,
      at: field === 'mapping' ? at : -1,
      from: new Set(origins.flatMap((origin) => origin.from ?? [])),
    };
    const locked = this.locks.of(subject.identity);
    return { ...named, text, baseType: name, type, subject, locked, origins, events: [], inForce: [] };
  }

  stored(target: Expression, value: Expression, state: State): void {
    const use = tableUseOf(target, value, state, this.matrix, this.source);
    if (use) this.tableUses.set(use.start, use);
  }

  question(call: Call, state: State, scope: Scope, asserted: boolean): void {
    const found = asserted ? undefined : settledBy(call, this.values, state, scope, this.matrix, this.source);
    if (found) this.settled.set(call.start, found);
  }

  /** The pages that a fact can be about: the draft's own, also as the one that a local with its mapping leads to. */
  private subjectsOf({ field, subject }: Draft): readonly Subject[] {
    if (field === 'mapping') return [subject];
    const others = [...this.drafts.values()].filter(
      (other) => other.field === 'mapping' && other.subject.identity === subject.identity,
    );
    return [subject, ...others.map((other) => other.subject)];
  }

  decided(whenTrue: State | undefined, whenFalse: State | undefined, onlyWarns = false): void {
    this.weak.note(whenTrue, onlyWarns);
    this.weak.note(whenFalse, onlyWarns);
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
      if (!state?.facts.some((fact) => fact.holds === isSet && isAbout(fact.condition, draft, state))) continue;
      let here = kindsOfOrigins(draft.origins);
      for (const fact of state.facts) here = minus(here, this.excluded(draft, fact, state));
      kinds = kinds === undefined ? here : union(kinds, here);
    }
    return kinds;
  }

  private excluded(draft: Draft, fact: Fact, state: State): KindSet {
    return this.subjectsOf(draft).reduce<KindSet>(
      (kinds, subject) => union(kinds, excludedBy(fact, subject, state, this.matrix)),
      NO_KINDS,
    );
  }

  private record(draft: Draft, event: SiteEvent): void {
    if (event.role === 'tested' || (event.role === 'compared' && draft.field !== 'mapping'))
      this.tests.push({ draft, index: draft.events.length });
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

  private event(draft: Draft, expression: Expression, { other: _other, ...usage }: Usage, state: State): SiteEvent {
    const { subject } = draft;
    const guards: Guard[] = [];
    // A variable holds the value of a read, which only the pages have passed that got to the read.
    const arrived = expression.kind === 'name' ? (draft.events[0]?.kinds ?? ALL) : ALL;
    let gone: KindSet = NO_KINDS;
    for (const fact of state.facts) {
      const excludes = this.excluded(draft, fact, state);
      if (excludes === NO_KINDS) continue;
      gone = union(gone, excludes);
      // Of what is known of one of several paths, each condition has its part in it.
      for (const { condition, holds } of leavesOf(fact)) {
        const { start, end } = condition;
        // What `#ifdef` asks for has no text of its own.
        const text = this.source.slice(start, end) || textOf(condition);
        guards.push({ text, holds, excludes, start, end });
      }
    }
    draft.inForce.push(new Set(state.facts.flatMap(leavesOf).map(({ condition }) => condition.start)));
    const text = textOf(expression);
    const isSet = state.facts.some((fact) => fact.holds && (fact.key === text || fact.key === draft.text));
    const before = usage.role === 'tested' ? state.followed.get(text) : undefined;
    return {
      ...usage,
      ...(expression.kind === 'name' ? { via: expression.name } : {}),
      nonNull: isSet,
      kinds: minus(intersect(kindsOfOrigins(draft.origins), arrived), gone),
      absentWords: [...new Set(state.facts.flatMap((fact) => absentWords(fact, subject, state)))],
      guards,
      place: this.place(),
      ...(before ? { followedBefore: { start: before.start, end: before.end } } : {}),
      start: expression.start,
      end: expression.end,
    };
  }
}

/** What tells the field of one page from others. */
function pageKey({ field, subject }: Draft): string {
  return `${field} ${subject.identity}`;
}

/** Whether a condition is the field of a draft, a local that holds it, or a comparison of one of the two. */
function isAbout(condition: Expression, draft: Draft, state: State): boolean {
  const inner = stripped(condition);
  if (draft.field === 'mapping') return isField(inner, draft.subject, state);
  if (inner.kind === 'binary' && COMPARES.test(inner.operator))
    return isAbout(inner.left, draft, state) || isAbout(inner.right, draft, state);
  if (inner.kind === 'name') return state.values.get(inner.name)?.sites.includes(draft.at) ?? false;
  return textOf(inner) === draft.text;
}

const COMPARES = /^(?:[!=]=|[<>]=?)$/;
