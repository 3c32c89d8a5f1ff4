/** Conditions that ask about a page and do not hold where it is used: they only warn, come too late, or stand on another path. */
import { has, type KindSet, NO_KINDS, overlaps } from '../kernel/kinds.ts';
import type { SiteEvent, WeakGuard } from '../model/site.ts';
import { type Fact, leavesOf } from './facts.ts';
import type { State } from './state.ts';
import { tells } from './telling.ts';
import { stripped } from './text.ts';

/** A condition that was asked somewhere in the function, with what was known where it was. */
interface Asked {
  readonly fact: Fact;
  readonly state: State;
  readonly onlyWarns: boolean;
}

/** The most conditions of one function that are remembered. */
const MOST = 60;

export class WeakGuards {
  private readonly asked: Asked[] = [];
  private readonly seen = new Set<Fact>();
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** Remembers the conditions that a state knows and that were not met before. */
  note(state: State | undefined, onlyWarns: boolean): void {
    if (!state) return;
    for (const fact of state.facts) {
      if (this.seen.has(fact)) continue;
      this.seen.add(fact);
      for (const leaf of leavesOf(fact)) {
        if (leaf !== fact && this.seen.has(leaf)) continue;
        this.seen.add(leaf);
        if (this.asked.length < MOST && isGuard(leaf) && tells(leaf, state.values))
          this.asked.push({ fact: leaf, state, onlyWarns });
      }
    }
  }

  /**
   * The conditions about a page that are not known where it is used; `inForce` has the offsets of those that are known,
   * be it as true or as false, and `excludes` tells what one of them rules out.
   */
  at(
    event: SiteEvent,
    inForce: ReadonlySet<number> | undefined,
    excludes: (fact: Fact, state: State) => KindSet,
  ): readonly WeakGuard[] {
    const weak: WeakGuard[] = [];
    for (const { fact, state, onlyWarns } of this.asked) {
      const { start, end } = fact.condition;
      if (inForce?.has(start) || (start <= event.start && event.end <= end)) continue;
      const gone = excludes(fact, state);
      if (gone === NO_KINDS || !overlaps(gone, event.kinds)) continue;
      // A flag that only page cache can have set is asked for its own sake, and divides nothing where it is clear.
      const opposite = excludes({ ...fact, holds: !fact.holds }, state);
      if (!has(gone, 'cache') && !has(opposite, 'cache')) continue;
      const why = start >= event.end ? 'late' : onlyWarns ? 'only-warns' : 'other-path';
      weak.push({ text: this.source.slice(start, end), holds: fact.holds, excludes: gone, why, start, end });
    }
    return weak;
  }
}

/** Whether a condition is there to tell pages apart: a question or a look at tag bits, and no comparison of mappings. */
function isGuard({ condition }: Fact): boolean {
  const inner = stripped(condition);
  return inner.kind === 'call' || (inner.kind === 'binary' && inner.operator === '&');
}
