/** Collects what a function hands on while it is walked: arguments, results, stores; the facts that the whole tree is solved from. */
import { ALL, type KindSet, minus, NO_KINDS, union } from '../kernel/kinds.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import { isNoReturn } from '../kernel/noreturn.ts';
import { canCarryPage } from '../kernel/page-carriers.ts';
import type { CType } from '../model/c-type.ts';
import { type Call, calleeName, type Expression } from '../model/expression.ts';
import type { FlowPlace, FlowStep, PointerArgument } from '../model/facts.ts';
import type { Origin } from '../model/site.ts';
import type { FunctionIr } from '../model/statement.ts';
import { calledAs } from './called-as.ts';
import { excludedBy, type Subject } from './guards.ts';
import type { Observer } from './observer.ts';
import type { State, Value } from './state.ts';
import { stripped } from './text.ts';
import { resolve, type Scope, type TypeLookup, typeOf } from './types.ts';
import { Values } from './values.ts';
import { walkFunction } from './walker.ts';

/** An edge of one function; `at` is an offset from the start of the item. */
export interface LocalEdge {
  readonly from: FlowPlace;
  readonly to: FlowPlace;
  readonly keep: KindSet;
  readonly at: number;
  readonly how: FlowStep;
}

/** A call through a pointer of one function. */
export interface LocalCall {
  readonly callees: readonly FlowPlace[];
  readonly args: readonly PointerArgument[];
  readonly at: number;
}

/** What one function hands on. */
export interface FunctionFlows {
  readonly carries: readonly number[];
  readonly edges: readonly LocalEdge[];
  readonly calls: readonly LocalCall[];
}

/** Walks one function for what it hands on; offsets stay relative to the item. */
export function flowsOf(ir: FunctionIr, lookup: TypeLookup, matrix: EraMatrix): FunctionFlows {
  const observer = new FlowObserver(ir, lookup, matrix);
  walkFunction(ir, lookup, observer);
  return observer.result();
}

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
  private readonly edges = new Map<string, LocalEdge>();
  private readonly calls = new Map<number, LocalCall>();

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
    });
  }

  enter(): void {}
  member(): void {}
  variable(): void {}
  decided(): void {}

  result(): FunctionFlows {
    const carries = this.ir.parameters.flatMap(({ type }, at) => (carriesPage(type) ? [at] : []));
    return { carries, edges: [...this.edges.values()], calls: [...this.calls.values()] };
  }

  called(call: Call, state: State, scope: Scope): void {
    const name = calleeName(call);
    if (name !== undefined && !scope.has(name)) {
      if (isNoReturn(name)) return;
      for (const [index, arg] of call.args.entries()) {
        for (const { from, keep } of this.sources(arg, state, scope)) {
          this.add({ from, to: `P ${name} ${index}`, keep, at: arg.start, how: 'argument' });
        }
        this.addOut(name, index, arg, state, scope);
      }
      return;
    }
    const callees = this.placesOf(this.values.valueOf(call.callee, state, scope));
    const args = call.args.flatMap((arg, index) =>
      this.sources(arg, state, scope).map(({ from, keep }) => ({ index, from, keep })),
    );
    if (callees.length > 0 && args.length > 0) this.calls.set(call.start, { callees, args, at: call.start });
  }

  /** What a callee stores through a pointer that this function was given, this function stores there. */
  private addOut(callee: string, index: number, arg: Expression, state: State, scope: Scope): void {
    const inner = stripped(arg);
    if (inner.kind !== 'name' || (scope.type(inner.name)?.stars ?? 0) < 2) return;
    for (const { place } of this.values.valueOf(inner, state, scope).origins) {
      const parameter = place !== undefined && place.startsWith(`P ${this.name} `) ? place : undefined;
      if (parameter === undefined) continue;
      this.add({ from: `O ${callee} ${index}`, to: `O${parameter.slice(1)}`, keep: ALL, at: arg.start, how: 'out' });
    }
  }

  stored(target: Expression, value: Expression, state: State, scope: Scope): void {
    const to = this.target(target, state, scope);
    if (to === undefined) return;
    for (const { from, keep } of this.sources(value, state, scope)) {
      this.add({ from, to, keep, at: value.start, how: to.startsWith('O ') ? 'out' : 'store' });
    }
  }

  /** The place that a store goes to; undefined where it stays in this function or is not followed. */
  private target(target: Expression, state: State, scope: Scope): FlowPlace | undefined {
    const inner = stripped(target);
    if (inner.kind === 'member' || inner.kind === 'name')
      return this.values.valueOf(inner, state, scope).origins[0]?.place;
    const base =
      inner.kind === 'index'
        ? inner.base
        : inner.kind === 'unary' && inner.operator === '*'
          ? inner.operand
          : undefined;
    if (!base) return undefined;
    const root = stripped(base);
    if (root.kind === 'member') return this.values.valueOf(root, state, scope).origins[0]?.place;
    const place = this.values.valueOf(root, state, scope).origins[0]?.place;
    if (place === undefined) return undefined;
    return place.startsWith(`P ${this.name} `) ? `O${place.slice(1)}` : place.startsWith('M ') ? place : undefined;
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
    if (!carriesPage(this.ir.returns) && this.ir.form !== 'macro') return;
    for (const { from, keep } of this.sources(value, state, scope)) {
      this.add({ from, to: `R ${this.name}`, keep, at: value.start, how: 'result' });
    }
  }

  private sources(expression: Expression, state: State, scope: Scope): readonly Source[] {
    const inner = stripped(expression);
    if (inner.kind === 'literal' || inner.kind === 'type' || !this.mayCarry(inner, scope)) return [];
    const value = this.values.valueOf(inner, state, scope);
    if (value.origins.length === 0) return [];
    const gone = this.excluded(inner, state, scope);
    const sources: Source[] = [];
    for (const origin of value.origins) {
      const from = placeOf(origin);
      const keep = minus(origin.kinds, gone);
      if (keep !== NO_KINDS) sources.push({ from, keep });
    }
    return sources;
  }

  /** Whether a value can be or lead to a page; by its declaration where that costs nothing to look up. */
  private mayCarry(expression: Expression, scope: Scope): boolean {
    switch (expression.kind) {
      case 'name':
        return scope.has(expression.name) ? carriesPage(scope.type(expression.name)) : true;
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
        return /^[+-]$/.test(expression.operator) && carriesPage(typeOf(expression.left, scope, this.lookup));
      default:
        return false;
    }
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
    const key = `${edge.from}>${edge.to}`;
    const known = this.edges.get(key);
    this.edges.set(key, known ? { ...known, keep: union(known.keep, edge.keep) } : edge);
  }
}

/** A source of the table is a place of its own; what only this function could tell and does not is the unknown place. */
function placeOf(origin: Origin): FlowPlace {
  if (origin.place !== undefined) return origin.place;
  return origin.known ? `S ${origin.name}` : 'U';
}

function carriesPage(type: CType | undefined): boolean {
  return type === undefined || canCarryPage(type.name, type.stars);
}
