/**
 * Measures what a user waits for: a keystroke until the new diagnostics and a hover, through the language server, and the
 * ledger of a whole tree, without and with a cache, beside other programs; and names the functions that take the
 * longest to analyse. Usage: `npm run bench -- TREE [--edits N] [--patches N] [--no-ledger] [--no-functions]`; dist/ must be built.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type ProtocolConnection,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { HELPERS } from '../src/kernel/helper-table.ts';
import { isMemberField } from '../src/kernel/site-fields.ts';
import { LineIndex } from '../src/text/line-index.ts';
import { benchPatches } from './bench-patches.ts';
import { benchTree } from './bench-tree.ts';
import { slowestFunctions } from './slowest-functions.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Folders whose largest file of code is typed into. */
const FOLDERS = ['mm', 'fs', 'drivers/gpu'];
const SLOWEST = 15;
/** No function may take longer than this in the flow, in milliseconds. */
const MOST_PER_FUNCTION = 50;

/** The file whose hovers are timed: long, and full of fields and helpers. */
const HOVERED = 'mm/memory.c';

/** Files with many findings, whose menus of fixes are timed. */
const MENDED = ['mm/memory-failure.c', 'mm/migrate.c', 'mm/rmap.c', 'mm/huge_memory.c', 'fs/proc/task_mmu.c'];

/** The findings of a file are looked at in so many milliseconds, before anybody opens a menu. */
const LOOKS_AT_FINDINGS = 4000;

/** An edit, and the one that takes it back. */
interface Step {
  readonly kind: string;
  readonly range: Range;
  readonly text: string;
}

async function main(): Promise<void> {
  const [tree, ...flags] = process.argv.slice(2);
  if (tree === undefined || !existsSync(join(tree, 'Makefile'))) {
    console.error('usage: npm run bench -- TREE [--edits N] [--patches N] [--no-ledger] [--no-functions]');
    process.exitCode = 2;
    return;
  }
  printLoad();
  const edits = flags.includes('--edits') ? Number(flags[flags.indexOf('--edits') + 1]) : 500;
  for (const folder of FOLDERS) {
    const file = existsSync(join(tree, folder)) ? largest(tree, folder) : undefined;
    if (file === undefined) continue;
    if (edits > 0) await benchKeystrokes(tree, file, edits);
  }
  if (existsSync(join(tree, HOVERED))) await benchHovers(tree, HOVERED);
  await benchMenus(tree);
  const patches = flags.includes('--patches') ? Number(flags[flags.indexOf('--patches') + 1]) : 50;
  if (patches > 0) await benchPatches(tree, patches);
  if (!flags.includes('--no-functions')) await benchFunctions(tree);
  if (!flags.includes('--no-ledger')) benchTree(tree);
  printLoad();
}

/** Times on a machine that is busy with other things say little: its load is told with them. */
function printLoad(): void {
  const [minute = 0, five = 0] = loadavg();
  console.log(`load of the machine: ${minute.toFixed(1)} in the last minute, ${five.toFixed(1)} in the last five`);
}

