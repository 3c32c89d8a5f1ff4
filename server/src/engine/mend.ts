/** Mending a file: its fixes are applied one after the other, each to the text that the ones before it have left. */
import type { Finding, Fix, Severity } from '../model/finding.ts';
import { rules } from '../rules/index.generated.ts';
import type { AnalysedFile } from './api.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'hint'];

/** The rules whose reports hang on where the page comes from. */
const FOR_SOME = new Set(rules.filter(({ needsOrigin }) => needsOrigin).map(({ id }) => id));

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
 * Mends a file, which stays as it is: of every wanted finding the first fix that may be applied, the
 * worst finding first, until none is left. A text that was mended is not changed by mending it again.
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
      const finding = worstFirst(file.findings)[next];
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

/**
 * What is wrong for every page goes before what is wrong for some: a function that answers the wrong way round is to be
 * turned round, and not to be kept from ever being asked.
 */
function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const weight = ({ severity, rule }: Finding): number => 2 * SEVERITIES.indexOf(severity) + Number(FOR_SOME.has(rule));
  return [...findings].sort((a, b) => weight(a) - weight(b));
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
