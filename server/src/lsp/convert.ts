/** Offsets and spans of the engine become positions and ranges of the protocol, and back; both count UTF-16 units. */
import { DiagnosticSeverity, type Position, type Range } from 'vscode-languageserver';
import type { Severity } from '../model/finding.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';

export function toPosition(lines: LineIndex, offset: number): Position {
  const { line, column } = lines.position(offset);
  return { line, character: column };
}

export function toRange(lines: LineIndex, span: Span): Range {
  return { start: toPosition(lines, span.start), end: toPosition(lines, span.end) };
}

/** The offset of a position; one outside the text moves to the nearest place in it. Throws for what is no position. */
export function toOffset(lines: LineIndex, position: Position): number {
  const { line, character } = position;
  if (!Number.isInteger(line) || !Number.isInteger(character))
    throw new TypeError('a position needs two whole numbers');
  return lines.offset({ line, column: Math.max(0, character) });
}

/** The span of a range; ends in the wrong order are swapped. */
export function toSpan(lines: LineIndex, range: Range): Span {
  const a = toOffset(lines, range.start);
  const b = toOffset(lines, range.end);
  return { start: Math.min(a, b), end: Math.max(a, b) };
}

/** Hints are shown as information: editors leave the protocol's own hints out of their lists. */
export function toSeverity(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return DiagnosticSeverity.Error;
    case 'warning':
      return DiagnosticSeverity.Warning;
    case 'hint':
      return DiagnosticSeverity.Information;
  }
}
