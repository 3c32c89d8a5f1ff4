/** An era note tells in plain words which era holds in a tree, and why. */
import type { Tree } from '../engine/api.ts';
import { decisiveProbe, type EraDecision } from '../kernel/probes.ts';

export interface EraNote {
  /** Absolute path of the tree's root, or null for lone files. */
  readonly root: string | null;
  readonly era: string;
  readonly label: string;
  /** One word that tells how it was decided. */
  readonly by: EraDecision['reason'];
  /** Why it is that era, in one sentence without a full stop. */
  readonly reason: string;
  readonly mismatch?: string;
  /** What an overlay cannot do in this era, one sentence each without a full stop. */
  readonly whatIfNotes?: readonly string[];
}

/** Describes the era of an open tree. */
export function eraNote(tree: Tree): EraNote {
  const { era, reason: by, mismatch } = tree.era;
  const reason = eraReason(tree.era);
  const odd = mismatch === undefined ? {} : { mismatch };
  const whatIf = tree.whatIf === undefined ? {} : { whatIfNotes: tree.whatIf.notes };
  return { root: tree.root ?? null, era: era.id, label: era.label, by, reason, ...odd, ...whatIf };
}

/** Says why an era was decided, in one sentence without a full stop; `whyLone` begins that about a file without a tree. */
export function eraReason(decision: EraDecision, whyLone = 'the file lies in no kernel tree'): string {
  switch (decision.reason) {
    case 'setting':
      return 'it was set by the user';
    case 'makefile':
      return 'the Makefile of the tree names a release of it, and no header was found that tells more';
    case 'default':
      return decision.evidence.length > 0
        ? 'neither the headers nor the Makefile of the tree tell, so the newest era is taken'
        : `${whyLone}, so the newest era is taken`;
    case 'probe': {
      const proof = decision.evidence[decisiveProbe(decision)];
      if (proof === undefined) return 'the headers of the tree say so';
      return `${proof.probe} (${proof.file}${proof.line === undefined ? '' : `:${proof.line}`})`;
    }
  }
}
