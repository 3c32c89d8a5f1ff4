/** Solves the whole tree: which kinds of page get to which place, and over which edges. */
import { ALL, type Kind, KINDS, type KindSet, kindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import { contractOf } from '../kernel/operation-contracts.ts';
import type { FileFacts, FlowPlace, FlowStep } from '../model/facts.ts';
import { FlowGraph, UNKNOWN } from './flow-graph.ts';
import type { Arrival, Arrivals } from './values.ts';

/** One step of the way of a page: `file` is relative to the tree, `line` 1-based. */
export interface ChainStep {
  readonly file: string;
  readonly line: number;
  /** The function that the step happens in; empty at file level. */
  readonly function: string;
  readonly how: FlowStep | 'contract';
  /** The place that the value comes from, and the one that it goes to. */
  readonly from: FlowPlace;
  readonly to: FlowPlace;
}

/** What the solve found. */
export interface Solution {
  /** What gets to the places of a file. */
  arrivals(path: string): Arrivals;
  /**
   * The shortest way of a page of a kind to a place, its source first; empty where there is none. With `isProven` false
   * the way from a place of which nothing is known.
   */
  chain(path: string, place: FlowPlace, kind: Kind, isProven?: boolean): readonly ChainStep[];
}

/** Solves a tree from the facts of its files; the order of the files decides between ways of equal length. */
export function solve(files: readonly FileFacts[]): Solution {
  const graph = new FlowGraph();
  for (const file of files) graph.define(file);
  for (const file of files) graph.link(file);
  for (const file of files) linkContracts(graph, file);
  graph.resolveCalls();
  const solver = new Solver(graph);
  solver.run();
  return solver;
}

/** Functions in an operations table that promises something get what it promises. */
function linkContracts(graph: FlowGraph, file: FileFacts): void {
  for (const entry of file.entries) {
    const kinds = contractOf(entry.table, entry.member);
    if (kinds !== undefined) graph.promise(file, entry, kinds);
  }
}

const BITS = KINDS.length;
const PROVEN = ALL as number;

class Solver implements Solution {
  private readonly graph: FlowGraph;
  /** Proven kinds in the low bits, possible ones above them. */
  private readonly masks: Int32Array;
  /** The edge that first brought a bit of the mask to a node; -1 for none. */
  private readonly first: Int32Array;

  constructor(graph: FlowGraph) {
    this.graph = graph;
    this.masks = new Int32Array(graph.nodes);
    this.first = new Int32Array(graph.nodes * 2 * BITS).fill(-1);
  }

  run(): void {
    let round: number[] = [];
    for (const [node, name] of this.graph.names.entries()) {
      if (name.startsWith('S ')) this.masks[node] = PROVEN;
      else if (name === UNKNOWN || (!name.startsWith('O ') && !this.graph.hasSource(node)))
        this.masks[node] = PROVEN << BITS;
      else continue;
      round.push(node);
    }
    while (round.length > 0) round = this.step(round);
  }

  /** Sends what the nodes have over their edges; answers the nodes that got something new. */
  private step(round: readonly number[]): number[] {
    const changed = new Set<number>();
    for (const node of round) {
      const mask = this.masks[node] ?? 0;
      for (const edge of this.graph.edgesFrom(node)) {
        const { to, keep } = this.graph.edge(edge);
        const fresh = mask & (keep | (keep << BITS)) & ~(this.masks[to] ?? 0);
        if (fresh === 0) continue;
        this.masks[to] = (this.masks[to] ?? 0) | fresh;
        for (let bit = 0; bit < 2 * BITS; bit += 1) if (fresh & (1 << bit)) this.first[to * 2 * BITS + bit] = edge;
        changed.add(to);
      }
    }
    return [...changed];
  }

  arrivals(path: string): Arrivals {
    return { at: (place) => this.at(path, place) };
  }

  private at(path: string, place: FlowPlace): Arrival | undefined {
    const node = this.graph.find(path, place);
    if (node === undefined) return place.startsWith('O ') ? { proven: NO_KINDS, possible: NO_KINDS } : undefined;
    const mask = this.masks[node] ?? 0;
    return { proven: kinds(mask & PROVEN), possible: kinds((mask >> BITS) & PROVEN) };
  }

  chain(path: string, place: FlowPlace, kind: Kind, isProven = true): readonly ChainStep[] {
    const bit = KINDS.indexOf(kind) + (isProven ? 0 : BITS);
    const steps: ChainStep[] = [];
    let node = this.graph.find(path, place);
    // A way never comes to a node twice with the same kind, so it is no longer than the graph has nodes.
    while (node !== undefined && steps.length < this.graph.nodes) {
      const edge = this.first[node * 2 * BITS + bit] ?? -1;
      if (edge < 0) break;
      const { from, step } = this.graph.edge(edge);
      steps.push({ ...step, from: this.graph.names[from] ?? '', to: this.graph.names[node] ?? '' });
      node = from;
    }
    return steps.reverse();
  }
}

function kinds(bits: number): KindSet {
  let set: KindSet = NO_KINDS;
  for (const [at, kind] of KINDS.entries()) if (bits & (1 << at)) set = union(set, kindSet(kind));
  return set;
}
