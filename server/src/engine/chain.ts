/** The evidence of the whole tree for one site: of all ways over which a page in question gets there, the shortest. */
import type { Kind } from '../kernel/kinds.ts';
import type { FlowPlace } from '../model/facts.ts';
import type { ChainStep, Chains } from '../model/solution.ts';

/** The shortest way of a page of one of the kinds to one of the places; empty where there is none. */
export function shortestChain(
  places: readonly FlowPlace[],
  kinds: readonly Kind[],
  chains: Chains,
  isProven: boolean,
): readonly ChainStep[] {
  let best: readonly ChainStep[] = [];
  for (const kind of kinds) {
    for (const place of places) {
      const chain = chains.chain(place, kind, isProven);
      if (chain.length > 0 && (best.length === 0 || chain.length < best.length)) best = chain;
    }
  }
  return best;
}
