/** What was fuzzed so far, in a file of the repository, and the page that is made of it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CRASHES, type Progress } from './fuzz.ts';
import { loadTarget, TARGETS } from './targets.ts';

const COUNTS = fileURLToPath(new URL('counts.json', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));

interface Count {
  readonly executions: number;
  readonly seconds: number;
  readonly slowest: { readonly ms: number; readonly units: number };
  /** The seeds of the runs, the newest last, and the commit of the last one. */
  readonly seeds: readonly number[];
  readonly commit: string;
}

type Counts = Readonly<Record<string, Count>>;

const NOTHING: Count = { executions: 0, seconds: 0, slowest: { ms: 0, units: 0 }, seeds: [], commit: '' };

function read(): Counts {
  return existsSync(COUNTS) ? JSON.parse(readFileSync(COUNTS, 'utf8')) : {};
}

/** Adds to the counts of a target what a run has done since `before`. */
export function addRun(
  name: string,
  now: Progress,
  before: Progress | undefined,
  { seed, commit }: { readonly seed: number; readonly commit: string },
): void {
  // Another run can have written meanwhile; each of them has targets of its own.
  const counts = read();
  const old = counts[name] ?? NOTHING;
  const added: Count = {
    executions: old.executions + now.executions - (before?.executions ?? 0),
    seconds: Math.round(old.seconds + now.seconds - (before?.seconds ?? 0)),
    slowest: now.slowest.ms > old.slowest.ms ? now.slowest : old.slowest,
    seeds: old.seeds.at(-1) === seed ? old.seeds : [...old.seeds, seed],
    commit,
  };
  writeFileSync(COUNTS, `${JSON.stringify({ ...counts, [name]: added }, undefined, 2)}\n`);
}

/** Writes docs/reliability.md. */
export async function writeReport(): Promise<void> {
  writeFileSync(PAGE, await renderReport());
}

/** The page of what was fuzzed: one row a target. */
export async function renderReport(): Promise<string> {
  const counts = read();
  const rows = await Promise.all(
    TARGETS.map(async (name) => {
      const { what } = await loadTarget(name);
      const { executions, seconds, slowest, seeds, commit } = counts[name] ?? NOTHING;
      const kept = existsSync(join(CRASHES, name)) ? readdirSync(join(CRASHES, name)).length : 0;
      const time = `${slowest.ms} ms for ${slowest.units}`;
      return `| \`${name}\` | ${what} | ${executions} | ${Math.floor(seconds / 60)} | ${kept} | ${time} | ${seeds.join(', ')} | ${commit} |`;
    }),
  );
  return `${HEAD}${rows.join('\n')}\n`;
}

const HEAD = `# Reliability

This page is written by \`npm run fuzz\`, which adds what each run has done to test/fuzz/counts.json.

An input that does not hold is made smaller and kept in test/fuzz/crashes; \`npm test\` runs all of them again, and
everything that the fuzzers begin with. So each failure that is counted here is mended; inputs that failed alike are one. What has to hold for an input
stands in test/fuzz/targets: nothing is thrown and nothing hangs, memory stays under 700 MB, what is found edit by edit is
what is found in the text opened afresh, spans lie in the text, fixes leave no more unread than before, what is written
can be read again, each request is answered once.

Inputs are kernel-like C, trees, patches and messages that are made by a grammar, and changes of what is there already; an
input that runs through a block of the sources that none has run through before, as V8 counts them, is kept and changed further. The
time of an input is that on the processor, of a machine that was busy with other things; its length is in UTF-16 units.

| target | what is attacked | executions | minutes | failures found and mended | slowest input | seeds | last commit |
|---|---|---|---|---|---|---|---|
`;
