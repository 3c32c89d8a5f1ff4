/** Reads what the functions of a file that work on files call, and which of the calls drop pages of one. */
import { truncationsOf } from '../flow/truncations.ts';
import type { TypeLookup } from '../flow/types.ts';
import { isTruncation, operationOn, TRUNCATIONS } from '../kernel/layout-breaks.ts';
import type { EraMatrix } from '../kernel/matrix.ts';
import type { FileCalls, FileFunction, TableEntry, TruncationFacts } from '../model/facts.ts';
import type { Lowering } from '../model/ports.ts';
import { callOrder } from '../scan/call-order.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Entry } from './item-list.ts';

/** What works on a file names one, or what leads to it. */
const WORKS_ON_FILES = /inode|file|dentry|iocb|VFS_I/;

const TRUNCATES = new RegExp(`\\b(?:${TRUNCATIONS.join('|')})\\b`);

/** The head of a macro that is called like a function. */
const MACRO_HEAD = /^#\s*define\s+(\w+)\([^)]*\)/;

/** What the reading of an item needs. */
interface Reading {
  readonly lookup: TypeLookup;
  readonly matrix: EraMatrix;
  readonly lowering: Lowering;
}

/** Reads the calls of the items of one file. */
export function callsOf(path: string, text: string, entries: readonly Entry[], reading: Reading): FileCalls {
  const lines = new LineIndex(text);
  const lineAt = (offset: number): number => lines.position(offset).line + 1;
  const functions: FileFunction[] = [];
  const operations: TableEntry[] = [];
  const truncations: TruncationFacts[] = [];
  for (const entry of entries) {
    const item = text.slice(entry.start, entry.end);
    for (const [name, installed] of entry.declared.installed) {
      for (const { table, variable, member } of installed) {
        if (operationOn(table, member) === undefined) continue;
        const line = lineAt(entry.start + Math.max(0, item.indexOf(`.${member}`)));
        operations.push({ table, variable, member, function: name, line });
      }
    }
    const calls = WORKS_ON_FILES.test(item) ? itemCalls(entry, item, path) : undefined;
    if (calls === undefined) continue;
    functions.push({ ...calls, line: lineAt(entry.start) });
    if (entry.kind === 'function' && TRUNCATES.test(item))
      for (const { start, ...each } of truncationsIn(entry, item, reading))
        truncations.push({ ...each, line: lineAt(entry.start + start) });
  }
  return { path, functions, operations, truncations };
}

/** The function that an item is, with its calls; undefined where it is none or calls nothing. */
function itemCalls({ kind, declared }: Entry, item: string, path: string): Omit<FileFunction, 'line'> | undefined {
  const head = kind === 'macro' ? MACRO_HEAD.exec(item) : undefined;
  if (kind !== 'function' && !head) return undefined;
  const name = head?.[1] ?? [...declared.functions.keys()][0];
  const calls = callOrder(head ? `{${item.slice(head[0].length)}}` : item, isTruncation);
  if (name === undefined || calls === '') return undefined;
  const isLocal = path.endsWith('.c') && /\b(?:static|STATIC)\b/.test(item.slice(0, item.indexOf('{')));
  const isOfInode = declared.functions.get(name)?.name === 'int' && takesInodeAlone(item, name);
  return { name, isLocal, calls, ...(isOfInode ? { isOfInode } : {}) };
}

function takesInodeAlone(item: string, name: string): boolean {
  const head = item.slice(item.indexOf(name) + name.length, item.indexOf('{'));
  return /^\s*\(\s*struct\s+inode\s*\*\s*\w+\s*\)\s*$/.test(head);
}

function truncationsIn(
  { complete }: Entry,
  item: string,
  { lookup, matrix, lowering }: Reading,
): readonly (Omit<TruncationFacts, 'line'> & { readonly start: number })[] {
  try {
    return lowering.item(item, complete).functions.flatMap((ir) =>
      truncationsOf(ir, lookup, matrix).map(({ place, callee, start }) => ({
        place,
        within: ir.name,
        callee,
        start,
      })),
    );
  } catch {
    return []; // Nested too deeply: the analysis of the item has it as a gap.
  }
}
