/**
 * Fuzzes the targets one after the other and counts what was done: `npm run fuzz -- --minutes N [--target NAME] [--seed S]`.
 * The counts of all runs are added up in `counts.json`, and docs/reliability.md is made from them; `--report` only does that.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { addRun, writeReport } from './counts.ts';
import { fuzz, type Progress } from './fuzz.ts';
import { TARGETS } from './targets.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    target: { type: 'string' },
    seed: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
});

const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!(minutes > 0) || !Number.isInteger(seed) || (values.target !== undefined && !TARGETS.includes(values.target))) {
  console.error(`usage: npm run fuzz -- --minutes N [--target ${TARGETS.join(' | ')}] [--seed S] [--report]`);
  process.exit(2);
}

let failed = 0;
if (!values.report) {
  const commit = execFileSync('git', ['rev-parse', '--short=9', 'HEAD'], { encoding: 'utf8' }).trim();
  const names = values.target === undefined ? TARGETS : [values.target];
  for (const name of names) {
    let before: Progress | undefined;
    const last = await fuzz(name, { minutes: minutes / names.length, seed }, (progress) => {
      console.log(shown(name, progress));
      addRun(name, progress, before, { seed, commit });
      before = progress;
    });
    failed += last.failures.length;
  }
}
await writeReport();
process.exit(failed > 0 ? 1 : 0);

function shown(name: string, { executions, seconds, failures, slowest, kept }: Progress): string {
  return `${name}: seed ${seed}, ${Math.round(seconds)} s, ${executions} executions, ${kept} kept, ${failures.length} failures, slowest ${slowest.ms} ms for ${slowest.units} units`;
}
