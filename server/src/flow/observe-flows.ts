/** Collects what a function hands on while it is walked: arguments, results, stores; the facts that the whole tree is solved from. */
import { ALL, type KindSet, minus, NO_KINDS, union } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { isNoReturn } from '../kernel/noreturn.ts';
import { canCarryPage } from '../kernel/page-carriers.ts';
import { yieldedIn } from '../kernel/helper-answers.ts';
import { sourceOf } from '../kernel/helper-table.ts';
import type { CType } from '../model/c-type.ts';
import { PRIVATE_WORD, putsIntoPrivate } from '../kernel/private-words.ts';
import { questionOf } from '../kernel/questions.ts';
import { isMemberField } from '../kernel/site-fields.ts';
import { type Call, calleeName, type Expression, type Member } from '../model/expression.ts';
import type { FlowPlace, FlowStep, PointerArgument } from '../model/facts.ts';
import type { Origin } from '../model/site.ts';
import type { FunctionIr } from '../model/statement.ts';
import { Callbacks, marked } from './callbacks.ts';
import { calledAs } from './called-as.ts';
import { pointsToContainer } from './containers.ts';
import { excludedBy, type Subject } from './guards.ts';
import type { Observer, Usage } from './observer.ts';
import type { State, Value } from './state.ts';
import { installOf, type TableInstall } from './table-installs.ts';
import { stripped } from './text.ts';
import { resolve, type Scope, type TypeLookup, typeOf } from './types.ts';
import { Values } from './values.ts';
import { walkFunction } from './walker.ts';

/** An edge of one function; `at` is an offset from the start of the item. */
export interface LocalEdge {
  readonly from: FlowPlace;
  readonly to: FlowPlace;
  readonly keep: KindSet;
  readonly call?: string;
  readonly at: number;
  readonly how: FlowStep;
}

/** A call through a pointer of one function. */
export interface LocalCall {
  readonly callees: readonly FlowPlace[];
  readonly args: readonly PointerArgument[];
  readonly at: number;
}

/** A table of operations that one function gives to inodes. */
export interface LocalGiven extends Pick<TableInstall, 'table' | 'excludes'> {
  readonly at: number;
}

/** What one function hands on. */
export interface FunctionFlows {
  readonly carries: readonly number[];
  readonly edges: readonly LocalEdge[];
  readonly calls: readonly LocalCall[];
  readonly given: readonly LocalGiven[];
  /** The places that values of the function come from. */
  readonly asked: ReadonlySet<FlowPlace>;
}

/** Walks one function for what it hands on; offsets stay relative to the item. */
export function flowsOf(ir: FunctionIr, lookup: TypeLookup, matrix: EraMatrix): FunctionFlows {
  const observer = new FlowObserver(ir, lookup, matrix);
  walkFunction(ir, lookup, observer);
  return observer.result();
}

const NO_MEMBERS: State['members'] = new Map();

/** One place that a value can come from, with the kinds that are left of it here. */
interface Source {
  readonly from: FlowPlace;
  readonly keep: KindSet;
}

class FlowObserver implements Observer {
  readonly values: Values;
  private readonly ir: FunctionIr;
  private readonly name: string;
  private readonly lookup: TypeLookup;
  private readonly matrix: EraMatrix;
  private readonly asked = new Set<FlowPlace>();
  private readonly edges = new Map<string, LocalEdge>();
  private readonly calls = new Map<number, LocalCall>();
  private readonly given: LocalGiven[] = [];
  private readonly callbacks: Callbacks;

  constructor(ir: FunctionIr, lookup: TypeLookup, matrix: EraMatrix) {
    this.ir = ir;
    this.name = calledAs(ir);
    this.lookup = lookup;
    this.matrix = matrix;
    this.values = new Values({
      functionName: calledAs(ir),
      parameters: ir.parameters.map(({ name }) => name),
      lookup,
      matrix,
      isSite: () => false,
      forTree: true,
      asked: this.asked,
    });
    this.callbacks = new Callbacks(this.values, lookup, this.name);
  }

