/** The eras of real trees: what the probes answer, where, and what it costs to ask them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ATTRIBUTE_HEADERS } from '../../server/src/kernel/attribute-headers.ts';
import { parseEvidence } from '../../server/src/kernel/evidence.ts';
import { HELPERS } from '../../server/src/kernel/helper-table.ts';
import { MATRIX_ROWS, WITNESSES } from '../../server/src/kernel/matrix-rows.generated.ts';
import { decideEra, PROBE_FILES, PROBES, treeFacts } from '../../server/src/kernel/probes.ts';
import { SUCCESSORS } from '../../server/src/kernel/successors.ts';
import { createFileReader } from '../../server/src/store/file-reader.ts';
import { loadEngine } from '../../server/src/store/load-engine.ts';
import { daxlint, SERIES, treeOf } from './trees.ts';

const ERA = { '6.1': '6.0 - 6.1', '6.12': '6.2 - 6.14' } as const;

const ROUNDS = 5;

for (const series of SERIES) {
  test(`\`explain era\` in ${series} names the era and the line of every probe`, () => {
    const tree = treeOf(series);
    const { status, out } = daxlint(['explain', 'era'], join(tree, 'mm'));
    assert.equal(status, 0);
    assert.ok(out.startsWith(`Linux ${ERA[series]}, the tree in ${tree}: `));
    const flat = out.replace(/\s+/g, ' ');
    const { evidence } = decideEra(treeFacts(probeTexts(tree)));
    assert.equal(evidence.length, PROBES.length);
    for (const { probe, file, answer, line } of evidence) {
      assert.ok(flat.includes(probe), probe);
      assert.notEqual(answer, 'unknown', probe);
      if (line === undefined) continue;
      assert.ok(flat.includes(`yes ${file}:${line} `), probe);
      assert.ok(mentions(readFileSync(join(tree, file), 'utf8').split('\n')[line - 1] ?? '', probe), `${file}:${line}`);
    }
  });

  test(`only the probe files of ${series} are read for its era, each once`, async (t) => {
    const root = treeOf(series);
    const reader = createFileReader(root);
    const reads: string[] = [];
    const counting = {
      ...reader,
      read: (path: string) => {
        reads.push(path);
        return reader.read(path);
      },
    };
    const { openTree, lowering } = await loadEngine();
    const tree = openTree({ root, reader: counting, lowering });
    const probed = reads.filter((path) => PROBE_FILES.includes(path));
    const others = reads.filter((path) => !PROBE_FILES.includes(path) && !ATTRIBUTE_HEADERS.includes(path));
    assert.deepEqual(others, []);
    const { era } = tree;
    for (const name of ['mm/a.c', 'mm/b.c']) assert.equal(tree.open(name, 'int x;\n').tree.era, era);
    assert.deepEqual(
      reads.filter((path) => PROBE_FILES.includes(path)),
      probed,
    );

    const times = Array.from({ length: ROUNDS }, () => {
      const start = performance.now();
      decideEra(treeFacts(probeTexts(root)));
      return performance.now() - start;
    }).sort((a, b) => a - b);
    const [best = 0] = times;
    t.diagnostic(
      `probing ${series}: best ${best.toFixed(1)} ms, worst ${(times.at(-1) ?? 0).toFixed(1)} ms of ${ROUNDS} rounds, files read again each time`,
    );
  });

  test(`every line of ${series} that the tables cite is there`, () => {
    const tree = treeOf(series);
    const cited = [
      ...MATRIX_ROWS.flatMap(({ evidence }) => evidence),
      ...Object.values(WITNESSES).flat(),
      ...HELPERS.flatMap(({ evidence }) => evidence),
      ...SUCCESSORS.flatMap(({ evidence }) => evidence),
    ];
    const texts = new Map<string, readonly string[]>();
    const lineOf = (path: string, line: number): string => {
      if (!texts.has(path)) texts.set(path, readFileSync(join(tree, path), 'utf8').split('\n'));
      return texts.get(path)?.[line - 1] ?? '';
    };
    const blank: string[] = [];
    for (const text of new Set(cited)) {
      const place = parseEvidence(text);
      if (place?.form === 'line' && place.tree === series && lineOf(place.path, place.line).trim() === '')
        blank.push(text);
    }
    assert.deepEqual(blank, []);
    const silent = SUCCESSORS.flatMap(({ older, newer, evidence }) =>
      evidence.filter((text) => {
        const place = parseEvidence(text);
        if (place?.form !== 'line' || place.tree !== series) return false;
        const line = lineOf(place.path, place.line);
        return ![older, newer].some((name) => line.includes(name) || line.includes(flagOf(name)));
      }),
    );
    assert.deepEqual(silent, []);
  });
}

/** The word by which a macro that makes flag functions names its flag. */
function flagOf(name: string): string {
  const page = /^Page(\w+)$/.exec(name)?.[1];
  return page === undefined ? name : `(${page},`;
}

function probeTexts(root: string): ReadonlyMap<string, string> {
  const reader = createFileReader(root);
  return new Map(
    PROBE_FILES.flatMap((path) => {
      const text = reader.read(path);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

/** Whether a line has the last name that a probe asks for, or one of the lock functions that it stands for. */
function mentions(line: string, probe: string): boolean {
  const names = [...probe.matchAll(/`(?:struct |->)?(\w+)`/g)].map(([, name = '']) => name);
  const name = names.at(-1);
  return name === undefined ? /dax_lock_/.test(line) : line.includes(name);
}
