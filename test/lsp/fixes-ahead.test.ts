/** Fixes are made while the editor is silent, and made again for what is shown by then. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { AnalysedFile } from '../../server/src/engine/api.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import { FixesAhead } from '../../server/src/lsp/fixes-ahead.ts';

const SILENT = (): number => 1000;
const findings = [1, 2, 3].map((start) => ({ start }) as Finding);

/** A file that writes down for which findings fixes were made. */
function fakeFile(made: number[], throwsAt = 0): AnalysedFile {
  const fixes = (finding: Finding): readonly [] => {
    if (finding.start === throwsAt) throw new Error('no fix');
    made.push(finding.start);
    return [];
  };
  return { fixes } as unknown as AnalysedFile;
}

const never = (error: unknown): void => assert.fail(String(error));

test('every finding has its turn, and a second look begins anew', async () => {
  const made: number[] = [];
  const ahead = new FixesAhead(SILENT, () => ({ file: fakeFile(made), findings }), never);
  ahead.look('a');
  while (made.length < 3) await wait(20);
  ahead.look('a');
  while (made.length < 6) await wait(20);
  assert.deepEqual(made, [1, 2, 3, 1, 2, 3]);
});

test('nothing is made while the editor wants something, nor when all is over', async () => {
  const made: number[] = [];
  let silence = 0;
  const ahead = new FixesAhead(
    () => silence,
    () => ({ file: fakeFile(made), findings }),
    never,
  );
  ahead.look('a');
  await wait(500);
  assert.deepEqual(made, []);
  ahead.end();
  silence = 1000;
  await wait(400);
  assert.deepEqual(made, []);
});

test('a closed document is passed over, and what throws is told once and keeps nobody from the next document', async () => {
  const made: number[] = [];
  const failures: string[] = [];
  const ahead = new FixesAhead(
    SILENT,
    (uri) => (uri === 'closed' ? undefined : { file: fakeFile(made, uri === 'bad' ? 2 : 0), findings }),
    (error) => failures.push(String(error)),
  );
  for (const uri of ['closed', 'bad', 'good']) ahead.look(uri);
  while (made.length < 4) await wait(20);
  await wait(50);
  assert.deepEqual([made, failures], [[1, 1, 2, 3], ['Error: no fix']]);
});