  /** What the base of a site is, the analysis of the site will ask. */
  member(expression: Member, _usage: Usage, state: State, scope: Scope): void {
    if (isMemberField(expression.field)) this.values.valueOf(expression.base, state, scope);
  }

  variable(): void {}
  decided(): void {}

  result(): FunctionFlows {
    const carries = this.ir.parameters.flatMap(({ type }, at) => (carriesPage(type, this.lookup) ? [at] : []));
    return {
      carries,
      edges: [...this.edges.values()],
      calls: [...this.calls.values()],
      given: this.given,
      asked: this.asked,
    };
  }

  called(call: Call, state: State, scope: Scope): void {
    const asked = calleeName(call);
    const [base] = call.args;
    if (asked !== undefined && base && questionOf(asked)) this.values.valueOf(base, state, scope);
    const name = calleeName(call);
    const isNamed = name !== undefined && !scope.has(name);
    this.callBack(call, isNamed ? name : undefined, state, scope);
    if (isNamed) {
      if (isNoReturn(name)) return;
      const id = this.values.callId(call);
      const word = putsIntoPrivate(name);
      for (const [index, arg] of call.args.entries()) {
        for (const { from, keep } of this.sources(arg, state, scope)) {
          if (index === word && this.isPointer(arg, scope))
            this.add({ from, to: `M ${PRIVATE_WORD}`, keep, at: arg.start, how: 'store' });
          this.add({ from, to: `P ${name} ${index}`, keep, call: id, at: arg.start, how: 'argument' });
        }
        this.addOut(name, index, call, state, scope);
      }
      return;
    }
    if (this.callbacks.isCallback(call.callee, scope)) return; // it gets the container that it was given to, see `callBack`
    const callees = this.placesOf(this.values.valueOf(call.callee, state, scope));
    const args = call.args.flatMap((arg, index) =>
      this.sources(arg, state, scope).map(({ from, keep }) => ({ index, from, keep })),
    );
    if (callees.length > 0 && args.length > 0) this.calls.set(call.start, { callees, args, at: call.start });
  }

  /** What a callee puts into an array or a container that this function was given, or read from a member, is put there. */
  private addOut(callee: string, index: number, call: Call, state: State, scope: Scope): void {
    const inner = stripped(call.args[index] ?? call);
    if (inner.kind !== 'name' && inner.kind !== 'member') return;
    if (!isFilled(inner.kind === 'name' ? scope.type(inner.name) : typeOf(inner, scope, this.lookup), this.lookup))
      return;
    const row = sourceOf(callee);
    const isSource = row?.argument === index;
    const from = isSource ? `S ${callee}` : `O ${callee} ${index} ${this.values.callId(call)}`;
    const keep = isSource ? yieldedIn(row, this.matrix) : ALL;
    for (const { place } of this.values.valueOf(inner, state, scope).origins) {
      const to = place === undefined ? undefined : this.outPlace(place);
      if (to) this.add({ from, to, keep, at: inner.start, how: 'out' });
    }
  }

  /** Where something goes that is put into what is at a place: a parameter is what the caller has. */
  private outPlace(place: FlowPlace): FlowPlace | undefined {
    if (place.startsWith(`P ${this.name} `)) return `O${place.slice(1)}`;
    return place.startsWith('M ') ? place : undefined;
  }

  /** A container that was made here calls its function back with what it holds by then. */
  private callBack(call: Call, callee: string | undefined, state: State, scope: Scope): void {
    for (const [index, arg] of call.args.entries()) {
      const inner = stripped(arg);
      if (!this.mayBeContainer(inner, scope) || !this.callbacks.isContainer(inner, scope)) continue;
      const callees = this.callbacks.of(inner, state, scope);
      const args = this.sources(inner, state, scope).map(({ from, keep }) => ({ index: 0, from, keep }));
      if (args.length > 0 && callees.length > 0 && this.callbacks.isOwn(inner, state, scope))
        this.calls.set(inner.start, { callees, args, at: inner.start });
      if (callee === undefined) continue;
      const id = this.values.callId(call);
      for (const from of callees)
        this.add({ from, to: `P ${callee}! ${index}`, keep: ALL, call: id, at: arg.start, how: 'argument' });
      this.callbacks.filledBy(call, index, callee, scope);
    }
  }

