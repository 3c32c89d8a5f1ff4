/** What a function gives back of its own parameters: a call gives back what it was handed, and not what other calls were. */
import { ALL, type KindSet, intersect, isSubset, NO_KINDS, union } from '../kernel/kinds.ts';
import { type FlowGraph, parameterOf } from './flow-graph.ts';

/** Adds to the graph, call by call, what comes back of the arguments. */
export function addSummaries(graph: FlowGraph): void {
  new Summaries(graph).run();
}

class Summaries {
  private readonly graph: FlowGraph;
  /** For each function, what is known to come back: by argument and result. */
  private readonly known = new Map<string, Map<string, KindSet>>();
  private readonly parameters = new Map<string, number[]>();
  /** The functions that call a function. */
  private readonly callers = new Map<string, Set<string>>();
  private readonly sitesOf = new Map<string, string[]>();

  constructor(graph: FlowGraph) {
    this.graph = graph;
    for (const { name, node } of graph.parameters()) {
      const { callee } = parameterOf(name);
      this.parameters.set(callee, [...(this.parameters.get(callee) ?? []), node]);
    }
    for (const [key, site] of graph.sites) {
      if (site.args.size === 0 || site.results.size === 0) continue;
      this.sitesOf.set(site.callee, [...(this.sitesOf.get(site.callee) ?? []), key]);
      const caller = callerOf(key, site.callee);
      for (const name of [caller, `${caller}@${key.slice(key.lastIndexOf('@') + 1)}`]) {
        this.callers.set(site.callee, (this.callers.get(site.callee) ?? new Set()).add(name));
      }
    }
  }

  run(): void {
    const queue = new Set(this.parameters.keys());
    for (const callee of queue) {
      queue.delete(callee);
      if (!this.update(callee)) continue;
      for (const caller of this.callers.get(callee) ?? []) if (this.parameters.has(caller)) queue.add(caller);
    }
  }

  /** Looks at one function again; true where more comes back than was known. */
  private update(callee: string): boolean {
    const known = this.known.get(callee) ?? new Map<string, KindSet>();
    this.known.set(callee, known);
    let grew = false;
    for (const parameter of this.parameters.get(callee) ?? []) {
      const { index } = parameterOf(this.graph.names[parameter] ?? '');
      for (const [result, keep] of this.reached(parameter, callee)) {
        const key = `${index} ${result}`;
        const before = known.get(key) ?? NO_KINDS;
        if (isSubset(keep, before)) continue;
        known.set(key, union(before, keep));
        grew = true;
        for (const site of this.sitesOf.get(callee) ?? []) {
          const call = this.graph.sites.get(site);
          if (call) this.graph.summarise(call, index, result, keep);
        }
      }
    }
    return grew;
  }

  /** The results of a function that one of its parameters gets to, over its own calls. */
  private reached(parameter: number, callee: string): ReadonlyMap<string, KindSet> {
    const results = new Map<string, KindSet>();
    const seen = new Map<number, KindSet>();
    const queue: { readonly node: number; readonly keep: KindSet }[] = [{ node: parameter, keep: ALL }];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const at of this.graph.edgesFrom(next.node)) {
        const edge = this.graph.edge(at);
        const keep = intersect(next.keep, edge.keep);
        const kind = this.graph.classes[edge.to];
        if (kind === 'formal') {
          const result = resultOf(this.graph.names[edge.to] ?? '', callee);
          if (result) results.set(result, union(results.get(result) ?? NO_KINDS, keep));
        } else if (kind === 'local') {
          const before = seen.get(edge.to) ?? NO_KINDS;
          if (isSubset(keep, before)) continue;
          seen.set(edge.to, union(before, keep));
          queue.push({ node: edge.to, keep: union(before, keep) });
        }
      }
    }
    return results;
  }
}

/** The result of a formal node, `R` or `O 0`, with a `!` where it is about callbacks; undefined for that of another function. */
function resultOf(name: string, callee: string): string | undefined {
  const [letter, key = '', index] = name.split(' ');
  const mark = key === `${callee}!` ? '!' : '';
  if (key !== `${callee}${mark}`) return undefined;
  return index === undefined ? `${letter}${mark}` : `${letter} ${index}${mark}`;
}

/** The name of the function that makes a call, from the key of the call. */
function callerOf(key: string, callee: string): string {
  const call = key.slice(callee.length + 1);
  return call.slice(0, call.indexOf(':'));
}
