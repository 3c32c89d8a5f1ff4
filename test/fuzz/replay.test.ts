/** What the fuzzers begin with, and every input that has failed once, holds. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CRASHES } from './fuzz.ts';
import { Random } from './random.ts';
import { loadTarget, TARGETS } from './targets.ts';

/** Seeds that are run in a test, and inputs that are made anew; the fuzzers run them all. */
const MOST_SEEDS = 40;
const MADE = 15;

for (const name of TARGETS) {
  const folder = join(CRASHES, name);
  for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
    test(`${name}: what failed once holds: ${file}`, async () => {
      const { run } = await loadTarget(name);
      await run(readFileSync(join(folder, file), 'utf8'));
    });
  }

  test(`${name}: what the fuzzer begins with holds`, async () => {
    const { run, seeds, make } = await loadTarget(name);
    const all = seeds();
    const step = Math.max(1, Math.floor(all.length / MOST_SEEDS));
    const chosen = all.filter((seed, at) => at % step === 0 && seed.length < 15_000);
    assert.ok(chosen.length > 4, `only ${chosen.length} seeds`);
    const random = new Random(20171212);
    for (const input of [...chosen, ...Array.from({ length: MADE }, () => make(random))]) await run(input);
  });
}
