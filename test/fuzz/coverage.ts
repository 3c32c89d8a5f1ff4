/** Which blocks of the sources an input runs through, and how often, as V8 counts them. */
import { type Profiler, Session } from 'node:inspector';

/** Counts that differ less than twofold are one. */
function bucket(count: number): number {
  return Math.floor(Math.log2(count));
}

/** Counts what runs on its thread; what was seen once is new never again. */
export class Coverage {
  private readonly session = new Session();
  private readonly seen = new Set<string>();

  constructor() {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many blocks, or how many more times a block than before, have run since it was asked last. */
  fresh(): number {
    let found = 0;
    this.session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error === null) found = this.count(answer.result);
    });
    return found;
  }

  /** All that was seen so far. */
  get blocks(): number {
    return this.seen.size;
  }

  private count(scripts: readonly Profiler.ScriptCoverage[]): number {
    let found = 0;
    for (const { url, scriptId, functions } of scripts) {
      if (!url.includes('/server/src/')) continue;
      for (const { ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges) {
          if (count === 0) continue;
          const key = `${scriptId}:${startOffset}:${endOffset}:${bucket(count)}`;
          if (this.seen.has(key)) continue;
          this.seen.add(key);
          found += 1;
        }
    }
    return found;
  }
}
