/**
 * Measures what a user waits for: a keystroke until the new diagnostics and a hover, through the language server, and the
 * ledger of a whole tree beside a plain search of it. Usage: `npm run bench -- TREE [--edits N] [--no-ledger]`; dist/ must be built.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type ProtocolConnection,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { HELPERS } from '../src/kernel/helper-table.ts';
import { isMemberField } from '../src/kernel/site-fields.ts';
import { LineIndex } from '../src/text/line-index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILES = ['mm/memory.c', 'fs/btrfs/inode.c'];
const LEDGER_RUNS = 3;

/** An edit, and the one that takes it back. */
interface Step {
  readonly kind: string;
  readonly range: Range;
  readonly text: string;
}

async function main(): Promise<void> {
  const [tree, ...flags] = process.argv.slice(2);
  if (tree === undefined || !existsSync(join(tree, 'Makefile'))) {
    console.error('usage: npm run bench -- TREE [--edits N] [--no-ledger]');
    process.exitCode = 2;
    return;
  }
  const edits = flags.includes('--edits') ? Number(flags[flags.indexOf('--edits') + 1]) : 500;
  for (const file of FILES) {
    if (existsSync(join(tree, file))) {
      await benchKeystrokes(tree, file, edits);
      await benchHovers(tree, file);
    }
  }
  if (!flags.includes('--no-ledger')) benchLedger(tree);
}

/** A file that is open in a server of its own. */
interface Opened {
  readonly connection: ProtocolConnection;
  readonly uri: string;
  readonly text: string;
  /** From the start of the server to the first diagnostics. */
  readonly first: number;
}

async function openFile(tree: string, file: string): Promise<Opened> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'dist/server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { diagnostic: { relatedInformation: true } } },
    workspaceFolders: null,
  });
  await connection.sendNotification('initialized', {});
  const text = readFileSync(join(tree, file), 'utf8');
  const uri = pathToFileURL(join(tree, file)).href;
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'c', version: 1, text },
  });
  await pull(connection, uri);
  return { connection, uri, text, first: performance.now() - started };
}

async function close({ connection }: Opened): Promise<void> {
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
}

/** Types into a file; each edit is followed by its inverse, so that the file stays what it is. */
async function benchKeystrokes(tree: string, file: string, edits: number): Promise<void> {
  const opened = await openFile(tree, file);
  const { connection, uri, text, first } = opened;
  const times = new Map<string, number[]>();
  let version = 1;
  for (const step of steps(text, edits)) {
    version += 1;
    const before = performance.now();
    const change = { range: step.range, text: step.text };
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [change],
    });
    await pull(connection, uri);
    const time = performance.now() - before;
    for (const kind of ['all', step.kind]) times.set(kind, [...(times.get(kind) ?? []), time]);
  }
  await close(opened);
  console.log(`${file}: ${new LineIndex(text).lineCount} lines; start of the server to first diagnostics ${ms(first)}`);
  for (const [kind, list] of times) console.log(`  ${kind.padEnd(22)} ${row(list)}`);
}

/** Asks for the hover of every field and helper in a file, each once, in the order of the file. */
async function benchHovers(tree: string, file: string): Promise<void> {
  const opened = await openFile(tree, file);
  const { connection, uri, text } = opened;
  const lines = new LineIndex(text);
  const helpers = new Set(HELPERS.map(({ name }) => name));
  const times: number[] = [];
  let answered = 0;
  for (const { 0: word, index } of text.matchAll(/\b[A-Za-z_]\w+/g)) {
    const isMember = isMemberField(word) && text.slice(0, index).endsWith('->');
    if (!isMember && !helpers.has(word)) continue;
    const { line, column } = lines.position(index + 1);
    const position = { line, character: column };
    const before = performance.now();
    const hover = await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
    times.push(performance.now() - before);
    if (hover !== null) answered += 1;
  }
  await close(opened);
  console.log(`  ${'hover'.padEnd(22)} ${row(times)}, ${answered} with an answer`);
}

async function pull(connection: ProtocolConnection, uri: string): Promise<unknown> {
  return await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
}

/** Places that are the same in every run, spread over the bodies of the file's functions. */
function* steps(text: string, edits: number): Generator<Step> {
  const lines = text.split('\n');
  const bodies = lines.flatMap((line, at) => (/^\t+[a-z_]{3,}.*[;{]$/.test(line) ? [at] : []));
  const kinds = ['letter', 'newline', 'brace', 'line'] as const;
  let seed = 1;
  for (let done = 0; done < edits; done += 2) {
    seed = (seed * 48271) % 2147483647;
    const line = bodies[seed % bodies.length] ?? 0;
    const kind = kinds[(done / 2) % kinds.length] ?? 'letter';
    yield* pair(kind, line, lines[line] ?? '');
  }
}

function* pair(kind: 'letter' | 'newline' | 'brace' | 'line', line: number, text: string): Generator<Step> {
  const indent = /^\t*/.exec(text)?.[0].length ?? 0;
  const at = (row: number, character: number): Range['start'] => ({ line: row, character });
  const here = kind === 'letter' ? at(line, indent + 2) : kind === 'line' ? at(line, 0) : at(line, text.length);
  const inserted = { letter: 'x', newline: '\n', brace: '{', line: `${text}\n` }[kind];
  const end = inserted.endsWith('\n') ? at(line + 1, 0) : at(here.line, here.character + 1);
  yield { kind: `${kind} typed`, range: { start: here, end: here }, text: inserted };
  yield { kind: `${kind} taken back`, range: { start: here, end }, text: '' };
}

/** The ledger of the tree, beside a search for one of the field's names; both read the tree from the page cache. */
function benchLedger(tree: string): void {
  const ledger: number[] = [];
  const search: number[] = [];
  let summary = '';
  for (let run = 0; run < LEDGER_RUNS; run += 1) {
    search.push(
      timed(() => spawnSync('rg', ['-c', '--', '->mapping', tree], { encoding: 'utf8', maxBuffer: 1 << 28 })),
    );
    ledger.push(
      timed(() => {
        const args = [join(ROOT, 'dist/cli.js'), 'ledger', tree];
        const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
        summary = stdout.trimEnd().split('\n').at(-1) ?? stderr;
      }),
    );
  }
  const ratio = percentile(ledger, 0.5) / percentile(search, 0.5);
  console.log(`ledger of the tree: ${row(ledger)}`);
  console.log(`rg -c -- '->mapping': ${row(search)}`);
  console.log(`ratio of the medians: ${ratio.toFixed(1)}`);
  console.log(`last row of the ledger: ${summary}`);
}

function timed(work: () => void): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

function row(times: readonly number[]): string {
  const parts = [0.5, 0.95, 0.99].map((part) => `p${part * 100} ${ms(percentile(times, part)).padStart(9)}`);
  return `${parts.join('  ')}  max ${ms(Math.max(...times)).padStart(9)}  n ${times.length}`;
}

function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}

await main();
