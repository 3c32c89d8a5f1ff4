#!/usr/bin/env node
// Starts the bundled command line; the sources themselves need a build first.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
if (existsSync(bundle)) {
  createRequire(import.meta.url)(bundle);
} else {
  const root = dirname(dirname(bundle));
  console.error(`daxlint: not built yet: run \`npm run build\` in ${root}`);
  process.exitCode = 2;
}
