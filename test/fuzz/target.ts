/** What is fuzzed: inputs to begin with, and what has to hold for every input. */
import type { Random } from './random.ts';

export interface Target {
  readonly name: string;
  /** What is attacked, for the report. */
  readonly what: string;
  /** Inputs to begin with, small ones first. */
  readonly seeds: () => readonly string[];
  /** Pieces that mean something to what reads the input. */
  readonly words: readonly string[];
  /** Makes an input from nothing, after the grammar of what is read. */
  readonly make: (random: Random) => string;
  /** Throws where something does not hold. What it does hangs on the input alone. */
  readonly run: (input: string) => void | Promise<void>;
}

/** What does not hold for an input. */
export class Broken extends Error {}

/** Throws `Broken` unless something holds. */
export function holds(condition: boolean, what: () => string): asserts condition {
  if (!condition) throw new Broken(what());
}

/** Throws `Broken` where two values are written differently as JSON, and says where. */
export function same(actual: unknown, expected: unknown, what: string): void {
  const [a = '', b = ''] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a === b) return;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  const part = (text: string): string => text.slice(Math.max(0, at - 80), at + 120);
  throw new Broken(`${what}: is …${part(a)}… and should be …${part(b)}…`);
}
