/**
 * A fix is proven by reading the text that it would leave, which takes longer than a menu may. So the fixes of what is
 * shown are made while the editor is silent, one finding at a time; who opens the menu finds them made.
 */
import type { AnalysedFile } from '../engine/api.ts';
import type { Finding } from '../model/finding.ts';
import { type Timer, whileRunning } from './timers.ts';

/** Nothing is done in so many milliseconds after the editor has sent something. */
const PAUSE = 150;

/** The findings of a document that fixes are made for, and the file that makes them. */
export interface Shown {
  readonly file: AnalysedFile;
  readonly findings: readonly Finding[];
}

export class FixesAhead {
  /** By the URI of the document, the finding that is next. */
  private readonly due = new Map<string, number>();
  private timer: Timer | undefined;
  private readonly silence: () => number;
  private readonly shown: (uri: string) => Shown | undefined;
  private readonly failed: (error: unknown) => void;

  /**
   * `silence` tells for how many milliseconds the editor has wanted nothing, `shown` what a document shows by now;
   * `failed` is told of what could not be made, which nobody has asked for yet.
   */
  constructor(silence: () => number, shown: (uri: string) => Shown | undefined, failed: (error: unknown) => void) {
    this.silence = silence;
    this.shown = shown;
    this.failed = failed;
  }

  /** What a document shows may be something else from now on. */
  look(uri: string): void {
    this.due.set(uri, 0);
    this.timer ??= this.later(PAUSE);
  }

  /** Ends what is under way. */
  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due.clear();
  }

  private later(milliseconds: number): Timer {
    return whileRunning(() => {
      this.timer = undefined;
      this.step();
    }, milliseconds);
  }

  private step(): void {
    const missing = PAUSE - this.silence();
    const [first] = this.due;
    if (first === undefined) return;
    if (missing > 0) {
      this.timer = this.later(missing);
      return;
    }
    const [uri, next] = first;
    try {
      const shown = this.shown(uri);
      const finding = shown?.findings[next];
      if (shown === undefined || finding === undefined) this.due.delete(uri);
      else {
        this.due.set(uri, next + 1);
        shown.file.fixes(finding);
      }
    } catch (error) {
      this.due.delete(uri);
      this.failed(error);
    }
    this.timer = this.later(0);
  }
}
