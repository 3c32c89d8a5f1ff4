/**
 * The first keystrokes in a server are slow, because the runtime has not yet compiled what an edit sets off. So while
 * nobody is typing the server types letters into the first file that was opened, and takes each back at once: nobody
 * sees them, as nothing is answered in between.
 */
import type { AnalysedFile } from '../engine/api.ts';
import { type Timer, whileRunning } from './timers.ts';

/** So many letters are typed and taken back. */
const LETTERS = 240;

/** Nothing is done in so many milliseconds after the editor has sent something. */
const PAUSE = 100;

export class Rehearsal {
  private file: (() => AnalysedFile | undefined) | undefined;
  private left = LETTERS;
  private lastNews = performance.now();
  private timer: Timer | undefined;

  /** Rehearses once, on the file that is asked for each time: what an editor has closed is rehearsed on no longer. */
  begin(file: () => AnalysedFile | undefined): void {
    if (this.file !== undefined) return;
    this.file = file;
    this.postpone();
    this.later(PAUSE);
  }

  /** For how many milliseconds the editor has wanted nothing; none while letters are still typed, as each undoes what was found. */
  get silence(): number {
    return this.file?.() === undefined || this.left === 0 ? performance.now() - this.lastNews : 0;
  }

  /** The editor wants something: it goes first. */
  postpone(): void {
    this.lastNews = performance.now();
  }

  /** Ends it for good. */
  end(): void {
    clearTimeout(this.timer);
    this.left = 0;
  }

  private later(milliseconds: number): void {
    this.timer = whileRunning(() => this.step(), milliseconds);
  }

  private step(): void {
    const idle = performance.now() - this.lastNews;
    if (idle < PAUSE) {
      this.later(PAUSE - idle);
      return;
    }
    const file = this.file?.();
    if (file === undefined || this.left === 0) return;
    this.left -= 1;
    const at = placeIn(file.text, this.left / LETTERS);
    if (at === undefined) return;
    try {
      file.edit([{ span: { start: at, end: at }, newText: 'x' }]);
      void file.findings;
    } finally {
      file.edit([{ span: { start: at, end: at + 1 }, newText: '' }]);
    }
    void file.findings;
    this.later(0);
  }
}

/** Where a statement begins, behind a part of a text if it can be; an offset in UTF-16. */
function placeIn(text: string, part: number): number | undefined {
  const indented = /\n\t+(?=[a-z_])/g;
  indented.lastIndex = Math.floor(text.length * part);
  // A search that found nothing begins at the start the next time.
  const found = indented.exec(text) ?? indented.exec(text);
  return found === null ? undefined : found.index + found[0].length;
}
