/** Fuzzes one target for some time: inputs that run through something new are kept and changed further. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minimised, signatureOf } from './minimise.ts';
import { mutated } from './mutate.ts';
import { Random, seedOf } from './random.ts';
import { type Ran, Thread } from './thread.ts';
import { loadTarget } from './targets.ts';

/** Where inputs that have failed are kept. */
export const CRASHES = fileURLToPath(new URL('crashes', import.meta.url));

/** Of the inputs that were of use, the newest are kept. */
const MOST_KEPT = 3000;

/** What was done so far in a run. */
export interface Progress {
  readonly executions: number;
  readonly seconds: number;
  /** Signatures of what failed. */
  readonly failures: readonly string[];
  /** The input that took the longest on the processor. */
  readonly slowest: { readonly ms: number; readonly units: number };
  readonly kept: number;
}

/** Runs a target until a time; `tell` is called now and then. */
export async function fuzz(
  name: string,
  { minutes, seed }: { readonly minutes: number; readonly seed: number },
  tell: (progress: Progress) => void,
): Promise<Progress> {
  const run = new Run(await loadTarget(name), seed);
  const until = performance.now() + minutes * 60_000;
  let told = performance.now();
  while (performance.now() < until) {
    await run.step();
    if (performance.now() - told < 30_000) continue;
    told = performance.now();
    tell(run.progress);
  }
  await run.stop();
  tell(run.progress);
  return run.progress;
}

class Run {
  private readonly random: Random;
  private readonly corpus: string[] = [];
  private readonly waiting: string[];
  private readonly thread: Thread;
  private readonly failures = new Map<string, string>();
  private readonly started = performance.now();
  private slowest = { ms: 0, units: 0 };
  private executions = 0;

  private readonly target: Awaited<ReturnType<typeof loadTarget>>;

  constructor(target: Awaited<ReturnType<typeof loadTarget>>, seed: number) {
    this.target = target;
    this.random = new Random(seed);
    this.waiting = [...target.seeds()].reverse();
    this.thread = new Thread(target.name);
  }

  get progress(): Progress {
    return {
      executions: this.executions,
      seconds: (performance.now() - this.started) / 1000,
      failures: [...this.failures.keys()],
      slowest: this.slowest,
      kept: this.corpus.length,
    };
  }

  async step(): Promise<void> {
    const given = this.waiting.pop();
    const input = given ?? this.next();
    const ran = await this.execute(input);
    if (ran.failure !== undefined) await this.failed(input, ran.failure);
    else if (ran.fresh > 0 || given !== undefined) this.keep(input);
  }

  stop(): Promise<void> {
    return this.thread.stop();
  }

  private keep(input: string): void {
    this.corpus.push(input);
    if (this.corpus.length > MOST_KEPT) this.corpus.shift();
  }

  private next(): string {
    const { random, target } = this;
    if (this.corpus.length === 0 || random.oneIn(8)) return target.make(random);
    // What is new is tried more often than what is old, and what is small more often than what is large.
    const recent = random.oneIn(2) ? this.corpus.slice(-64) : this.corpus;
    const [a, b] = [random.pick(recent), random.pick(recent)];
    const another = (): string => random.pick(this.corpus);
    return mutated(random.oneIn(4) || a.length < b.length ? a : b, random, { words: target.words, another });
  }

  private async execute(input: string): Promise<Ran> {
    const ran = await this.thread.run(input);
    this.executions += 1;
    if (ran.ms > this.slowest.ms) this.slowest = { ms: Math.round(ran.ms), units: input.length };
    return ran;
  }

  private async failed(input: string, failure: string): Promise<void> {
    const signature = signatureOf(failure);
    if (this.failures.has(signature)) return;
    this.failures.set(signature, failure);
    console.log(`${this.target.name}: ${failure.split('\n').slice(0, 6).join('\n')}`);
    const folder = join(CRASHES, this.target.name);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${seedOf(signature).toString(16).padStart(8, '0')}.txt`);
    // It is kept as it is first: making it smaller takes a while.
    writeFileSync(path, input);
    const again = async (text: string): Promise<boolean> =>
      signatureOf((await this.execute(text)).failure ?? '') === signature;
    // To make a hang smaller would take all the time that there is.
    if (!failure.startsWith('hangs')) writeFileSync(path, await minimised(input, again));
    console.log(`${this.target.name}: kept as ${path}`);
  }
}