  /** Whether it is worth asking for the type of an argument. */
  private mayBeContainer(inner: Expression, scope: Scope): boolean {
    if (inner.kind === 'name') return pointsToContainer(scope.type(inner.name), this.lookup);
    return inner.kind === 'member' || inner.kind === 'call' || (inner.kind === 'unary' && inner.operator === '&');
  }

  /** What is stored or returned may still be filled through the pointer that others have of it. */
  private alias(value: Expression, place: FlowPlace, state: State, scope: Scope): void {
    const inner = stripped(value);
    if (inner.kind !== 'name' || !pointsToContainer(scope.type(inner.name), this.lookup)) return;
    for (const { place: from } of this.values.valueOf(inner, state, scope).origins) {
      if (from?.startsWith('R ') && place.startsWith('M ')) {
        this.add({ from: place, to: from, keep: ALL, at: value.start, how: 'store' });
      }
    }
    const callees = this.callbacks.of(inner, state, scope);
    if (/^[RO] /.test(place))
      for (const from of callees) this.add({ from, to: marked(place), keep: ALL, at: value.start, how: 'store' });
    if (callees.length > 0 && this.callbacks.isOwn(inner, state, scope))
      this.calls.set(value.start, { callees, args: [{ index: 0, from: place, keep: ALL }], at: value.start });
  }

  private isPointer(expression: Expression, scope: Scope): boolean {
    return (resolve(typeOf(stripped(expression), scope, this.lookup), this.lookup)?.stars ?? 0) > 0;
  }

  private bind(target: Member, value: Expression, state: State, scope: Scope): void {
    for (const { from, to } of this.callbacks.bind(target, value, state, scope)) {
      if (to.startsWith('M '))
        this.calls.set(value.start, { callees: [from], args: [{ index: 0, from: to, keep: ALL }], at: value.start });
      else this.add({ from, to, keep: ALL, at: value.start, how: 'store' });
    }
  }

  stored(target: Expression, value: Expression, state: State, scope: Scope): void {
    const inner = stripped(target);
    if (inner.kind === 'member') this.bind(inner, value, state, scope);
    const install = installOf(inner, value, state, this.matrix);
    if (install?.member === 'a_ops')
      this.given.push({ table: install.table, excludes: install.excludes, at: value.start });
    const to = this.target(inner, state, scope);
    if (to === undefined) return;
    this.alias(value, to, state, scope);
    for (const { from, keep } of this.sources(value, state, scope)) {
      this.add({ from, to, keep, at: value.start, how: to.startsWith('O ') ? 'out' : 'store' });
    }
  }

  /** The place that a store goes to; undefined where it stays in this function or is not followed. */
  private target(target: Expression, state: State, scope: Scope): FlowPlace | undefined {
    // Where it goes, and not what was stored there before.
    const place = this.values.valueOf(target, { ...state, members: NO_MEMBERS }, scope).origins[0]?.place;
    if (place === undefined) return undefined;
    return target.kind === 'name' ? place : this.outPlace(place);
  }

  initialised(type: CType | undefined, value: Expression, state: State, scope: Scope): void {
    const inner = stripped(value);
    const holder = resolve(type, this.lookup);
    if (inner.kind !== 'sequence' || inner.members === undefined || holder === undefined) return;
    for (const [at, part] of inner.parts.entries()) {
      const member = inner.members[at];
      if (member === undefined) continue;
      for (const { from, keep } of this.sources(part, state, scope)) {
        this.add({ from, to: `M ${holder.name}.${member}`, keep, at: part.start, how: 'store' });
      }
    }
  }

  returned(value: Expression, state: State, scope: Scope): void {
    if (!carriesPage(this.ir.returns, this.lookup) && this.ir.form !== 'macro') return;
    this.alias(value, `R ${this.name}`, state, scope);
    for (const { from, keep } of this.sources(value, state, scope)) {
      this.add({ from, to: `R ${this.name}`, keep, at: value.start, how: 'result' });
    }
  }

