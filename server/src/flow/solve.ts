/** Solves the whole tree: which kinds of page get to which place, and over which edges. */
import { ALL, DAX_KINDS, type Kind, KINDS, type KindSet, kindSet, minus, NO_KINDS, union } from '../kernel/kinds.ts';
import { helper } from '../kernel/helper-table.ts';
import { contractOf } from '../kernel/operation-contracts.ts';
import type { FileFacts, FlowPlace } from '../model/facts.ts';
import type { Arrival, Arrivals, ChainStep, Solution } from '../model/solution.ts';
import { DaxTables } from './dax-tables.ts';
import { FlowGraph, type GraphEdge, UNKNOWN } from './flow-graph.ts';
import { addSummaries } from './summaries.ts';
import { HANDED, type Mask, OWN, type Way, waysBetween } from './ways.ts';

/** Solves a tree from the facts of its files; the order of the files decides between ways of equal length. */
export function solve(files: readonly FileFacts[]): Solution {
  const graph = linked(files);
  const tables = new DaxTables(files);
  for (const file of files) {
    linkContracts(graph, file, tables);
    limitDomains(graph, file);
  }
  graph.linkResults();
  addSummaries(graph);
  graph.resolveCalls();
  const solver = new Solver(graph);
  solver.run();
  return solver;
}

/** The graph of files whose functions know each other. */
export function linked(files: readonly FileFacts[]): FlowGraph {
  const graph = new FlowGraph();
  for (const file of files) graph.define(file);
  for (const file of files) graph.link(file);
  return graph;
}

/** Functions in an operations table get what the table promises, or what the inodes can have that carry it. */
function linkContracts(graph: FlowGraph, file: FileFacts, tables: DaxTables): void {
  for (const entry of file.entries) {
    if (entry.table === 'struct address_space_operations') {
      const role = tables.roleOf(file.path, entry.variable);
      const kinds = contractOf(entry.table, entry.member);
      if (kinds !== undefined) graph.promise(file, entry, kinds, role);
      else graph.serve(file, entry, role === 'never' || role === 'apart' ? minus(ALL, DAX_KINDS) : ALL);
    }
  }
}

/** Functions that are right for some kinds only get no others: a caller that hands them one is what is wrong. */
function limitDomains(graph: FlowGraph, file: FileFacts): void {
  for (const { name, isLocal } of file.functions) {
    const row = helper(name);
    // A function that another file cannot see is the one of the table only where the table has read it.
    if (isLocal && !row?.headers.includes(file.path)) continue;
    if (row?.worksOn !== undefined && row.argument >= 0 && (row.subject === 'page' || row.subject === 'folio'))
      graph.limit(file, name, row.argument, row.worksOn);
  }
}

const BITS = KINDS.length;
const PROVEN = ALL as number;
const POSSIBLE = PROVEN << BITS;
/** What comes of tables beside which DAX inodes have their own, and what comes of other tables. */
const OF_APART = 1 << (2 * BITS);
const OF_OTHERS = 1 << (2 * BITS + 1);
const TABLES = OF_APART | OF_OTHERS;
/** What is possible comes of a source of any page. */
const OF_ANY = 1 << (2 * BITS + 2);
const MARKS = TABLES | OF_ANY;

/**
 * A node has two masks, each with the proven kinds in the low bits and the possible ones above them. What is local to a
 * function keeps apart what came in through its parameters, so that a call gives back its own arguments (by the edges
 * of the summaries) and not those of every other call.
 */
class Solver implements Solution {
  private readonly graph: FlowGraph;
  private readonly own: Int32Array;
  private readonly handed: Int32Array;
  /** The edge that first brought a bit to a node, for either mask: four times its number, two where the kind was proven before it, and the mask that it came from; -1 for none. */
  private readonly first: Int32Array;

  constructor(graph: FlowGraph) {
    this.graph = graph;
    this.own = new Int32Array(graph.nodes);
    this.handed = new Int32Array(graph.nodes);
    this.first = new Int32Array(graph.nodes * 4 * BITS).fill(-1);
  }

  run(): void {
    let round: number[] = [];
    for (const [node, name] of this.graph.names.entries()) {
      if (name.includes('!')) continue; // callbacks are no pages
      if (name.startsWith('S ')) this.own[node] = PROVEN | tableMark(name);
      else if (name === UNKNOWN || (!/^[OF] /.test(name) && !this.graph.hasSource(node))) this.own[node] = POSSIBLE;
      else continue;
      this.own[node] = limited(this.own[node] ?? 0, this.graph.limitOf(node));
      round.push(node);
    }
    while (round.length > 0) round = this.step(round);
  }

