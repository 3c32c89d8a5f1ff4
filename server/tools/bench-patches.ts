/**
 * Times `daxlint patch` over a tree: a program that takes one patch, and a series in which each patch is judged by itself.
 * The patches are made up here, of three kinds: lines that only move others, a guard in a function that gets a page, and a
 * header that declares something more.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTwoFilesPatch } from 'diff';
import { runPatches, type StepResult } from '../src/change/run-change.ts';
import type { Patch } from '../src/change/series.ts';
import { TreeStates } from '../src/change/tree-states.ts';
import { FactsCache } from '../src/store/facts-cache.ts';
import { looksOf } from '../src/store/tree-facts.ts';
import { treeJobs } from '../src/store/tree-jobs.ts';

const CLI = fileURLToPath(new URL('../bin/daxlint.js', import.meta.url));

/** Headers that many files include. */
const HEADERS = ['include/linux/pagemap.h', 'include/linux/dax.h', 'include/linux/buffer_head.h'];

type Kind = 'lines' | 'guard' | 'header';

/** A function that gets a page or a folio, up to the first line of its body. */
const GETS_PAGE = /^\w[\w *]*\([^)]*\bstruct (page|folio) \*(\w+)[^)]*\)\n\{\n/m;

/** Prints the times of a series of so many patches. */
export async function benchPatches(tree: string, count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'daxlint-bench-'));
  try {
    const jobs = await treeJobs(tree);
    const open = (): Promise<TreeStates> =>
      TreeStates.open({
        root: tree,
        options: {},
        jobs,
        looks: looksOf(jobs),
        threads: availableParallelism(),
        cache: new FactsCache(join(folder, 'source')),
      });
    await open();
    const states = await open();
    const patches = patchesOf(
      states,
      jobs.map(({ path }) => path),
      count,
    );
    const results = await runPatches(
      patches.map(({ patch }) => patch),
      { states, root: tree, level: 'warning', isEach: true },
    );
    const kinds = patches.map(({ kind }) => kind);
    console.log(`${results.length} patches one after the other, warm cache: median, p95, slowest`);
    for (const kind of ['lines', 'guard', 'header'] as const)
      print(kind, timesOf(results.filter((_, at) => kinds[at] === kind && at > 0)));
    print('all', timesOf(results.slice(1)));
    print('the first, which reads the headers', timesOf(results.slice(0, 1)));
    print('a program that takes one patch', onePatch(tree, patches[0]?.patch, join(folder, 'cli')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timesOf(results: readonly StepResult[]): readonly number[] {
  return results.map(({ took }) => took);
}

function print(name: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`;
  console.log(`  ${name.padEnd(36)} ${at(0.5)}, ${at(0.95)}, ${at(1)}  (${times.length})`);
}

function patchesOf(
  states: TreeStates,
  paths: readonly string[],
  count: number,
): readonly { readonly kind: Kind; readonly patch: Patch }[] {
  const texts = new Map<string, string>();
  const fitting = paths.filter((path) => {
    if (!/^(?:fs|mm|block|kernel)\/.*\.c$/.test(path)) return false;
    const text = states.text(states.disk, path);
    return text !== undefined && GETS_PAGE.test(text);
  });
  return Array.from({ length: count }, (_, at) => {
    const kind: Kind = at % 10 === 9 ? 'header' : at % 2 === 0 ? 'lines' : 'guard';
    const header = HEADERS[Math.floor(at / 10) % HEADERS.length] ?? '';
    const path = kind === 'header' ? header : (fitting[Math.floor((at * fitting.length) / count)] ?? header);
    const before = texts.get(path) ?? states.text(states.disk, path) ?? '';
    const after = changed(before, kind, at);
    texts.set(path, after);
    const text = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, '', '', { context: 3 });
    return { kind, patch: { title: `${kind} ${path}`, text } };
  });
}

function changed(text: string, kind: Kind, at: number): string {
  if (kind === 'lines') return `/* bench ${at} */\n\n${text}`;
  if (kind === 'header')
    return `${text}\nstatic inline bool bench_${at}(struct page *page)\n{\n\treturn is_zone_device_page(page);\n}\n`;
  return text.replace(GETS_PAGE, (head, type: string, name: string) => {
    const guard = type === 'page' ? `is_zone_device_page(${name})` : `folio_is_zone_device(${name})`;
    return `${head}\tif (${guard})\n\t\treturn 0;\n`;
  });
}

/** The times of a program that is started for one patch, each over a warm cache. */
function onePatch(tree: string, patch: Patch | undefined, cache: string): readonly number[] {
  const once = (): number => {
    const started = performance.now();
    spawnSync(process.execPath, [CLI, 'patch', '--tree', tree, '--cache-dir', cache, '-'], {
      input: patch?.text ?? '',
      encoding: 'utf8',
    });
    return performance.now() - started;
  };
  once();
  return [once(), once(), once()];
}