  private sources(expression: Expression, state: State, scope: Scope): readonly Source[] {
    const inner = withoutAddress(stripped(expression), scope, this.lookup);
    if (inner.kind === 'literal' || inner.kind === 'type' || !this.mayCarry(inner, scope)) return [];
    const value = this.values.valueOf(inner, state, scope);
    if (value.origins.length === 0) return [];
    const gone = this.excluded(inner, state, scope);
    const sources: Source[] = [];
    for (const origin of value.origins) {
      const from = placeOf(origin);
      if (this.callbacks.isKept(from)) continue;
      if (from === 'U' && !this.canBePage(inner, scope)) {
        sources.push({ from, keep: NO_KINDS });
        continue;
      }
      // An edge over which no kind gets says that the place is not one of which nothing is known.
      sources.push({ from, keep: minus(origin.kinds, gone) });
    }
    return sources;
  }

  /** Whether a value can be or lead to a page; by its declaration where that costs nothing to look up. */
  private mayCarry(expression: Expression, scope: Scope): boolean {
    switch (expression.kind) {
      case 'name':
        return scope.has(expression.name) ? carriesPage(scope.type(expression.name), this.lookup) : true;
      case 'member':
      case 'call':
      case 'conditional':
      case 'index':
      case 'statement-expression':
        return true;
      case 'unary':
        return expression.operator === '*' || expression.operator === '&'
          ? this.mayCarry(stripped(expression.operand), scope)
          : false;
      case 'binary':
        return (
          /^[+-]$/.test(expression.operator) && carriesPage(typeOf(expression.left, scope, this.lookup), this.lookup)
        );
      default:
        return false;
    }
  }

  /** Whether an expression of which nothing is known may be a page: the address of something else, or an integer, is none. */
  private canBePage(expression: Expression, scope: Scope): boolean {
    if (expression.kind === 'unary' && expression.operator === '&') {
      const type = resolve(typeOf(stripped(expression.operand), scope, this.lookup), this.lookup);
      return type !== undefined && carriesPage({ ...type, stars: type.stars + 1 }, this.lookup);
    }
    return expression.kind === 'member' ? carriesPage(typeOf(expression, scope, this.lookup), this.lookup) : true;
  }

  private excluded(expression: Expression, state: State, scope: Scope): KindSet {
    if (state.facts.length === 0) return NO_KINDS;
    const subject: Subject = this.values.subjectOf(expression, state, scope);
    let gone: KindSet = NO_KINDS;
    for (const fact of state.facts) gone = union(gone, excludedBy(fact, subject, state, this.matrix));
    return gone;
  }

  private placesOf(value: Value): readonly FlowPlace[] {
    return value.origins.flatMap(({ place }) => (place === undefined ? [] : [place]));
  }

  private add(edge: LocalEdge): void {
    if (edge.from === edge.to) return;
    const key = `${edge.from}>${edge.to}${edge.call ?? ''}`;
    const known = this.edges.get(key);
    this.edges.set(key, known ? { ...known, keep: union(known.keep, edge.keep) } : edge);
  }
}

/** Where the address of a variable goes that holds a page, its page goes. */
function withoutAddress(expression: Expression, scope: Scope, lookup: TypeLookup): Expression {
  if (expression.kind !== 'unary' || expression.operator !== '&') return expression;
  const operand = stripped(expression.operand);
  return typeOf(operand, scope, lookup)?.stars === 1 ? operand : expression;
}

/** A source of the table is a place of its own; what only this function could tell and does not is the unknown place. */
function placeOf(origin: Origin): FlowPlace {
  if (origin.place !== undefined) return origin.place;
  return origin.known ? `S ${origin.name}` : 'U';
}

function carriesPage(type: CType | undefined, lookup: TypeLookup): boolean {
  return type === undefined || canCarryPage(type.name, type.stars) || pointsToContainer(type, lookup);
}

/** Whether a callee can put pages into what a value of the type points to. */
function isFilled(type: CType | undefined, lookup: TypeLookup): boolean {
  return pointsToContainer(type, lookup) || (type !== undefined && type.stars > 1);
}
