/** A verdict hangs on what the code does: rewrites that change nothing keep it, a guard turned round changes what gets there. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AnalysedFile } from '../../server/src/engine/api.ts';
import { intersect, kindsOf, NO_KINDS, union } from '../../server/src/kernel/kinds.ts';
import type { FileReader } from '../../server/src/model/ports.ts';
import type { Guard, Site, SiteEvent } from '../../server/src/model/site.ts';
import { loadEngine } from '../../server/src/store/load-engine.ts';
import type { Fixture } from '../../server/src/cli/self-test/fixture.ts';
import { readFixture } from '../fixtures/read-fixture.ts';
import {
  negated,
  reformatted,
  type Rewrite,
  withArmsSwapped,
  withIrrelevantStatements,
  withOtherNames,
} from './rewrites.ts';

const TEST = fileURLToPath(new URL('..', import.meta.url));
const engine = await loadEngine();

/** The sources whose verdicts are looked at: every fixture of flow and rules, and the sample tree. */
const sources: readonly (Fixture & { readonly name: string })[] = [
  ...cFiles('fixtures/flow').map((path) => ({ ...readFixture(path), name: relative(TEST, path) })),
  ...cFiles('fixtures/rules')
    .filter((path) => !/suppression|\.fixed\.c$/.test(path))
    .map((path) => ({ ...readFixture(path), name: relative(TEST, path) })),
  ...cFiles('sample-tree').map((path) => ({
    name: relative(TEST, path),
    era: '6.1',
    code: readFileSync(path, 'utf8'),
    files: new Map(),
    marks: [],
    isTree: false,
  })),
];

function cFiles(folder: string): readonly string[] {
  return readdirSync(join(TEST, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(TEST, folder, name))
    .sort();
}

function open({ files, era }: Fixture, text: string): AnalysedFile {
  const reader: FileReader = { read: (path) => files.get(path), exists: (path) => files.has(path) };
  const tree = engine.openTree({
    lowering: engine.lowering,
    options: { era },
    ...(files.size > 0 ? { root: '/', reader } : {}),
  });
  return tree.open('test.c', text);
}

/** What is said of the sites, without words, places and their order. */
function verdictsOf(file: AnalysedFile): readonly string[] {
  return file.unit.sites
    .map((site) => {
      const { verdict, rule } = file.verdict(site);
      return `${site.field} ${verdict} ${rule ?? ''} ${kindsOf(site.kinds).join(' ')}`;
    })
    .sort();
}

const rewrites: Readonly<Record<string, Rewrite>> = {
  'an irrelevant statement before every statement': withIrrelevantStatements,
  'other names for parameters and locals': withOtherNames,
  'arms swapped and the condition turned round': withArmsSwapped,
  'a token a line': reformatted('\n\t'),
  'all in one line': reformatted(' '),
};

for (const [what, rewrite] of Object.entries(rewrites)) {
  test(`verdicts stay: ${what}`, () => {
    assert.ok(sources.length > 100, `only ${sources.length} sources were found`);
    let changed = 0;
    for (const source of sources) {
      const text = rewrite(source.code, engine.lowering);
      if (text !== source.code) changed += 1;
      assert.deepEqual(verdictsOf(open(source, text)), verdictsOf(open(source, source.code)), source.name);
    }
    assert.ok(changed > sources.length / 2, `only ${changed} sources were changed by it`);
  });
}

/** The guards of an event each of which alone keeps some kind away that its page could have. */
function decidingGuards(site: Site, { guards }: SiteEvent): readonly Guard[] {
  const arriving = site.origins.reduce((set, { kinds }) => union(set, kinds), NO_KINDS);
  return guards.filter((guard) => {
    const others = guards.filter((other) => other !== guard);
    const rest = others.reduce((set, { excludes }) => union(set, excludes), NO_KINDS);
    return guard.end > guard.start && intersect(intersect(guard.excludes, arriving), ~rest as typeof arriving) !== 0;
  });
}

test('what gets to a use changes when a guard of it is turned round', () => {
  let turned = 0;
  const unmoved: string[] = [];
  for (const source of sources) {
    const file = open(source, source.code);
    for (const [at, site] of file.unit.sites.entries()) {
      for (const guard of new Set(site.events.slice(0, 1).flatMap((event) => decidingGuards(site, event)))) {
        const other = open(source, negated(source.code, guard)).unit.sites[at];
        turned += 1;
        if (other?.events[0]?.kinds === site.kinds)
          unmoved.push(`${source.name}: ${guard.text} in ${site.functionName}`);
      }
    }
  }
  assert.ok(turned > 150, `only ${turned} guards were turned round`);
  assert.deepEqual(unmoved, []);
});
