/** Where the running program's own files lie: beside the bundle in `dist/`, or in the source folders. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// A bundle is CommonJS and has `__filename`; the sources are modules and have none.
const bundled = typeof __filename === 'string';

/** Absolute path of the running script (bundled), or of this file (from source). */
export const ownFile: string = bundled ? __filename : fileURLToPath(import.meta.url);

const ownFolder = dirname(ownFile);

/** Absolute path of the package: the folder that holds `package.json`, `dist/` and `docs/`. */
export const packageRoot: string = bundled ? dirname(ownFolder) : resolve(ownFolder, '../../..');

/** Absolute path of the folder with the overlays that are shipped. */
export const overlaysFolder: string = bundled ? join(ownFolder, 'overlays') : resolve(ownFolder, '../../overlays');

/** Absolute path of the folder with what the build makes. */
export const builtFolder: string = join(packageRoot, 'dist');

/** The programs that another one starts. */
export type Entry = 'server' | 'worker' | 'tree-worker' | 'audit-worker';

/** Absolute path of the script to run for an entry: always one that was built, because threads do not load TypeScript. */
export function entryPath(entry: Entry): string {
  return join(bundled ? ownFolder : join(packageRoot, 'dist'), `${entry}.js`);
}

/** The version in the package's manifest; `unknown` where there is none. */
export function packageVersion(): string {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  } catch {
    // The bundle was moved away from its package.
  }
  return 'unknown';
}
