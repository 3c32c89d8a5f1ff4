/** Walks every function of a tree that has to do with pages, and tells which take the longest in the flow. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canMatter } from '../src/engine/analyse-item.ts';
import { Headers } from '../src/engine/headers.ts';
import { scanAll } from '../src/engine/item-list.ts';
import { FileLookup, type SharedReadings } from '../src/engine/lookup.ts';
import { flowsOf } from '../src/flow/observe-flows.ts';
import { sitesOf } from '../src/flow/observe-sites.ts';
import { NEWEST_ERA } from '../src/kernel/eras.ts';
import { matrixOf } from '../src/kernel/matrix.ts';
import { mergeDeclarations } from '../src/scan/declarations.ts';
import { loadEngine } from '../src/store/load-engine.ts';

/** How long one function took, in milliseconds. */
export interface Walked {
  readonly path: string;
  readonly name: string;
  /** For its sites, and for what it hands on to the whole tree. */
  readonly sites: number;
  readonly flows: number;
}

/** The slowest functions of a tree, slowest first, with the number of all that were walked. */
export async function slowestFunctions(
  tree: string,
  most: number,
): Promise<{ readonly slowest: readonly Walked[]; readonly count: number }> {
  const { lowering } = await loadEngine();
  const reader = {
    read: (path: string) => (existsSync(join(tree, path)) ? readFileSync(join(tree, path), 'utf8') : undefined),
    exists: (path: string) => existsSync(join(tree, path)),
  };
  const matrix = matrixOf(NEWEST_ERA.id);
  const headers = new Headers(reader);
  const shared: SharedReadings = { lowering, matrix, expressions: new Map(), asked: new Map() };
  let slowest: Walked[] = [];
  let count = 0;
  for (const path of cFiles(tree)) {
    const text = readFileSync(join(tree, path), 'utf8');
    const entries = scanAll(text);
    const items = entries.filter(
      ({ kind, start, end }) => kind === 'function' && canMatter(text.slice(start, end), kind),
    );
    if (items.length === 0) continue;
    const lookup = new FileLookup(path, mergeDeclarations(entries.map(({ declared }) => declared)), headers, shared);
    for (const { start, end, complete } of items) {
      const item = text.slice(start, end);
      for (const ir of lowering.item(item, complete).functions) {
        // The first walk reads the headers that the second finds read.
        sitesOf(ir, lookup, matrix, item);
        const sites = timed(() => sitesOf(ir, lookup, matrix, item));
        const flows = timed(() => flowsOf(ir, lookup, matrix));
        count += 1;
        slowest.push({ path, name: ir.name, sites, flows });
      }
    }
    if (slowest.length > most * 20) slowest = topOf(slowest, most);
  }
  return { slowest: topOf(slowest, most), count };
}

function topOf(walked: readonly Walked[], most: number): Walked[] {
  const cost = ({ sites, flows }: Walked): number => Math.max(sites, flows);
  return [...walked].sort((a, b) => cost(b) - cost(a)).slice(0, most);
}

/** The time that the processor was busy with it, in milliseconds; the less of two runs, so that a pause of the collector does not count. */
function timed(work: () => unknown): number {
  const once = (): number => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  return Math.min(once(), once());
}

function cFiles(tree: string): readonly string[] {
  return readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.c'))
    .sort();
}
