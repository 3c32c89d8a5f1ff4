/** A line index turns UTF-16 offsets of one text into lines and columns and back. */
export interface Position {
  /** 0-based line. */
  readonly line: number;
  /** 0-based column in UTF-16 units. */
  readonly column: number;
}

/** Where each line of a text starts; a line ends at `\n`, and a `\r` before it belongs to the line. */
export class LineIndex {
  private starts: Int32Array;
  private length: number;

  constructor(text: string) {
    this.starts = Int32Array.from(startsIn(text, 0, [0]));
    this.length = text.length;
  }

  /** The index of the text in which what stands between two of its offsets is replaced. */
  replaced(start: number, end: number, newText: string): LineIndex {
    const { starts } = this;
    const delta = newText.length - (end - start);
    const first = this.position(start).line + 1;
    const last = this.position(end).line + 1;
    const inserted = startsIn(newText, start);
    const next = new Int32Array(starts.length - (last - first) + inserted.length);
    next.set(starts.subarray(0, first));
    next.set(inserted, first);
    next.set(starts.subarray(last), first + inserted.length);
    for (let line = first + inserted.length; line < next.length; line += 1) next[line] = (next[line] ?? 0) + delta;
    const index = new LineIndex('');
    index.starts = next;
    index.length = this.length + delta;
    return index;
  }

  /** The number of lines; a text without a line break has one. */
  get lineCount(): number {
    return this.starts.length;
  }

  /** The position of an offset; an offset outside the text is moved to its nearest end. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: at - (this.starts[low] ?? 0) };
  }

  /** The offset of a position; a line or column outside the text is moved to its nearest end. */
  offset(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.starts[position.line];
    if (start === undefined) return this.length;
    const next = this.starts[position.line + 1] ?? this.length + 1;
    return Math.max(start, Math.min(start + position.column, next - 1));
  }

  /** The span of a 0-based line without its line break's `\n`. */
  lineSpan(line: number): { start: number; end: number } {
    const start = this.starts[line] ?? this.length;
    const next = this.starts[line + 1];
    return { start, end: next === undefined ? this.length : next - 1 };
  }
}

/** Where the lines begin that begin inside a text, which stands at an offset itself; behind those that are known. */
function startsIn(text: string, offset: number, starts: number[] = []): readonly number[] {
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(offset + at + 1);
  return starts;
}
