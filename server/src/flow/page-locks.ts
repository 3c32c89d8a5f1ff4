/** Which pages are locked where a walk is, told from the order of the code and not from the paths through it. */
import { rowsOf } from '../kernel/helper-table.ts';
import { type KindSet, NO_KINDS, union } from '../kernel/kinds.ts';
import { type Call, calleeName } from '../model/expression.ts';
import type { Locked } from '../model/site.ts';
import { identityOf } from './identity.ts';
import type { State } from './state.ts';

/** The locks that a walk has met. */
export class PageLocks {
  private readonly held = new Map<string, Locked>();

  /** What is held of a page, by its identity. */
  of(identity: string): Locked | undefined {
    return this.held.get(identity);
  }

  /** Notes a call that locks or unlocks a page; whoever unlocks it in whatever way holds nothing of it any more. */
  called(call: Call, state: State): void {
    const by = calleeName(call);
    const [page] = call.args;
    if (by === undefined || !page) return;
    const rows = rowsOf(by).filter(
      ({ role, subject }) => role === 'locks' && (subject === 'page' || subject === 'folio'),
    );
    if (rows.length === 0) return;
    const identity = identityOf(page, state);
    const before = this.held.get(identity);
    const pins = rows.reduce<KindSet>((all, row) => union(all, row.pins ?? NO_KINDS), NO_KINDS);
    if (pins === NO_KINDS) this.held.delete(identity);
    else this.held.set(identity, { by: before?.by ?? by, pins: union(before?.pins ?? NO_KINDS, pins) });
  }
}
