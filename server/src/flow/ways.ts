/** A call gives back its own arguments, and not those of other calls: what goes along an edge depends on whose it is. */
import type { NodeClass } from './flow-graph.ts';

/** What a node has of its own function, and what its function was handed. */
export type Mask = 0 | 1;
export const OWN = 0;
export const HANDED = 1;

/** From which mask of a node to which one of the next. */
export interface Way {
  readonly from: Mask;
  readonly to: Mask;
}

const NONE: readonly Way[] = [];
const KEPT: readonly Way[] = [{ from: OWN, to: OWN }];
const HANDED_OVER: readonly Way[] = [{ from: OWN, to: HANDED }];
const BOTH_ALIKE: readonly Way[] = [...KEPT, { from: HANDED, to: HANDED }];
const BOTH_KEPT: readonly Way[] = [...KEPT, { from: HANDED, to: OWN }];

/** Which masks of a node go over an edge, and into which, by what the two nodes are. */
export function waysBetween(from: NodeClass | undefined, to: NodeClass | undefined): readonly Way[] {
  switch (from) {
    case 'parameter':
      // What comes back of a parameter is a summary, applied call by call.
      if (to === 'formal') return NONE;
      return to === 'local' ? HANDED_OVER : KEPT;
    case 'local':
      if (to === 'formal') return KEPT;
      return to === 'local' ? BOTH_ALIKE : BOTH_KEPT;
    default:
      return KEPT;
  }
}
