/** A span is a half-open range of UTF-16 offsets, 0-based, into one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Moves a span by a number of UTF-16 units. */
export function shift(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

/** Tells whether an offset lies in a span; the end itself counts, as a caret behind the last character does. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Tells whether two spans share an offset; spans that only meet at an end count. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
