/** The server types into what nobody looks at, and leaves it as it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Rehearsal } from '../../server/src/lsp/rehearsal.ts';
import { loadEngine } from '../../server/src/store/load-engine.ts';

const engine = await loadEngine();
const TEXT = `struct page;\nvoid use(struct page *page)\n{\n\tif (page->mapping)\n\t\treturn;\n\tput_page(page);\n}\n`;

function openFile() {
  return engine.openTree({ lowering: engine.lowering, options: { era: '6.1' } }).open('a.c', TEXT);
}

test('letters are typed and taken back while nothing is sent, and what is found stays the same', async () => {
  const file = openFile();
  const found = JSON.stringify(file.findings);
  const rehearsal = new Rehearsal();
  const asked: number[] = [];
  rehearsal.begin(() => {
    asked.push(performance.now());
    return file;
  });
  // A busy machine takes its time; the limit of the whole test is its end.
  while (asked.length <= 10) await wait(50);
  assert.equal(file.text, TEXT);
  assert.equal(JSON.stringify(file.findings), found);
  rehearsal.end();
});

test('it waits while the editor sends something, and ends where the file is gone', async () => {
  const rehearsal = new Rehearsal();
  const quiet: number[] = [];
  let sent = performance.now();
  rehearsal.begin(() => {
    quiet.push(performance.now() - sent);
    return undefined;
  });
  for (let times = 0; times < 6; times += 1) {
    await wait(50);
    rehearsal.postpone();
    sent = performance.now();
  }
  while (quiet.length === 0) await wait(50);
  await wait(200);
  const [first = 0, ...others] = quiet;
  // Timers are right to a millisecond.
  assert.ok(first >= 99, `it began after ${first} ms`);
  assert.deepEqual(others, []);
});
