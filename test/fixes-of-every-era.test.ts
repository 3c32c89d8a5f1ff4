/** Every guard that some era gives a rule's fix has a fixed text among the fixtures, so that somebody has read what it looks like. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { mend } from '../server/src/engine/mend.ts';
import { hasFixes } from '../server/src/fixes/fixes.ts';
import { ERAS } from '../server/src/kernel/eras.ts';
import { rowsOf } from '../server/src/kernel/helper-table.ts';
import type { Fix } from '../server/src/model/finding.ts';
import { rules } from '../server/src/rules/index.generated.ts';
import type { Fixture } from '../server/src/cli/self-test/fixture.ts';
import { openFixture } from '../server/src/cli/self-test/open-fixture.ts';
import { loadEngine } from '../server/src/store/load-engine.ts';
import { readFixture } from './fixtures/read-fixture.ts';

const engine = await loadEngine();
const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), 'fixtures', 'rules');

/** What a fix writes beside its guard. */
const BESIDES: ReadonlySet<string> = new Set(['passthrough', 'refcount', 'locks']);

/** The questions and reads that a fix writes, or `none` for one that only moves or takes away. */
function guardsIn({ edits }: Fix): string {
  const names = edits.flatMap(({ newText }) => newText.match(/\b[A-Za-z_]\w*\b/g) ?? []);
  const guards = names.filter((name) => rowsOf(name).some(({ role }) => !BESIDES.has(role)));
  return [...new Set(guards)].sort().join(' and ') || 'none';
}

/** The guards that mending a fixture in an era writes for a rule. */
function written(fixture: Fixture, era: string, rule: string): readonly string[] {
  const file = openFixture(engine, { ...fixture, era });
  const { applied } = mend(file, { all: true, isWanted: (finding) => finding.rule === rule });
  return applied.filter(({ finding }) => finding.rule === rule).map(({ fix }) => guardsIn(fix));
}

for (const rule of rules.filter(({ id }) => hasFixes(id))) {
  const folder = join(FIXTURES, rule.id.startsWith('suppression') ? 'suppression' : rule.id);
  test(`${rule.id}: every guard of every era is in a fixed text`, () => {
    const paths = readdirSync(folder)
      .filter((name) => name.endsWith('.c') && !name.endsWith('.fixed.c'))
      .map((name) => join(folder, name));
    const isFixed = (path: string): boolean => existsSync(path.replace(/\.c$/, '.fixed.c'));
    const read = paths.filter(isFixed).flatMap((path) => {
      const fixture = readFixture(path);
      return written(fixture, fixture.era, rule.id);
    });
    assert.notEqual(read.length, 0, 'no fixed text mends anything');
    for (const path of paths)
      for (const { id } of ERAS)
        for (const guards of written(readFixture(path), id, rule.id))
          assert.ok(read.includes(guards), `${path} in ${id} is mended by ${guards}, and no fixed text is`);
  });
}
