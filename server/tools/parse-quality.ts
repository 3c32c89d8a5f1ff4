/**
 * Compares the functions that the parser finds with those that ctags finds.
 *
 * Usage: npx tsx server/tools/parse-quality.ts TREE DIR... [--json] [--list-missed] [--list-broken] [--min-found PERCENT]
 * [--min-clean PERCENT]. The status is 1 where the whole falls below a minimum, 2 for wrong use.
 */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ATTRIBUTE_HEADERS } from '../src/kernel/attribute-headers.ts';
import { DIRECTIVE, PUNCT, type Tokens, tokenize } from '../src/scan/tokenizer.ts';
import { findWasm } from '../src/store/wasm.ts';
import { type AttributeWords, collectAttributeWords } from '../src/syntax/mask/attribute-words.ts';
import { type CParser, loadParser } from '../src/syntax/parser.ts';
import { LineIndex } from '../src/text/line-index.ts';
import { type TaggedFunction, taggedFunctions } from './ctags.ts';
import { type ParsedFile, type ParsedFunction, parseFile } from './parsed-functions.ts';

const STAR = 42;

/** What was counted in one directory. */
interface Counts {
  directory: string;
  files: number;
  bytes: number;
  /** Files and items in which something could not be read. */
  brokenFiles: number;
  items: number;
  brokenItems: number;
  /** Functions of ctags that are written as such: found under their name, and without an error inside. */
  functions: number;
  found: number;
  clean: number;
  /** Functions of ctags that are named after the macro which defines them, and found as functions. */
  macros: number;
  macrosFound: number;
  macrosClean: number;
  cpuSeconds: number;
}

interface Missed {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly why: 'not found' | 'broken' | 'macro not found' | 'macro broken';
}

/** A file while its functions are compared. */
interface Source {
  readonly name: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly tokens: Tokens;
}

interface Flags {
  readonly json: boolean;
  readonly listMissed: boolean;
  readonly listBroken: boolean;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      'list-missed': { type: 'boolean', default: false },
      'list-broken': { type: 'boolean', default: false },
      'min-found': { type: 'string', default: '0' },
      'min-clean': { type: 'string', default: '0' },
    },
  });
  const [tree, ...directories] = positionals;
  const unknown = directories.filter((directory) => !existsSync(join(tree ?? '', directory)));
  if (tree === undefined || directories.length === 0 || unknown.length > 0) {
    console.error(
      unknown.length > 0 ? `no such directory: ${unknown.join(', ')}` : 'usage: parse-quality.ts TREE DIR...',
    );
    process.exitCode = 2;
    return;
  }
  const wasm = findWasm();
  const parser = await loadParser((file) => (file === 'web-tree-sitter.wasm' ? wasm.core : wasm.grammar));
  const flags = { json: values.json, listMissed: values['list-missed'], listBroken: values['list-broken'] };
  const survey = new Survey(tree, parser, wordsOf(tree), flags);
  const rows = directories.map((directory) => survey.directory(directory));
  const total = rows.reduce(add, empty('all'));
  if (values.json) console.log(JSON.stringify({ tree, rows, total, missed: survey.missed }));
  else for (const row of rows.length > 1 ? [...rows, total] : rows) console.log(describe(row));
  const below = percent(total.found, total.functions) < Number(values['min-found']);
  if (below || percent(total.clean, total.functions) < Number(values['min-clean'])) process.exitCode = 1;
}

/** The attribute words as the product collects them. */
function wordsOf(tree: string): AttributeWords {
  const paths = ATTRIBUTE_HEADERS.map((path) => join(tree, path)).filter((path) => existsSync(path));
  return collectAttributeWords(paths.map((path) => readFileSync(path, 'utf8')));
}

class Survey {
  readonly missed: Missed[] = [];
  private readonly tree: string;
  private readonly parser: CParser;
  private readonly words: AttributeWords;
  private readonly flags: Flags;

  constructor(tree: string, parser: CParser, words: AttributeWords, flags: Flags) {
    this.tree = tree;
    this.parser = parser;
    this.words = words;
    this.flags = flags;
  }

  directory(directory: string): Counts {
    const counts = empty(directory);
    const files = cFiles(join(this.tree, directory));
    const tags = taggedFunctions(this.tree, files);
    for (const file of files) this.file(file, tags.get(file) ?? [], counts);
    return counts;
  }

