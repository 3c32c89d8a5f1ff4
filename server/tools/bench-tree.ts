/**
 * The audit of a whole tree is timed without and with a cache, beside programs that only look for the field: a plain
 * search, and where they are installed Coccinelle and ast-grep.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUNS = 3;

/** Programs that parse the tree take minutes; one run tells how many. */
const SLOW_RUNS = 1;
const PATIENCE_MS = 900_000;

/** What all programs look for. */
const FIELD = 'mapping';

/** One line of the outcome; times in milliseconds. */
interface Measured {
  readonly name: string;
  readonly times: readonly number[];
  /** What it found, or what else there is to say. */
  readonly note: string;
}

/** A program that answers a question about the same field; undefined where it is not installed. */
interface Peer {
  readonly name: string;
  readonly runs: number;
  /** The words after the program's name. */
  readonly args: readonly string[];
  /** How many uses it printed. */
  readonly count: (output: string) => number;
}

/** Times everything, and prints each outcome as it comes with its ratio to the plain search. */
export function benchTree(tree: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'daxlint-bench-'));
  try {
    // A link to the tree is a link to some of the programs, and a tree to others.
    const root = realpathSync(tree);
    const { search, others } = peers(root, folder);
    console.log('the whole tree: median time, how many times the plain search, number of runs');
    // The first reading fills the page cache for all that follow.
    run('rg', search.args, folder);
    const plain = measure('rg', search, folder);
    const show = (line: Measured): Measured => {
      print(line, plain);
      return line;
    };
    show(plain);
    const cold = show(audit('daxlint ledger, no cache', root, ['--no-cache']));
    const cache = join(folder, 'cache');
    show(audit('daxlint ledger, fills the cache', root, ['--cache-dir', cache], 1));
    show(audit('daxlint ledger, warm cache', root, ['--cache-dir', cache]));
    console.log(`  the cache on disk: ${megabytes(sizeOf(cache))}`);
    for (const { command, peer } of others) {
      const other = show(measure(command, peer, folder));
      if (other.times.length > 0) console.log(`    which is ${ratio(other, cold)} times the ledger without a cache`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function peers(
  tree: string,
  folder: string,
): {
  readonly search: Peer;
  readonly others: readonly { readonly command: string | undefined; readonly peer: Peer }[];
} {
  const script = join(folder, 'field.cocci');
  writeFileSync(script, `@@\nstruct page *P;\nstruct folio *F;\n@@\n(\n* P->${FIELD}\n|\n* F->${FIELD}\n)\n`);
  const jobs = String(availableParallelism());
  const search: Peer = {
    name: `rg -c -- '->${FIELD}'`,
    runs: RUNS,
    // A tree may lie where a repository around it ignores it.
    args: ['--no-ignore', '--no-messages', '-c', '-g', '*.[ch]', '-e', `->${FIELD}`, tree],
    count: (output) => sum([...output.matchAll(/:(\d+)$/gm)].map(([, count]) => Number(count))),
  };
  const spatch: Peer = {
    name: `spatch, \`->${FIELD}\` of pages and folios`,
    runs: SLOW_RUNS,
    args: ['--very-quiet', '--no-includes', '--include-headers', '-j', jobs, '--sp-file', script, '--dir', tree],
    count: (output) => output.match(/^-(?!--)/gm)?.length ?? 0,
  };
  const structural: Peer = {
    name: `ast-grep, \`$X->${FIELD}\` in C files`,
    runs: SLOW_RUNS,
    args: ['run', '--lang', 'c', '--pattern', `$X->${FIELD}`, '--json=stream', ...notIgnored(), tree],
    count: (output) => output.match(/^\{/gm)?.length ?? 0,
  };
  const spatches = answers('spatch', /^spatch version/) ? 'spatch' : undefined;
  // On many systems `sg` is a program of another purpose, which runs a command in a group.
  const greps = ['ast-grep', 'sg'].find((name) => answers(name, /^ast-grep /));
  return {
    search,
    others: [
      { command: spatches, peer: spatch },
      { command: greps, peer: structural },
    ],
  };
}

function notIgnored(): readonly string[] {
  return ['vcs', 'parent', 'dot'].flatMap((what) => ['--no-ignore', what]);
}

function answers(command: string, version: RegExp): boolean {
  return version.test(spawnSync(command, ['--version'], { encoding: 'utf8', timeout: 10_000 }).stdout ?? '');
}

function measure(command: string | undefined, { name, runs, args, count }: Peer, folder: string): Measured {
  if (command === undefined) return { name, times: [], note: 'not installed' };
  const times: number[] = [];
  let note = '';
  for (let at = 0; at < runs; at += 1) {
    const { time, output, trouble } = run(command, args, folder);
    if (output === undefined) return { name, times: [], note: trouble };
    times.push(time);
    note = [`${count(output)} lines`, trouble].filter(Boolean).join(', ');
  }
  return { name, times, note };
}

/** The ledger, with the most memory that it took in one of its runs. */
function audit(name: string, tree: string, options: readonly string[], runs = RUNS): Measured {
  const times: number[] = [];
  let [sites, memory] = [0, 0];
  for (let at = 0; at < runs; at += 1) {
    const { time, output, trouble } = run(
      process.execPath,
      [join(ROOT, 'dist/cli.js'), 'ledger', tree, ...options],
      ROOT,
    );
    if (output === undefined || trouble !== '') throw new Error(`the ledger failed: ${trouble}`);
    const summary: unknown = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
    times.push(time);
    sites = numberOf(summary, 'sites');
    memory = Math.max(memory, numberOf(summary, 'peakMemory'));
  }
  return { name, times, note: `${sites} sites, ${megabytes(memory)} at most` };
}

/** How a program ended. */
interface Ended {
  readonly time: number;
  /** Absent where it did not run to its end, or not at all. */
  readonly output?: string;
  /** What is odd about its end; empty where nothing is. */
  readonly trouble: string;
}

/** Runs a program to its end in a folder, where Coccinelle keeps files. */
function run(command: string, args: readonly string[], cwd: string): Ended {
  const before = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    timeout: PATIENCE_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const time = performance.now() - before;
  if (status === null)
    return { time, trouble: `was ended after ${seconds(time)} (${error?.message ?? 'by a signal'})` };
  // A search that finds nothing ends with 1.
  const trouble = status > 1 ? `status ${status}: ${stderr.trimEnd().split('\n').at(-1) ?? ''}` : '';
  return { time, output: stdout, trouble };
}

function print(line: Measured, plain: Measured): void {
  const { name, times, note } = line;
  const numbers = `${seconds(median(times)).padStart(9)}  ${ratio(line, plain).padStart(8)} x  n ${times.length}`;
  console.log(`  ${name.padEnd(42)} ${times.length === 0 ? '' : `${numbers}  `}${note}`);
}

function ratio(a: Measured, b: Measured): string {
  return (median(a.times) / median(b.times)).toFixed(1);
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function sizeOf(folder: string): number {
  return sum(readdirSync(folder).map((name) => statSync(join(folder, name)).size));
}

function numberOf(value: unknown, key: string): number {
  return typeof value === 'object' && value !== null
    ? Number(Object.entries(value).find(([name]) => name === key)?.[1])
    : NaN;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}

function seconds(time: number): string {
  return `${(time / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
