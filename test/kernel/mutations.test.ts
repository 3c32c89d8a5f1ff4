/**
 * Verdicts hang on what the code of a real tree does: a guard that is taken away makes a hazard, an entry of a table that
 * is taken away takes the way through it along, and names decide nothing.
 *
 * A guard is taken away by a constant in the place of its condition, and the whole tree is solved again. There are two
 * sorts of them. The natural ones stand in the tree, and each of them alone keeps pages of a device from a wrong use:
 * all that are found are tried, in both trees. They are few, because most real guards stand two in a row. So the rest of
 * the twenty are planted: into a function on the way to a hazard that the tree has, at a place chosen by a seed; the
 * hazard has to be gone with the guard, and there again, with a chain through the guard's function, without it.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test, type TestContext } from 'node:test';
import { helper } from '../../server/src/kernel/helper-table.ts';
import type { TableEntry } from '../../server/src/model/facts.ts';
import { type Guard, Guards, likelyGuards, withoutGuard } from './guards.ts';
import type { ChainStep } from '../../server/src/model/solution.ts';
import { type Changed, type Judged, keyed, MutableTree, type Texts } from './mutable-tree.ts';
import { plantings } from './planted.ts';
import { renamedEverywhere, withoutEntry } from './rewritten.ts';
import { kernels, SERIES, treeOf } from './trees.ts';

const SEED = 20171212;

/** Guards that are taken away, over both trees. */
const GUARDS = 20;

/** The natural ones among them, over both trees: 6 of Linux 6.1 and 5 of 6.12 when this was written. */
const NATURAL = 8;

const ENTRIES = 5;
const NAMES = 3;
const MOVED = 3;

const random = randoms();
const removed = new Set<string>();
const opened: { readonly tree: MutableTree; readonly guards: Guards; readonly hazards: readonly Judged[] }[] = [];

for (const series of SERIES) {
  describe(`Linux ${series}`, () => {
    let tree: MutableTree;
    let hazards: readonly Judged[];

    before(async () => {
      tree = await MutableTree.open(treeOf(series), join(kernels(), '.cache/daxlint'));
      hazards = tree.base.facts
        .filter((file) => tree.isReached(file))
        .flatMap(({ path }) => tree.judge(tree.base, path))
        .filter(({ verdict }) => verdict === 'hazard');
    });

    test('a guard that is taken away makes a hazard', (t) => {
      assert.ok(hazards.length >= 4, `${hazards.length} hazards`);
      const guards = new Guards(tree);
      for (const guard of likelyGuards(tree, guards)) {
        const text = tree.read(guard.path);
        const without = tree.with(new Map([[guard.path, withoutGuard(text, guard)]]));
        const made = tree.newHazards(tree.base, without).filter((site) => isThrough(site, guard));
        if (made.length > 0) note(t, tree, guard, made, 'natural');
      }
      opened.push({ tree, guards, hazards });
    });

    test('an entry of a table that is taken away takes the way through it along', (t) => {
      let gone = 0;
      for (const { path, entry, sites } of entriesOnTheWay(tree, hazards)) {
        if (gone === ENTRIES) break;
        const text = tree.read(path);
        const cut = withoutEntry(text, entry);
        assert.notEqual(cut, text);
        const variant = tree.with(new Map([[path, cut]]));
        for (const site of sites) {
          const after = keyed(tree.judge(variant, site.path)).find(([key]) => key === keyOf(tree, site))?.[1];
          const still = after?.chain.filter((step) => goesThrough(step, path, entry)) ?? [];
          assert.deepEqual(still, [], `${path}:${entry.line} ${entry.member}`);
          if (site.verdict === 'hazard') assert.notEqual(after?.verdict, 'hazard');
        }
        gone += 1;
        t.diagnostic(`${path}:${entry.line} .${entry.member} = ${entry.function}: ${sites.length} chains are gone`);
      }
      assert.equal(gone, ENTRIES);
    });

    test('other names of functions and files change nothing', (t) => {
      const steps = hazards.flatMap(({ chain }) => chain).filter(({ function: name }) => helper(name) === undefined);
      for (const name of shuffled([...new Set(steps.map((step) => step.function))]).slice(0, NAMES)) {
        const other = `${name}_by_another_name`;
        const texts = renamedEverywhere(tree, name, other);
        const rows = same(tree, texts, (row) => row.replaceAll(other, name));
        t.diagnostic(`${name}() has another name in ${texts.size} files, and ${rows} rows are as they were`);
      }
      const files = new Set(hazards.map(({ path }) => path).filter((path) => path.endsWith('.c')));
      for (const path of shuffled([...files]).slice(0, MOVED)) {
        const other = path.replace(/\.c$/, '-moved.c');
        const texts = new Map([
          [path, undefined],
          [other, tree.read(path)],
        ]);
        const rows = same(tree, texts, (row) => row.replaceAll(other, path));
        t.diagnostic(`${path} has another name, and ${rows} rows are as they were`);
      }
    });
  });
}

