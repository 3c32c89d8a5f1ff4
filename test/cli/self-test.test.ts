/** `daxlint selftest` finds the shipped fixtures as they are drawn, and tells where they are not. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { rules } from '../../server/src/rules/index.generated.ts';
import { parseFixture } from '../../server/src/cli/self-test/fixture.ts';
import { judge } from '../../server/src/cli/self-test/judge.ts';
import { openFixture } from '../../server/src/cli/self-test/open-fixture.ts';
import { loadEngine } from '../../server/src/store/load-engine.ts';
import { runCli } from './run-cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const engine = await loadEngine();

test('every rule has a row, and all is as drawn', () => {
  const { status, out, err } = runCli(['selftest'], ROOT);
  assert.deepEqual([status, err], [0, '']);
  for (const { id } of rules) assert.match(out, new RegExp(`^${id} +(\\d+)/\\1 `, 'm'), id);
  assert.match(out, /^\d+ fixtures, all as drawn; /m);
  assert.deepEqual(runCli(['selftest', '--quiet'], ROOT).out, '');
});

const FAULT = `//- era: 6.12

static bool f(struct page *page)
{
	return is_zone_device_page(page) && page->mapping->host;
}
`;

test('what is reported and not drawn, drawn and not reported, and known otherwise is told', () => {
  const differences = (text: string): readonly string[] => {
    const fixture = parseFixture('a.c', text);
    return judge('a.c', fixture, openFixture(engine, fixture)).differences;
  };
  const mark = (words: string): string =>
    FAULT.replace('host;\n', `host;\n//                                          ^^^^^^^^^^^^^ ${words}\n`);
  assert.match(differences(FAULT).join('\n'), /^a\.c:5: reported and not drawn: mapping-is-a-pointer: /);
  assert.match(differences(mark('hint[mapping-is-a-pointer]: other words')).join('\n'), /^a\.c:5: not reported: hint /);
  assert.match(differences(mark('missed[mapping-is-a-pointer]: why')).join('\n'), /known to be missed is reported/);
  assert.match(differences(mark('wrong[lru-is-a-list]: why')).join('\n'), /known to be false is gone: lru-is-a-list/);
});

test('without its fixtures it says what is missing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daxlint-selftest-'));
  try {
    cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), readFileSync(join(ROOT, 'package.json')));
    rmSync(join(folder, 'dist/fixtures.json'));
    const cli = join(folder, 'dist/cli.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'selftest'], { encoding: 'utf8' });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^daxlint: .*fixtures\.json: .*ENOENT.*npm run build.*\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
