/** The ledger of a whole kernel tree is complete, in order, true to the text, and agrees with the sites read by hand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Ledger, readLedger } from './ledger-rows.ts';
import { plainAccesses } from './plain-scan.ts';
import { describe as describeLabel, type Label, score } from './score.ts';
import { daxlint, releaseOf, type Run, SERIES, treeOf } from './trees.ts';

const LABELS = fileURLToPath(new URL('../corpus/linux-6.1.jsonl', import.meta.url));

/** The release whose lines and columns the labels name. */
const LABELLED = '6.1.192';

const ERAS = { '6.1': '6.0 - 6.1', '6.12': '6.2 - 6.14' } as const;

const ledgers = new Map<string, Ledger>();

for (const series of SERIES) {
  describe(`Linux ${series}`, () => {
    const tree = treeOf(series);
    let run: Run;
    let ledger: Ledger;

    before(() => {
      run = daxlint(['ledger', tree]);
      ledger = readLedger(run.out);
      ledgers.set(series, ledger);
    });

    test('it ends with status 0 and a summary that counts its rows', (t) => {
      assert.equal(run.err, '');
      assert.equal(run.status, 0);
      const { summary, sites, gaps } = ledger;
      assert.ok(summary, 'the last row is the summary');
      t.diagnostic(`${releaseOf(tree)}: ${JSON.stringify(summary)}`);
      assert.equal(summary.era, ERAS[series]);
      assert.equal(summary.sites, sites.length);
      assert.equal(summary.gaps, gaps.length);
      const judged = Object.values(summary.verdicts).reduce((sum, count) => sum + count, 0);
      assert.equal(judged, sites.length);
      assert.ok(summary.filesRead > 50_000, `${summary.filesRead} files were read`);
    });

    test('every file was analysed', () => {
      const failed = ledger.gaps.filter(({ why }) => why.startsWith('the file '));
      assert.deepEqual(failed, []);
      assert.equal(ledger.summary?.filesSkipped, 0);
    });

    test('a plain reading of the text, which knows no types, comes to the same sites', (t) => {
      const rows = new Set(
        ledger.sites.filter(({ field }) => field === 'mapping').map((row) => `${row.file}:${row.line}:${row.column}`),
      );
      const isGap = (at: string): boolean => {
        const [file, line] = at.split(':');
        return ledger.gaps.some((gap) => gap.file === file && gap.line <= Number(line) && Number(line) <= gap.endLine);
      };
      const count = { page: 0, other: 0, unknown: 0, others: 0 };
      const [extra, missing]: [string[], string[]] = [[], []];
      for (const { at, base, guess } of plainAccesses(tree)) {
        if (rows.delete(at)) {
          count[guess] += 1;
          if (guess !== 'page') extra.push(`${at} ${base}`);
        } else if (guess !== 'page') count.others += 1;
        else if (!isGap(at)) missing.push(`${at} ${base}`);
      }
      t.diagnostic(`${JSON.stringify(count)}; read as pages by their types only: ${extra.join(', ')}`);
      assert.deepEqual([...rows], [], 'rows that are nowhere in the text');
      assert.deepEqual(missing, [], 'pages by the text that the ledger has neither as a row nor as a gap');
      assert.ok(extra.length < count.page / 20, `${extra.length} rows that only the types tell`);
    });

    test('it is sorted, and no place has two rows', () => {
      const places = ledger.sites.map(({ file, line, column }) => ({ file, line, column }));
      for (const [i, place] of places.entries()) {
        const last = places[i - 1];
        if (last === undefined) continue;
        const inOrder =
          last.file < place.file ||
          (last.file === place.file &&
            (last.line < place.line || (last.line === place.line && last.column < place.column)));
        assert.ok(inOrder, `${JSON.stringify(last)} stands before ${JSON.stringify(place)}`);
      }
    });

    test('each step of the evidence is what the text says', (t) => {
      const texts = new Map<string, readonly string[]>();
      const linesOf = (file: string): readonly string[] => {
        const lines = texts.get(file) ?? readFileSync(join(tree, file), 'utf8').split('\n');
        texts.set(file, lines);
        return lines;
      };
      let steps = 0;
      const wrong: string[] = [];
      for (const { evidence } of ledger.sites) {
        for (const { file, line, step } of evidence) {
          const hands = /^hands .* to `([a-z_]\w*)\(\)`$/i.exec(step)?.[1];
          if (hands === undefined || hands.startsWith('trace_')) continue;
          steps += 1;
          // The name stands before the argument that is handed over, at most some lines above it.
          const above = linesOf(file)
            .slice(Math.max(0, line - 12), line)
            .join('\n');
          if (!new RegExp(`\\b${hands}\\b`).test(above)) wrong.push(`${file}:${line}: ${step}`);
        }
      }
      t.diagnostic(`${steps} steps hand a page to a function that is named there`);
      assert.ok(steps > 300, `${steps} steps`);
      assert.deepEqual(wrong, []);
    });

    test('each row points at the `->` or `.` before its field', () => {
      const texts = new Map<string, readonly string[]>();
      for (const { file, line, column, field } of ledger.sites) {
        const lines = texts.get(file) ?? readFileSync(join(tree, file), 'utf8').split('\n');
        texts.set(file, lines);
        // The field may stand on the next line.
        const rest = lines
          .slice(line - 1, line + 2)
          .join('\n')
          .slice(column - 1);
        assert.match(rest, new RegExp(`^(?:->|\\.)\\s*${field}\\b`), `${file}:${line}:${column}`);
      }
    });
  });
}

