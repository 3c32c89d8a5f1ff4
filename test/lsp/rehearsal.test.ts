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
  let asked = 0;
  rehearsal.begin(() => {
    asked += 1;
    return file;
  });
  await wait(700);
  assert.ok(asked > 10, `asked ${asked} times`);
  assert.equal(file.text, TEXT);
  assert.equal(JSON.stringify(file.findings), found);
  rehearsal.end();
});

test('it waits while the editor sends something, and ends where the file is gone', async () => {
  const rehearsal = new Rehearsal();
  let asked = 0;
  rehearsal.begin(() => {
    asked += 1;
    return undefined;
  });
  for (let sent = 0; sent < 6; sent += 1) {
    await wait(50);
    rehearsal.postpone();
  }
  assert.equal(asked, 0);
  await wait(400);
  assert.equal(asked, 1);
});
