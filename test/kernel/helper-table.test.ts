/** The helper table says of each tree what the tree itself says. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compareReleases } from '../../server/src/kernel/eras.ts';
import { parseEvidence } from '../../server/src/kernel/evidence.ts';
import { type Helper, HELPERS } from '../../server/src/kernel/helper-table.ts';
import { type DeclarationText, declarationText } from '../../server/src/kernel/probe-text.ts';
import { PROBE_FILES } from '../../server/src/kernel/probes.ts';
import { SERIES, type Series, treeOf } from './trees.ts';

const HEADERS = PROBE_FILES.filter((path) => path.endsWith('.h'));

const NAMES = new Map<string, readonly Helper[]>();
for (const row of HELPERS) NAMES.set(row.name, [...(NAMES.get(row.name) ?? []), row]);

for (const series of SERIES) {
  test(`each helper is declared in ${series}, or is not there, as its rows say`, (t) => {
    const files = new TreeFiles(treeOf(series));
    const wrong: string[] = [];
    let declared = 0;
    let absent = 0;
    for (const [name, rows] of NAMES) {
      const places = [...new Set(rows.flatMap((row) => [...citedPaths(row, series), ...row.headers]))];
      const expected = rows.some((row) => isThere(row, series));
      const found = places.some((path) => files.declares(path, name));
      if (found) declared += 1;
      else if (!expected) {
        absent += 1;
        // A name that went from its header may have gone into another one.
        const moved = HEADERS.filter((path) => files.declares(path, name));
        if (moved.length > 0) wrong.push(`${name} is declared in ${moved.join(', ')}`);
      }
      if (expected !== found) wrong.push(`${name} is ${found ? '' : 'not '}declared in ${places.join(', ')}`);
    }
    t.diagnostic(
      `${declared} of ${NAMES.size} names are declared in ${series}, ${absent} are absent as the table says`,
    );
    assert.deepEqual(wrong, []);
  });
}

/** Whether a row says that a series has the helper: by its releases, or because a backport is cited. */
function isThere(row: Helper, series: Series): boolean {
  if (row.flags?.includes('proposed') === true) return false;
  if (citedPaths(row, series).length > 0) return true;
  const begun = row.since === undefined || compareReleases(row.since, series) <= 0;
  return begun && (row.until === undefined || compareReleases(series, row.until) <= 0);
}

/** The files of a series in which a row was read. */
function citedPaths(row: Helper, series: Series): readonly string[] {
  return row.evidence.flatMap((text) => {
    const place = parseEvidence(text);
    return place?.form === 'line' && place.tree === series ? [place.path] : [];
  });
}

class TreeFiles {
  private readonly tree: string;
  private readonly known = new Map<string, DeclarationText | undefined>();

  constructor(tree: string) {
    this.tree = tree;
  }

  /** Whether a file declares a function, a macro or a struct of a name; `struct.member` is the name of a member. */
  declares(path: string, name: string): boolean {
    const text = this.text(path);
    const [struct = '', member] = name.split('.');
    if (member !== undefined) return text?.findMember(struct, member) !== undefined;
    return (text?.find(name) ?? text?.findStruct(name)) !== undefined;
  }

  private text(path: string): DeclarationText | undefined {
    if (!this.known.has(path)) {
      const full = join(this.tree, path);
      this.known.set(path, existsSync(full) ? declarationText(readFileSync(full, 'utf8')) : undefined);
    }
    return this.known.get(path);
  }
}
