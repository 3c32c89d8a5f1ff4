/** Which line of a text was which line of the one before it. */
import { structuredPatch } from 'diff';

/** Texts that differ in more lines are taken for different ones: to compare them would take too long. */
const MOST_CHANGES = 4000;

/** The lines of two texts; all are 1-based. */
export interface LineMap {
  /** The line of the text before that a line of the text after was; undefined for a line that is new. */
  readonly before: (line: number) => number | undefined;
  /** Whether a line of the text before has gone. */
  readonly isGone: (line: number) => boolean;
}

/** Compares two texts line by line. */
export function lineMap(before: string, after: string): LineMap {
  const options = { context: 0, maxEditLength: MOST_CHANGES };
  const hunks = structuredPatch('', '', before, after, '', '', options)?.hunks;
  if (hunks === undefined) return { before: () => undefined, isGone: () => true };
  return {
    before: (line) => {
      let shift = 0;
      for (const { oldLines, newStart, newLines } of hunks) {
        if (line < newStart) break;
        if (line < newStart + newLines) return undefined;
        shift += oldLines - newLines;
      }
      return line + shift;
    },
    isGone: (line) => hunks.some(({ oldStart, oldLines }) => oldStart <= line && line < oldStart + oldLines),
  };
}