test('a guard that was not there keeps a hazard away as long as it stands', (t) => {
  const natural = removed.size;
  assert.ok(natural >= NATURAL, `${natural} natural guards`);
  const choices = opened.flatMap(({ tree, guards, hazards }) =>
    hazards.flatMap((hazard) => plantings(tree, guards, hazard).map((planted) => ({ tree, ...planted }))),
  );
  for (const { tree, hazard, guard, text } of shuffled(choices)) {
    if (removed.size >= GUARDS) break;
    if (removed.has(nameOf(tree, guard))) continue;
    const guarded = tree.with(new Map([[guard.path, text]]));
    const isThere = keyed(tree.judge(guarded, hazard.path)).some(
      ([key, { verdict }]) => key === keyOf(tree, hazard) && verdict === 'hazard',
    );
    if (isThere) continue; // pages get there over another way too
    const without = tree.with(new Map([[guard.path, withoutGuard(text, guard)]]));
    const made = tree.newHazards(guarded, without).filter((site) => isThrough(site, guard));
    assert.ok(made.length > 0, `${guard.path} ${guard.functionName}: no hazard without \`${guard.text}\``);
    note(t, tree, guard, made, 'planted');
  }
  t.diagnostic(`${natural} natural guards and ${removed.size - natural} planted ones (seed ${SEED})`);
  assert.equal(removed.size, GUARDS);
});

/** Whether a site is in the function of a guard, or a page gets to it through that function. */
function isThrough({ path, site, chain }: Judged, guard: Guard): boolean {
  const isHere = path === guard.path && site.functionName === guard.functionName;
  return isHere || chain.some((step) => step.file === guard.path && step.function === guard.functionName);
}

function note(t: TestContext, tree: MutableTree, guard: Guard, made: readonly Changed[], sort: string): void {
  removed.add(nameOf(tree, guard));
  const line = tree.read(guard.path).slice(0, guard.start).split('\n').length;
  const condition = guard.text.replace(/\s+/g, ' ');
  t.diagnostic(`${sort}: ${guard.path}:${line} \`${condition}\` in ${guard.functionName}()`);
  for (const { path, line: at, site, was, rule, chain } of made) {
    const steps = chain.map((step) => `${step.file}:${step.line}`).join(', ') || 'from a source of its own';
    t.diagnostic(`  ${path}:${at} ->${site.field} ${was} -> hazard [${rule}] ${steps}`);
  }
}

function nameOf(tree: MutableTree, guard: Guard): string {
  return `${tree.root} ${guard.path}:${guard.start}`;
}

function keyOf(tree: MutableTree, { path, site }: Judged): string | undefined {
  return keyed(tree.judge(tree.base, path)).find(([, judged]) => judged.site.at === site.at)?.[0];
}

/** An entry of a table, and the sites to which pages get through it. */
interface EntryOnTheWay {
  readonly path: string;
  readonly entry: TableEntry;
  readonly sites: readonly Judged[];
}

/** Entries without which a chain cannot be: first those on the way to a hazard, then others in an order of chance. */
function* entriesOnTheWay(tree: MutableTree, hazards: readonly Judged[]): Generator<EntryOnTheWay> {
  const all = tree.base.facts.flatMap(({ path, entries }) =>
    // A function that is in two tables is reached through the other one as well.
    entries
      .filter((entry) => entries.filter((each) => each.function === entry.function).length === 1)
      .map((entry) => ({ path, entry })),
  );
  for (const { path, entry } of all) {
    const sites = hazards.filter(({ chain }) => chain.some((step) => goesThrough(step, path, entry)));
    if (sites.length > 0) yield { path, entry, sites };
  }
  const ordinary = all.filter(({ entry }) => entry.table === 'struct address_space_operations');
  for (const { path, entry } of shuffled(ordinary)) {
    const judged = tree.judge(tree.base, path);
    const sites = judged.filter(({ chain }) => chain.some((step) => goesThrough(step, path, entry)));
    if (sites.length > 0) yield { path, entry, sites };
  }
}

/** Whether a step leads into the function of an entry: by what its table promises, or because a pointer can hold it. */
function goesThrough({ how, to }: ChainStep, path: string, entry: TableEntry): boolean {
  if (how !== 'contract' && how !== 'callback') return false;
  const called = to.split(' ')[1];
  return called === entry.function || called === `${entry.function}@${path}`;
}

/** Whether the rows of all files that other texts can concern are as they were; answers their number. */
function same(tree: MutableTree, texts: Texts, asBefore: (row: string) => string): number {
  const variant = tree.with(texts);
  let rows = 0;
  for (const path of tree.touched(tree.base, variant)) {
    const was = keyed(tree.judge(tree.base, asBefore(path))).map(rowOf);
    const is = keyed(tree.judge(variant, path)).map((row) => asBefore(rowOf(row)));
    assert.deepEqual(is, was, path);
    rows += is.length;
  }
  assert.ok(rows > 0);
  return rows;
}

function rowOf([key, { site, verdict, rule, chain }]: readonly [string, Judged]): string {
  const steps = chain.map(({ file, line, how }) => `${file}:${line} ${how}`).join();
  return `${key}: ${site.use} ${verdict} ${rule} over ${steps}`;
}

/** A list in an order of chance, which is the same in every run. */
function shuffled<T>(list: readonly T[]): readonly T[] {
  return list
    .map((value) => ({ value, at: random.next().value }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

/** Numbers from 0 to 1 that are the same in every run. */
function* randoms(): Generator<number, never> {
  for (let seed = SEED; ; ) {
    seed = (seed * 48271) % 2147483647;
    yield seed / 2147483647;
  }
}