  /** Sends what the nodes have over their edges; answers the nodes that got something new. */
  private step(round: readonly number[]): number[] {
    const changed = new Set<number>();
    for (const node of round) {
      for (const at of this.graph.edgesFrom(node)) {
        const { to } = this.graph.edge(at);
        for (const way of waysBetween(this.graph.classes[node], this.graph.classes[to])) {
          if (this.send(node, at, way)) changed.add(to);
        }
      }
    }
    return [...changed];
  }

  /** Sends what one mask of a node holds over an edge; true where some of it is new. */
  private send(node: number, at: number, { from, to }: Way): boolean {
    const edge = this.graph.edge(at);
    const source = from === OWN ? this.own : this.handed;
    const target = to === OWN ? this.own : this.handed;
    const sent = through(source[node] ?? 0, edge);
    const fresh = (to === OWN ? limited(sent, this.graph.limitOf(edge.to)) : sent) & ~(target[edge.to] ?? 0);
    if (fresh === 0) return false;
    target[edge.to] = (target[edge.to] ?? 0) | fresh;
    for (let bit = 0; bit < 2 * BITS; bit += 1) {
      if (!(fresh & (1 << bit))) continue;
      // What was proven before a weak edge is possible behind it.
      const wasProven = ((source[node] ?? 0) & (1 << bit)) === 0;
      this.first[this.slot(edge.to, to, bit)] = 4 * at + 2 * Number(wasProven) + from;
    }
    return true;
  }

  private slot(node: number, mask: Mask, bit: number): number {
    return (node * 2 + mask) * 2 * BITS + bit;
  }

  arrivals(path: string): Arrivals {
    return { at: (place) => this.at(path, place) };
  }

  private at(path: string, place: FlowPlace): Arrival | undefined {
    const node = this.graph.find(path, place);
    if (node === undefined) return place.startsWith('O ') ? { proven: NO_KINDS, possible: NO_KINDS } : undefined;
    const mask = (this.own[node] ?? 0) | (this.handed[node] ?? 0);
    // What other objects of the same struct got is possible for this one.
    const isWeak = place.startsWith('M ');
    const proven = isWeak ? 0 : mask & PROVEN;
    const possible = ((mask >> BITS) & PROVEN) | (isWeak ? mask & PROVEN : 0);
    return {
      proven: kinds(proven),
      possible: kinds(possible),
      ...((mask & TABLES) === OF_APART ? { isApart: true } : {}),
      ...(mask & OF_ANY && !isWeak ? { isOfAny: true } : {}),
    };
  }

  chain(path: string, place: FlowPlace, kind: Kind, isProven = true): readonly ChainStep[] {
    let bit = KINDS.indexOf(kind) + (isProven ? 0 : BITS);
    const steps: ChainStep[] = [];
    let node = this.graph.find(path, place);
    let mask: Mask | undefined = node === undefined ? undefined : this.maskWith(node, bit);
    while (node !== undefined && mask !== undefined) {
      const code = this.first[this.slot(node, mask, bit)] ?? -1;
      if (code < 0) break;
      const edge = this.graph.edge(code >> 2);
      steps.push({ ...edge.step, from: this.graph.names[edge.from] ?? '', to: this.graph.names[node] ?? '' });
      node = edge.from;
      mask = code & 1 ? HANDED : OWN;
      if (code & 2) bit -= BITS;
    }
    return steps.reverse().filter((step) => step.file !== '');
  }

  private maskWith(node: number, bit: number): Mask | undefined {
    return ([OWN, HANDED] as const).find((mask) => this.holds(node, mask, bit));
  }

  private holds(node: number, mask: Mask, bit: number): boolean {
    return (((mask === OWN ? this.own : this.handed)[node] ?? 0) & (1 << bit)) !== 0;
  }
}

/** What is left of a mask behind an edge. */
function through(mask: number, { keep, isWeak, isAny }: GraphEdge): number {
  const kept = mask & (keep | (keep << BITS));
  const passed = isWeak ? ((kept & PROVEN) << BITS) | (kept & POSSIBLE) : kept;
  return passed === 0 ? 0 : passed | (mask & MARKS) | (isAny ? OF_ANY : 0);
}

function limited(mask: number, kinds: KindSet): number {
  return kinds === ALL ? mask : mask & (kinds | (kinds << BITS) | MARKS);
}

/** The mark of a promise, by the name of its source; none for other sources. */
function tableMark(name: string): number {
  if (name.endsWith('?apart')) return OF_APART;
  return name.includes('?') ? OF_OTHERS : 0;
}

function kinds(bits: number): KindSet {
  let set: KindSet = NO_KINDS;
  for (const [at, kind] of KINDS.entries()) if (bits & (1 << at)) set = union(set, kindSet(kind));
  return set;
}
