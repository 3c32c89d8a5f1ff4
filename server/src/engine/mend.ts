/** Mending a file: its fixes are applied one after the other, each to the text that the ones before it have left. */
import type { Finding, Fix } from '../model/finding.ts';
import type { AnalysedFile } from './api.ts';

/** Which fixes are applied. */
export interface MendOptions {
  /** Also those that need a person's eye. */
  readonly all: boolean;
  /** Which findings are mended. */
  readonly isWanted: (finding: Finding) => boolean;
}

/** A fix that was applied, and what it was for. */
export interface AppliedFix {
  readonly finding: Finding;
  readonly fix: Fix;
  /** Where the finding was, as an offset in the mended text. */
  readonly at: number;
}

export interface MendedFile {
  /** The file with the mended text. */
  readonly file: AnalysedFile;
  readonly applied: readonly AppliedFix[];
}

/**
 * Mends a file, which stays as it is: of every wanted finding the first fix that may be applied, in the order of the text,
 * until none is left. A text that was mended is not changed by mending it again.
 */
export function mend(original: AnalysedFile, { all, isWanted }: MendOptions): MendedFile {
  let file = original;
  let applied: readonly AppliedFix[] = [];
  // A fix leaves fewer findings, or another one in place of its own; nothing goes on for ever.
  const most = 2 * original.findings.length;
  const fixOf = (finding: Finding): Fix | undefined =>
    isWanted(finding) ? file.fixes(finding).find(({ safe, byHand }) => safe || (all && !byHand)) : undefined;
  let before: AnalysedFile;
  // One fix can make another one possible, or take away what was in its way.
  do {
    before = file;
    let next = 0;
    while (next < file.findings.length && applied.length < most) {
      const finding = file.findings[next];
      const fix = finding && fixOf(finding);
      if (finding === undefined || fix === undefined) {
        next += 1;
        continue;
      }
      applied = [...applied, { finding, fix, at: finding.start }].map((each) => ({ ...each, at: moved(each.at, fix) }));
      file = file.edited(fix.edits);
    }
  } while (file !== before);
  return { file, applied };
}

/** Where an offset is after the edits of a fix; what was replaced is where the new text ends. */
function moved(offset: number, { edits }: Fix): number {
  return edits
    .filter(({ span }) => span.start <= offset)
    .reduce((at, { span, newText }) => {
      const old = Math.min(span.end, offset) - span.start;
      return at + newText.length - old;
    }, offset);
}
