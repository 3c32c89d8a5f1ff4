/** Numbers that look random and are the same for the same seed, and choices by them. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to below the bound; 0 for a bound of 0. */
  below(bound: number): number {
    // mulberry32, by Tommy Ettinger.
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * bound);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** One of some things; there has to be one. */
  pick<T>(things: readonly T[]): T {
    if (things.length === 0) throw new Error('there is nothing to choose from');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return things[this.below(things.length)] as T;
  }
}

/** A number that hangs on a text alone, so that what is done with an input can be done again. */
export function seedOf(text: string): number {
  let hash = 2166136261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  return hash >>> 0;
}