  private file(file: string, tags: readonly TaggedFunction[], counts: Counts): void {
    const text = readFileSync(file, 'utf8');
    const began = process.cpuUsage();
    const parsed = parseFile(text, this.parser, this.words);
    const { user, system } = process.cpuUsage(began);
    counts.cpuSeconds += (user + system) / 1e6;
    counts.files++;
    counts.bytes += text.length;
    counts.items += parsed.items;
    counts.brokenItems += parsed.brokenItems;
    if (parsed.brokenItems > 0) counts.brokenFiles++;
    const name = relative(this.tree, file);
    const lines = new LineIndex(text);
    const source: Source = { name, text, lines, tokens: tokenize(text) };
    if (this.flags.listBroken) this.listBroken(source, parsed);
    for (const tag of tags) this.tag(source, tag, parsed.functions, counts);
  }

  private listBroken({ name, text, lines }: Source, parsed: ParsedFile): void {
    for (const { start, end, what } of parsed.broken) {
      const excerpt = text.slice(start, Math.min(end, start + 60)).replaceAll(/\s+/g, ' ');
      console.error(`${name}:${lines.position(start).line + 1}: ${what}: ${excerpt}`);
    }
  }

  private tag(source: Source, tag: TaggedFunction, functions: readonly ParsedFunction[], counts: Counts): void {
    const { name: file, text, lines, tokens } = source;
    const offset = lines.offset({ line: tag.line - 1, column: 0 });
    const line = text.slice(offset, lines.offset({ line: tag.line, column: 0 }));
    const isMacro =
      new RegExp(String.raw`^(?:static\s+|inline\s+|const\s+)*${tag.name}\s*\(`).test(line) &&
      isUntyped(tokens, offset);
    const past = offset + line.length;
    const isHere = (at: number): boolean => at >= offset && at < past;
    const found = functions.filter((parsed) =>
      isMacro ? isHere(parsed.start) : parsed.name === tag.name && isHere(parsed.nameStart),
    );
    const clean = found.length > 0 && found.every((parsed) => parsed.clean);
    if (isMacro) {
      counts.macros++;
      if (found.length > 0) counts.macrosFound++;
      if (clean) counts.macrosClean++;
    } else {
      counts.functions++;
      if (found.length > 0) counts.found++;
      if (clean) counts.clean++;
    }
    if (clean) return;
    const why = found.length === 0 ? 'not found' : 'broken';
    const missed: Missed = { file, line: tag.line, name: tag.name, why: isMacro ? `macro ${why}` : why };
    this.missed.push(missed);
    if (this.flags.listMissed) console.error(`${file}:${tag.line}: ${missed.why}: ${tag.name}`);
  }
}

/** True where no type stands before the offset: what comes before ends something else. */
function isUntyped(tokens: Tokens, offset: number): boolean {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.start[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  return (
    before < 0 || tokens.kind[before] === DIRECTIVE || (tokens.kind[before] === PUNCT && tokens.char[before] !== STAR)
  );
}

function cFiles(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.[ch]$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function empty(directory: string): Counts {
  return {
    directory,
    files: 0,
    bytes: 0,
    brokenFiles: 0,
    items: 0,
    brokenItems: 0,
    functions: 0,
    found: 0,
    clean: 0,
    macros: 0,
    macrosFound: 0,
    macrosClean: 0,
    cpuSeconds: 0,
  };
}

function add(sum: Counts, row: Counts): Counts {
  return {
    directory: sum.directory,
    files: sum.files + row.files,
    bytes: sum.bytes + row.bytes,
    brokenFiles: sum.brokenFiles + row.brokenFiles,
    items: sum.items + row.items,
    brokenItems: sum.brokenItems + row.brokenItems,
    functions: sum.functions + row.functions,
    found: sum.found + row.found,
    clean: sum.clean + row.clean,
    macros: sum.macros + row.macros,
    macrosFound: sum.macrosFound + row.macrosFound,
    macrosClean: sum.macrosClean + row.macrosClean,
    cpuSeconds: sum.cpuSeconds + row.cpuSeconds,
  };
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : (100 * part) / whole;
}

function describe(row: Counts): string {
  const share = (part: number, whole: number): string =>
    `${(Math.floor(100 * percent(part, whole)) / 100).toFixed(2)} %`;
  return [
    `${row.directory}: ${row.files} files, ${row.brokenFiles} with errors (${share(row.brokenFiles, row.files)})`,
    `${row.items} items, ${row.brokenItems} with errors`,
    `${row.functions} functions, found ${row.found} (${share(row.found, row.functions)}), clean ${row.clean} (${share(row.clean, row.functions)})`,
    `${row.macros} by macros, found ${row.macrosFound} (${share(row.macrosFound, row.macros)}), clean ${row.macrosClean} (${share(row.macrosClean, row.macros)})`,
    `${(row.bytes / 1e6).toFixed(1)} MB in ${row.cpuSeconds.toFixed(1)} CPU s`,
  ].join(' | ');
}

await main();