/** The largest file of a folder that is code: tables of numbers have no statements to type into. */
function largest(tree: string, folder: string): string | undefined {
  const sized = readdirSync(join(tree, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.c'))
    .map((name) => ({ file: join(folder, name), size: statSync(join(tree, folder, name)).size }))
    .sort((a, b) => b.size - a.size);
  return sized.find(({ file }) => bodyLines(readFileSync(join(tree, file), 'utf8').split('\n')).length > 500)?.file;
}

async function benchFunctions(tree: string): Promise<void> {
  const { slowest, count } = await slowestFunctions(tree, SLOWEST);
  console.log(`slowest of ${count} functions in the flow (sites, then what is handed on):`);
  for (const { path, name, sites, flows } of slowest) console.log(`  ${ms(sites)} ${ms(flows)}  ${name}() ${path}`);
  const over = slowest.filter(({ sites, flows }) => Math.max(sites, flows) > MOST_PER_FUNCTION);
  if (over.length === 0) return;
  console.error(`${over.length} functions take more than ${MOST_PER_FUNCTION} ms`);
  process.exitCode = 1;
}

/** Who opens a file looks at it before typing, milliseconds. */
const LOOKS_FIRST = 2000;

/** A file that is open in a server of its own. */
interface Opened {
  readonly connection: ProtocolConnection;
  readonly uri: string;
  readonly text: string;
  /** From the start of the server to the first diagnostics. */
  readonly first: number;
}

async function openFile(tree: string, file: string, settings = {}): Promise<Opened> {
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
    initializationOptions: { daxlint: settings },
    capabilities: {
      textDocument: {
        diagnostic: { relatedInformation: true },
        codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
      },
    },
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
  await wait(LOOKS_FIRST);
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

/** Opens the menu at every finding, hints too, and asks for the edit of its first line, as an editor does for its preview. */
async function benchMenus(tree: string): Promise<void> {
  const [menus, edits]: [number[], number[]] = [[], []];
  for (const file of MENDED.filter((each) => existsSync(join(tree, each)))) {
    const opened = await openFile(tree, file, { level: 'hint' });
    const { connection, uri } = opened;
    await wait(LOOKS_AT_FINDINGS);
    const { items } = await connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    for (const diagnostic of items) {
      const params = { textDocument: { uri }, range: diagnostic.range, context: { diagnostics: [diagnostic] } };
      let before = performance.now();
      const [first] = await connection.sendRequest<CodeAction[]>('textDocument/codeAction', params);
      menus.push(performance.now() - before);
      before = performance.now();
      if (first !== undefined) await connection.sendRequest('codeAction/resolve', first);
      edits.push(performance.now() - before);
    }
    await close(opened);
  }
  console.log(`${MENDED.join(', ')}: ${menus.length} findings`);
  console.log(`  ${'menu of fixes'.padEnd(22)} ${row(menus)}\n  ${'edit of the first'.padEnd(22)} ${row(edits)}`);
}

/** Asks for the hover of every field and helper in a file, each once, in the order of the file. */
async function benchHovers(tree: string, file: string): Promise<void> {
  const opened = await openFile(tree, file);
  const { connection, uri, text } = opened;
  await wait(LOOKS_FIRST);
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
  console.log(`${file}: ${answered} hovers with an answer\n  ${'hover'.padEnd(22)} ${row(times)}`);
}

/** What each connection was told last: clients say so, and hear `unchanged`. */
const lastResults = new WeakMap<ProtocolConnection, string>();

async function pull(connection: ProtocolConnection, uri: string): Promise<void> {
  const previousResultId = lastResults.get(connection);
  const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri },
    ...(previousResultId === undefined ? {} : { previousResultId }),
  });
  if (report.resultId !== undefined) lastResults.set(connection, report.resultId);
}

/** Places that are the same in every run, spread over the bodies of the file's functions. */
function* steps(text: string, edits: number): Generator<Step> {
  const lines = text.split('\n');
  const bodies = bodyLines(lines);
  let seed = 1;
  for (let done = 0; done < edits; done += 2) {
    seed = (seed * 48271) % 2147483647;
    const line = bodies[seed % bodies.length] ?? 0;
    const kind = KINDS[(done / 2) % KINDS.length] ?? 'letter';
    yield* pair(kind, line, lines);
  }
}

const KINDS = ['letter', 'newline', 'brace', 'line', 'paste', 'cut'] as const;

/** The lines that are statements in the body of a function, 0-based. */
function bodyLines(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, at) => (/^\t+[a-z_]{3,}.*[;{]$/.test(line) ? [at] : []));
}

/** What is pasted: a function of its own, with something to find in it. */
const PASTED = `static struct inode *owner_of(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	if (!page->mapping)
		return NULL;
	return page->mapping->host;
}
`;

function* pair(kind: (typeof KINDS)[number], line: number, lines: readonly string[]): Generator<Step> {
  const text = lines[line] ?? '';
  const indent = /^\t*/.exec(text)?.[0].length ?? 0;
  const at = (row: number, character: number): Range['start'] => ({ line: row, character });
  if (kind === 'cut') {
    yield { kind: 'line cut', range: { start: at(line, 0), end: at(line + 1, 0) }, text: '' };
    yield { kind: 'line put back', range: { start: at(line, 0), end: at(line, 0) }, text: `${text}\n` };
    return;
  }
  const between = lines.slice(0, line).lastIndexOf('}') + 1;
  const inserted = { letter: 'x', newline: '\n', brace: '{', line: `${text}\n`, paste: PASTED }[kind];
  const places = new Map([
    ['letter', at(line, indent + 2)],
    ['line', at(line, 0)],
    ['paste', at(between, 0)],
  ]);
  const here = places.get(kind) ?? at(line, text.length);
  const rows = inserted.split('\n').length - 1;
  const end = rows > 0 ? at(here.line + rows, 0) : at(here.line, here.character + 1);
  yield { kind: `${kind} typed`, range: { start: here, end: here }, text: inserted };
  yield { kind: `${kind} taken back`, range: { start: here, end }, text: '' };
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
