/** What `--version` tells: of the program, of the grammar that it reads C with, and of its tables about Linux. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERAS, NEWEST_ERA } from '../kernel/eras.ts';
import { HELPERS } from '../kernel/helper-table.ts';
import { MATRIX_ROWS } from '../kernel/matrix-rows.generated.ts';
import { digest } from '../store/facts-cache.ts';
import { packageRoot } from '../store/placement.ts';

/** Lines without a line break at the end; the tables are told by a digest, which changes with any row of them. */
export function versionText(version: string): string {
  const tables = digest([ERAS, MATRIX_ROWS, HELPERS]).slice(0, 12);
  const rows = [
    ['daxlint', version],
    ['grammar', `tree-sitter-c ${grammarVersion()}`],
    ['matrix', `${ERAS[0]?.label ?? ''} to ${NEWEST_ERA.label}, tables ${tables}`],
    ['node', process.version],
  ];
  return rows.map(([name = '', text = '']) => `${name.padEnd(8)} ${text}`).join('\n');
}

/** The version that the package pins. */
function grammarVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const found = /"tree-sitter-c":"([^"]+)"/.exec(JSON.stringify(manifest));
  return found?.[1] ?? 'of an unknown version';
}
