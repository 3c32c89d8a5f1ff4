/** `daxlint selftest` runs the fixtures that are shipped, and prints rule by rule what is found, missed and wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEngine } from '../../store/load-engine.ts';
import { builtFolder } from '../../store/placement.ts';
import type { SelfTestArguments } from '../args.ts';
import { columns } from '../columns.ts';
import { EXIT, type ExitStatus, Trouble } from '../exit-status.ts';
import { parseFixture } from '../self-test/fixture.ts';
import { judge, type Score } from '../self-test/judge.ts';
import { openFixture } from '../self-test/open-fixture.ts';
import type { Terminal } from '../terminal.ts';

/** Beside the program: the path and the text of each fixture. */
const FIXTURES = 'fixtures.json';

/** Runs and prints; status 1 where something is not as it is drawn, or throws `Trouble` where the fixtures are not there. */
export async function runSelfTest({ quiet }: SelfTestArguments, terminal: Terminal): Promise<ExitStatus> {
  const fixtures = shipped();
  const engine = await loadEngine();
  const total = new Map<string, Score>();
  const differences: string[] = [];
  for (const [path, text] of fixtures) {
    const fixture = parseFixture(path, text);
    const judgement = judge(path, fixture, openFixture(engine, fixture));
    differences.push(...judgement.differences);
    for (const [rule, score] of judgement.scores) total.set(rule, sum(total.get(rule), score));
  }
  terminal.out(differences.map((line) => `${line}\n`).join(''));
  if (!quiet) terminal.out(`${table(total)}\n${summary(fixtures.length, differences.length)}\n`);
  return differences.length === 0 ? EXIT.nothing : EXIT.findings;
}

function shipped(): readonly (readonly [path: string, text: string])[] {
  const path = join(builtFolder, FIXTURES);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as readonly (readonly [string, string])[];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Trouble(`${path}: ${why}; \`npm run build\` writes it, and the editor's package does not have it`);
  }
}

function sum(one: Score | undefined, other: Score): Score {
  if (one === undefined) return other;
  return {
    found: one.found + other.found,
    drawn: one.drawn + other.drawn,
    missed: one.missed + other.missed,
    wrong: one.wrong + other.wrong,
  };
}

function table(scores: ReadonlyMap<string, Score>): string {
  const rows = [...scores].sort(([a], [b]) => (a < b ? -1 : 1));
  const all = rows.map(([, score]) => score).reduce<Score | undefined>(sum, undefined);
  const lines: readonly (readonly [string, Score])[] = all === undefined ? rows : [...rows, ['all', all]];
  const cells = [
    ['rule', 'found', 'missed', 'wrong'],
    ...lines.map(([rule, { found, drawn, missed, wrong }]) => [rule, `${found}/${drawn}`, `${missed}`, `${wrong}`]),
  ];
  return columns(cells).join('\n');
}

function summary(fixtures: number, differences: number): string {
  const known = 'missed are faults that are known not to be seen, wrong are reports that are known to be false';
  const verdict = differences === 0 ? 'all as drawn' : `${differences} not as drawn`;
  return `${fixtures} fixtures, ${verdict}; ${known}`;
}
