/** The guards of a real file, as the analysis sees them: the conditions that keep pages of some kinds from a use or a call. */
import { Headers } from '../../server/src/engine/headers.ts';
import { scanAll } from '../../server/src/engine/item-list.ts';
import { FileLookup, type SharedReadings } from '../../server/src/engine/lookup.ts';
import { calledAs } from '../../server/src/flow/called-as.ts';
import { leavesOf } from '../../server/src/flow/facts.ts';
import { excludedBy } from '../../server/src/flow/guards.ts';
import type { Observer } from '../../server/src/flow/observer.ts';
import type { State } from '../../server/src/flow/state.ts';
import type { Scope } from '../../server/src/flow/types.ts';
import { Values } from '../../server/src/flow/values.ts';
import { walkFunction } from '../../server/src/flow/walker.ts';
import {
  DEVICE_KINDS,
  intersect,
  isEmpty,
  type KindSet,
  minus,
  NO_KINDS,
  overlaps,
  union,
} from '../../server/src/kernel/kinds.ts';
import type { Expression } from '../../server/src/model/expression.ts';
import type { FileFacts, FlowEdge, FlowPlace } from '../../server/src/model/facts.ts';
import type { ChainStep } from '../../server/src/model/solution.ts';
import type { FunctionIr } from '../../server/src/model/statement.ts';
import { mergeDeclarations } from '../../server/src/scan/declarations.ts';
import { createFileReader } from '../../server/src/store/file-reader.ts';
import type { Span } from '../../server/src/text/span.ts';
import type { Judged, MutableTree } from './mutable-tree.ts';

/** A condition in a file; the span is of the file. */
export interface Guard extends Span {
  readonly path: string;
  readonly functionName: string;
  readonly text: string;
  /** Whether the condition is true where the pages are kept away from. */
  readonly holds: boolean;
  /** The kinds that are kept away. */
  readonly excludes: KindSet;
}

/** A guard, and an edge of the tree on which it stops pages that are proven to come to it. */
export interface Stop {
  readonly edge: FlowEdge;
  readonly guard: Guard;
}

/** One function of a file. */
export interface Walked {
  readonly path: string;
  readonly ir: FunctionIr;
  /** Where the function's item begins in the file. */
  readonly base: number;
  readonly lookup: FileLookup;
}

/** Finds the guards of files of one tree. */
export class Guards {
  private readonly tree: MutableTree;
  private readonly headers: Headers;
  private readonly shared: SharedReadings;

  constructor(tree: MutableTree) {
    this.tree = tree;
    this.headers = new Headers(createFileReader(tree.root));
    const { matrix } = tree.tree;
    this.shared = { lowering: tree.engine.lowering, matrix, expressions: new Map(), asked: new Map() };
  }

  /** The guards that keep pages of a device, which are proven to come to their function, from the sites of a file. */
  ofSites(sites: readonly Judged[], text: string): readonly Guard[] {
    const found = new Map<number, Guard>();
    for (const { path, site } of sites) {
      const { functionName, proven, events } = site;
      for (const { start, end, holds, excludes } of events.flatMap(({ guards }) => guards)) {
        if (!overlaps(intersect(excludes, proven), DEVICE_KINDS)) continue;
        found.set(start, { path, functionName, text: text.slice(start, end), holds, excludes, start, end });
      }
    }
    return this.conditionsOnly(sites[0]?.path ?? '', text, [...found.values()]);
  }

  /** The guards of a file that keep pages of a device, which are proven to come to them, from being handed on. */
  ofFile({ path, edges, functions }: FileFacts, text: string): readonly Stop[] {
    const at = this.tree.base.solved.solution.arrivals(path);
    const proven = (place: FlowPlace): KindSet => intersect(at.at(place)?.proven ?? NO_KINDS, DEVICE_KINDS);
    const stopped = edges.filter(({ from, keep }) => !isEmpty(minus(proven(from), keep)));
    if (stopped.length === 0) return [];
    const names = new Set(stopped.map(({ within }) => functions[within]?.name));
    const stops: Stop[] = [];
    for (const walked of this.functions(path, text)) {
      if (!names.has(calledAs(walked.ir))) continue;
      this.walk(walked, text, proven, (offset, guard) => {
        const line = text.slice(0, offset).split('\n').length;
        const edge = stopped.find((each) => each.line === line && functions[each.within]?.name === calledAs(walked.ir));
        if (edge !== undefined) stops.push({ edge, guard });
      });
    }
    const guards = new Set(
      this.conditionsOnly(
        path,
        text,
        stops.map(({ guard }) => guard),
      ),
    );
    return stops.filter(({ guard }) => guards.has(guard));
  }

