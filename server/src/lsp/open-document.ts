/** An open document has the text that the editor shows, and its analysis once somebody has asked for it. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { AnalysedFile } from '../engine/api.ts';
import type { FileArrivals } from '../model/solution.ts';
import type { TextEdit } from '../text/edit.ts';
import { LineIndex } from '../text/line-index.ts';
import { toSpan } from './convert.ts';

export class OpenDocument {
  private lineIndex: LineIndex | undefined;
  private file: AnalysedFile | undefined;

  readonly uri: string;
  private currentVersion: number;
  private currentText: string;
  private absent = false;

  constructor(uri: string, currentVersion: number, currentText: string) {
    this.uri = uri;
    this.currentVersion = currentVersion;
    this.currentText = currentText;
  }

  get version(): number {
    return this.currentVersion;
  }

  get text(): string {
    return this.currentText;
  }

  get lines(): LineIndex {
    this.lineIndex ??= this.file?.text === this.currentText ? this.file.lines : new LineIndex(this.currentText);
    return this.lineIndex;
  }

  /** The analysis of the current text; `open` is called where there is none yet. */
  analysed(open: (uri: string, text: string) => AnalysedFile): AnalysedFile {
    this.file ??= open(this.uri, this.currentText);
    return this.file;
  }

  /** The analysis, where somebody has asked for it. */
  get known(): AnalysedFile | undefined {
    return this.file;
  }

  /** Takes what the whole tree tells of the file now. */
  know(arrivals: FileArrivals): void {
    this.file?.know(arrivals);
  }

  /** Whether its file or its folder is gone from the editor: then nothing is reported of it. */
  get isGone(): boolean {
    return this.absent;
  }

  /** Takes note that it is gone, or back. */
  setGone(isGone: boolean): void {
    this.absent = isGone;
  }

  /** Forgets the analysis, because the tree or the settings have changed. */
  forgetAnalysis(): void {
    this.file = undefined;
  }

  /**
   * Applies the changes of one notification in their order; each range is meant for the text that the changes before
   * it have left. When one of them makes no sense, those before it stay applied and an error is thrown.
   */
  change(version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    this.currentVersion = version;
    let edits: TextEdit[] = [];
    // Editors send several carets from the bottom up: then the first index is right for all of them.
    let untouched = Number.POSITIVE_INFINITY;
    const flush = (): void => {
      if (edits.length > 0) this.file?.edit(edits);
      edits = [];
    };
    try {
      for (const change of changes) {
        if (typeof change.text !== 'string') throw new TypeError('a change needs a text');
        if (!('range' in change)) {
          flush();
          this.replaceAll(change.text);
          untouched = Number.POSITIVE_INFINITY;
          continue;
        }
        if (change.range.end.line >= untouched) this.lineIndex = undefined;
        const span = toSpan(this.lines, change.range);
        untouched = Math.min(change.range.start.line, change.range.end.line);
        edits.push({ span, newText: change.text });
        this.currentText = this.currentText.slice(0, span.start) + change.text + this.currentText.slice(span.end);
      }
    } finally {
      flush();
      this.lineIndex = undefined;
      // The same string, so that it is kept and laid out in memory once.
      this.currentText = this.file?.text ?? this.currentText;
    }
  }

  private replaceAll(text: string): void {
    this.currentText = text;
    this.lineIndex = undefined;
    this.file?.setText(text);
  }
}
