/** The helper table says of each tree what the tree itself says. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compareReleases, type Release } from '../../server/src/kernel/eras.ts';
import { parseEvidence } from '../../server/src/kernel/evidence.ts';
import { HELPERS } from '../../server/src/kernel/helper-table.ts';
import { SERIES, treeOf } from './trees.ts';

for (const series of SERIES) {
  test(`each helper is declared in ${series}, or is not there, as its row says`, (t) => {
    const tree = treeOf(series);
    const texts = new Map<string, string | undefined>();
    const holds = (path: string, name: string): boolean => {
      if (!texts.has(path)) texts.set(path, codeOf(join(tree, path)));
      return new RegExp(`\\b${name}\\b`).test(texts.get(path) ?? '');
    };
    const wrong: string[] = [];
    let declared = 0;
    for (const row of HELPERS) {
      const present = coverage(row, series);
      const cited = row.evidence.flatMap((text) => {
        const place = parseEvidence(text);
        return place?.form === 'line' && place.tree === series ? [place.path] : [];
      });
      const places = cited.length > 0 ? cited : row.headers;
      const found = places.some((path) => holds(path, row.name));
      if (present && found) declared += 1;
      if (present !== found) wrong.push(`${row.name}: ${present ? 'not ' : ''}in ${places.join(', ')}`);
    }
    t.diagnostic(`${declared} of ${HELPERS.length} rows are declared in ${series}`);
    assert.deepEqual(wrong, []);
  });
}

function coverage(row: (typeof HELPERS)[number], series: Release): boolean {
  if (row.flags?.includes('proposed') === true) return false;
  const { since, until } = row;
  return (
    (since === undefined || compareReleases(since, series) <= 0) &&
    (until === undefined || compareReleases(series, until) <= 0)
  );
}

/** The text of a file without its comments; undefined where there is no such file. */
function codeOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ') : undefined;
}
