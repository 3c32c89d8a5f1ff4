/** Which functions the address of which a place can hold: what a call through a pointer there can call. */
import type { FlowGraph } from './flow-graph.ts';
import { HANDED, type Mask, OWN, waysBetween } from './ways.ts';

/**
 * The functions by node. As for pages, what a function was handed is kept apart from what it has of its own, so that a
 * helper which binds a callback to a container does not mix up those of its callers.
 */
export function heldFunctions(graph: FlowGraph): ReadonlyMap<number, ReadonlySet<string>> {
  const held = [new Map<number, Set<string>>(), new Map<number, Set<string>>()] as const;
  const queue: number[] = [];
  for (const [node, name] of graph.names.entries()) {
    if (!name.startsWith('F ')) continue;
    held[OWN].set(node, new Set([name.slice(2)]));
    queue.push(node);
  }
  const give = (to: number, mask: Mask, names: ReadonlySet<string>): boolean => {
    const before = held[mask].get(to) ?? new Set<string>();
    const size = before.size;
    for (const name of names) before.add(name);
    if (before.size > 0) held[mask].set(to, before);
    return before.size > size;
  };
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const at of graph.edgesFrom(node)) {
      const { to } = graph.edge(at);
      for (const way of waysBetween(graph.classes[node], graph.classes[to])) {
        const names = held[way.from].get(node);
        if (names && give(to, way.to, names)) queue.push(to);
      }
    }
  }
  const all = new Map<number, ReadonlySet<string>>(held[OWN]);
  for (const [node, names] of held[HANDED]) all.set(node, new Set([...names, ...(all.get(node) ?? [])]));
  return all;
}
