/** The evidence of a ledger row: the way of a page from its source to the site, step by step. */
import { worded } from '../docs/chain-text.ts';
import { shortestChain } from '../engine/chain.ts';
import type { Chains, Solution } from '../model/solution.ts';
import type { RowOrigins } from '../store/analyse-file.ts';
import type { LedgerRow } from '../store/located.ts';

/** The row with the shortest chain of a kind in question before its own steps; as it is where the tree knows of none. */
export function withChain(row: LedgerRow, origins: RowOrigins | undefined, solution: Solution): LedgerRow {
  if (origins === undefined) return row;
  const chains: Chains = { chain: (place, kind, isProven) => solution.chain(row.file, place, kind, isProven) };
  const proven = shortestChain(origins.places, origins.kinds, chains, true);
  // For an undecided row the way from what is not known says what is missing.
  const chain =
    proven.length > 0 || row.verdict !== 'undecided'
      ? proven
      : shortestChain(origins.places, origins.kinds, chains, false);
  return chain.length === 0 ? row : { ...row, evidence: [...worded(chain), ...row.evidence] };
}
