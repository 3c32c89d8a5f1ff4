/** No text makes daxlint fail, hang, or take more than time and memory that grow with it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { solved } from '../../server/src/engine/whole-tree.ts';
import { FAILED } from '../../server/src/model/finding.ts';
import { decode } from '../../server/src/store/bytes.ts';
import { loadEngine } from '../../server/src/store/load-engine.ts';
import { callCycle, HARD_TEXTS } from './hard-texts.ts';
import { readEverywhere } from './read-everywhere.ts';

const engine = await loadEngine();

/** Four times the text may take so much longer; what is squared would take sixteen times as long. */
const MOST_FOR_FOUR = 9;

/** Times below this tell nothing, in milliseconds of the processor. */
const NOISE = 120;

/** What four times the text may take more of the heap, in bytes. */
const MOST_MEMORY = 600_000_000;

function openTree() {
  return engine.openTree({ lowering: engine.lowering, options: { era: '6.1' } });
}

function textOf(made: string | Buffer): string {
  return typeof made === 'string' ? made : decode(made);
}

/** The least milliseconds on the processor in a few tries. */
function timeOf(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let left = 2; left > 0; left -= 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
    if (least > 400) break;
  }
  return least;
}

function analysed(text: string): void {
  const file = openTree().open('a.c', text);
  assert.ok(file.gaps.every(({ why }) => why !== FAILED));
  assert.ok(file.findings.every(({ start, end }) => start >= 0 && start <= end && end <= text.length));
  openTree().facts('a.c', text);
}

for (const { title, size, make } of HARD_TEXTS) {
  test(`${size} ${title}: time and memory grow with the text`, (t) => {
    const [quarter, whole] = [size / 16, size / 4].map((each) => textOf(make(Math.floor(each))));
    analysed(textOf(make(Math.floor(size / 64))));
    const short = timeOf(() => analysed(quarter ?? ''));
    const heap = process.memoryUsage().heapUsed;
    const long = timeOf(() => analysed(whole ?? ''));
    t.diagnostic(`${Math.round(short)} ms and ${Math.round(long)} ms for four times as much`);
    assert.ok(long < MOST_FOR_FOUR * Math.max(short, NOISE), `${short} ms, and ${long} ms for four times as much`);
    assert.ok(process.memoryUsage().heapUsed - heap < MOST_MEMORY);
  });
}

test('a circle of 20000 calls: time grows with the circle, and the page that is sent into it gets round', (t) => {
  const times = [5000, 20_000].map((size) => {
    const text = callCycle(size);
    return timeOf(() => {
      const tree = openTree();
      const { arrivals } = solved([tree.facts('a.c', text)]);
      tree.know(arrivals);
      assert.ok(
        arrivals('a.c').rows.some(([, , possible]) => possible !== 0),
        'nothing gets round',
      );
    });
  });
  const [short = 0, long = 0] = times;
  t.diagnostic(`${Math.round(short)} ms and ${Math.round(long)} ms for four times as much`);
  assert.ok(long < MOST_FOR_FOUR * Math.max(short, NOISE), `${short} ms, and ${long} ms for four times as much`);
});

test('check and the server read all of them, and find what is beside them', (t) => readEverywhere(t, 1 / 16));