  /** Walks a function and tells of the guards that keep kinds of each value away which it hands on. */
  private walk(
    { path, ir, base, lookup }: Walked,
    text: string,
    proven: (place: FlowPlace) => KindSet,
    tell: (offset: number, guard: Guard) => void,
  ): void {
    const { matrix } = this.shared;
    const values = new Values({
      functionName: calledAs(ir),
      parameters: ir.parameters.map(({ name }) => name),
      lookup,
      matrix,
      isSite: () => false,
      forTree: true,
    });
    const handed = (value: Expression, state: State, scope: Scope): void => {
      if (state.facts.length === 0) return;
      const { origins } = values.valueOf(value, state, scope);
      const coming = origins.reduce<KindSet>(
        (all, { kinds, name, place }) => union(all, intersect(kinds, proven(place ?? `S ${name}`))),
        NO_KINDS,
      );
      if (isEmpty(coming)) return;
      const subject = values.subjectOf(value, state, scope);
      for (const fact of state.facts) {
        const excludes = excludedBy(fact, subject, state, matrix);
        if (!overlaps(excludes, coming)) continue;
        for (const { condition, holds } of leavesOf(fact)) {
          const [start, end] = [base + condition.start, base + condition.end];
          const functionName = ir.name;
          tell(base + value.start, { path, functionName, text: text.slice(start, end), holds, excludes, start, end });
        }
      }
    };
    const observer: Observer = {
      values,
      member() {},
      variable() {},
      decided() {},
      called: (call, state, scope) => {
        for (const argument of call.args) handed(argument, state, scope);
      },
      returned: handed,
      stored: (_target, value, state, scope) => handed(value, state, scope),
    };
    walkFunction(ir, lookup, observer);
  }

  /** A value that is only remembered for a later test is no guard. */
  private conditionsOnly(path: string, text: string, guards: readonly Guard[]): readonly Guard[] {
    if (guards.length === 0) return guards;
    const conditions = [...this.functions(path, text)].flatMap(({ ir, base }) =>
      conditionsIn(ir.body).map(({ start, end }) => ({ start: base + start, end: base + end })),
    );
    return guards.filter(({ start, end }) =>
      conditions.some((condition) => condition.start <= start && end <= condition.end),
    );
  }

  /** The functions of a file after lowering. */
  *functions(path: string, text: string): Generator<Walked> {
    const entries = scanAll(text);
    const own = mergeDeclarations(entries.map((entry) => entry.declared));
    const lookup = new FileLookup(path, own, this.headers, this.shared);
    for (const entry of entries) {
      if (entry.kind !== 'function') continue;
      const { functions } = this.shared.lowering.item(text.slice(entry.start, entry.end), entry.complete);
      for (const ir of functions) yield { path, ir, base: entry.start, lookup };
    }
  }
}

/** The guards of the tree of which one alone keeps pages of a device from making a hazard, as far as that can be told at once. */
export function likelyGuards(tree: MutableTree, guards: Guards): readonly Guard[] {
  const found = new Map<string, Guard>();
  const note = (guard: Guard): unknown => found.set(`${guard.path}:${guard.start}`, guard);
  const stops: Stop[] = [];
  // All of them are taken away together, to see which of them stand on the way to a hazard.
  const facts = tree.base.facts.map((file) => {
    const here = file.path.endsWith('.c') ? guards.ofFile(file, tree.read(file.path)) : [];
    stops.push(...here);
    const edges = file.edges.map((edge) => {
      const excluded = here
        .filter((stop) => stop.edge === edge)
        .map(({ guard }) => intersect(guard.excludes, DEVICE_KINDS));
      return { ...edge, keep: excluded.reduce(union, edge.keep) };
    });
    return here.length === 0 ? file : { ...file, edges };
  });
  const without = tree.solve(facts);
  for (const { chain } of tree.newHazards(tree.base, without)) {
    for (const { edge, guard } of stops) {
      const isStep = (step: ChainStep): boolean =>
        step.line === edge.line && step.file === guard.path && step.function === guard.functionName;
      if (chain.some(isStep)) note(guard);
    }
  }
  for (const file of tree.base.facts) {
    const { path } = file;
    if (!path.endsWith('.c') || !tree.isReached(file)) continue;
    const text = tree.read(path);
    const judged = tree.judge(tree.base, path);
    for (const guard of guards.ofSites(judged, text)) {
      const after = tree.judge({ ...tree.base, texts: new Map([[path, withoutGuard(text, guard)]]) }, path);
      const before = new Map(judged.map(({ site, verdict }) => [site.at, verdict]));
      const isNew = ({ site, verdict }: Judged): boolean => verdict === 'hazard' && before.get(site.at) !== 'hazard';
      if (after.some(isNew)) note(guard);
    }
  }
  return [...found.values()];
}

/** The text without a guard: its condition is what it is where pages are kept away, for all pages; nothing else moves. */
export function withoutGuard(text: string, { start, end, holds }: Pick<Guard, 'start' | 'end' | 'holds'>): string {
  const rest = text.slice(start + 1, end).replace(/[^\n]/g, ' ');
  return `${text.slice(0, start)}${holds ? '1' : '0'}${rest}${text.slice(end)}`;
}

/** The conditions of the statements and expressions inside. */
function conditionsIn(value: unknown): readonly Span[] {
  if (Array.isArray(value)) return value.flatMap(conditionsIn);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(conditionsIn);
  return 'condition' in value && isSpan(value.condition) ? [value.condition, ...inner] : inner;
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}
