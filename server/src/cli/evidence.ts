/** The evidence of a ledger row: the way of a page from its source to the site, step by step. */
import { stepText } from '../docs/chain-text.ts';
import type { Solution } from '../model/solution.ts';
import type { RowOrigins } from '../store/analyse-file.ts';
import type { EvidenceStep, LedgerRow } from '../store/located.ts';

/** A chain that is longer than this is shown by its ends. */
const MOST_STEPS = 12;

/** The row with the shortest chain of a kind in question before its own steps; as it is where the tree knows of none. */
export function withChain(row: LedgerRow, origins: RowOrigins | undefined, solution: Solution): LedgerRow {
  if (origins === undefined) return row;
  const steps = shortest(row, origins, solution).map((step) => ({
    file: step.file,
    line: step.line,
    function: step.function,
    step: stepText(step),
  }));
  return steps.length === 0 ? row : { ...row, evidence: [...cut(steps), ...row.evidence] };
}

function shortest(row: LedgerRow, { places, kinds }: RowOrigins, solution: Solution): ReturnType<Solution['chain']> {
  let best: ReturnType<Solution['chain']> = [];
  // For an undecided row the way from what is not known says what is missing.
  for (const isProven of row.verdict === 'undecided' ? [true, false] : [true]) {
    for (const kind of kinds) {
      for (const place of places) {
        const chain = solution.chain(row.file, place, kind, isProven);
        if (chain.length > 0 && (best.length === 0 || chain.length < best.length)) best = chain;
      }
    }
    if (best.length > 0) break;
  }
  return best;
}

function cut(steps: readonly EvidenceStep[]): readonly EvidenceStep[] {
  if (steps.length <= MOST_STEPS) return steps;
  return [...steps.slice(0, MOST_STEPS / 2), ...steps.slice(-MOST_STEPS / 2)];
}