test('the ledger of 6.1 agrees with the sites read by hand', { skip: labelsDoNotFit() }, (t) => {
  const ledger = ledgers.get('6.1');
  assert.ok(ledger);
  const labels = readFileSync(LABELS, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): Label => JSON.parse(line));
  const result = score(ledger.sites, labels);
  const percent = (part: number): string => `${(100 * part).toFixed(1)}%`;
  t.diagnostic(`sites ${result.sites}, found ${percent(result.found)}, use agrees ${percent(result.useAgrees)}`);
  t.diagnostic(`other structs and comments ${result.others}, wrongly listed ${result.wrong.length}`);
  for (const [pair, count] of result.verdicts) t.diagnostic(`verdict ${pair}: ${count}`);
  assert.ok(result.sites > 200 && result.others > 200, 'the labels were read');
  assert.deepEqual(result.wrong.map(describeLabel), []);
  assert.ok(result.found >= 0.995, `missing: ${result.missing.map(describeLabel).join(', ')}`);
  const uses = result.otherUse.map(({ label, row }) => `${describeLabel(label)} ${label.use} -> ${row.use}`);
  assert.ok(result.useAgrees >= 0.9, uses.join('\n'));
  const count = (is: (label: string, row: string) => boolean): number =>
    [...result.verdicts].reduce((sum, [pair, n]) => {
      const [label = '', row = ''] = pair.split(' -> ');
      return is(label, row) ? sum + n : sum;
    }, 0);
  const falseAlarms = count((label, row) => row === 'hazard' && label !== 'hazard' && label !== 'dax-code');
  const undecided = count((_, row) => row === 'undecided' || row === 'not-parsed');
  const agreed = count((label, row) => label === row);
  t.diagnostic(`false alarms ${falseAlarms}, undecided ${percent(undecided / result.sites)}`);
  t.diagnostic(`verdict agrees ${percent(agreed / result.sites)}`);
  assert.ok(falseAlarms <= 3, `${falseAlarms} false alarms`);
  assert.ok(undecided / result.sites <= 0.05, 'what is known of the tree has become less');
  assert.ok(agreed / result.sites >= 0.9, 'fewer verdicts agree with the sites read by hand');
});

/** Why the labels cannot be used, or false. */
function labelsDoNotFit(): string | false {
  const release = releaseOf(treeOf('6.1'));
  return release === LABELLED ? false : `the labels name lines of ${LABELLED}, and this tree is ${release}`;
}
