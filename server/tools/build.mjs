/** The bundles of daxlint are built into dist/: the client, and the programs of the server with the parser and the overlays beside them. */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const serverRequire = createRequire(join(ROOT, 'server/package.json'));

/** What is written into a page: small, and without a map that would be looked for beside it. */
const IN_PAGE = { platform: 'browser', format: 'iife', target: 'es2022', minify: true, sourcemap: false };

/** What runs in a worker of a browser. */
const IN_BROWSER = { platform: 'browser', target: 'es2022' };

/** Each bundle by its name in dist/, with its entry and what only it needs. */
const BUNDLES = {
  client: { entry: 'client/src/main.ts', options: { external: ['vscode'] } },
  server: { entry: 'server/src/lsp/main.ts', options: moduleAddress() },
  cli: { entry: 'server/src/cli/main.ts', options: moduleAddress() },
  'tree-worker': { entry: 'server/src/store/tree-worker-main.ts', options: moduleAddress() },
  'audit-worker': { entry: 'server/src/audit/main.ts', options: moduleAddress() },
  worker: { entry: 'server/src/store/worker-main.ts', options: moduleAddress() },
  'client.web': { entry: 'client/src/main-web.ts', options: { ...IN_BROWSER, external: ['vscode'] } },
  'server.web': { entry: 'server/src/web/main.ts', options: { ...IN_BROWSER, format: 'iife' } },
  report: { entry: 'server/src/report/main.ts', options: IN_PAGE },
  'report-style': { entry: 'server/src/report/page.css', options: IN_PAGE },
};

/** The WebAssembly files that the server loads from its own folder, by the package that they come from. */
const WASM = [
  { package: 'web-tree-sitter', file: 'web-tree-sitter.wasm' },
  { package: 'tree-sitter-c', file: 'tree-sitter-c.wasm' },
];

/**
 * Builds the named bundles, all of them by default, and copies the WebAssembly files and the overlays. A production build is minified
 * and has no source maps. Throws where a source does not compile.
 */
export async function build({ production = false, bundles = Object.keys(BUNDLES), outdir = join(ROOT, 'dist') } = {}) {
  mkdirSync(outdir, { recursive: true });
  if (production) for (const map of readdirSync(outdir)) if (map.endsWith('.map')) rmSync(join(outdir, map));
  await Promise.all(bundles.map((name) => buildOne(name, production, outdir)));
  for (const { package: name, file } of WASM) copyFileSync(join(packageFolder(name), file), join(outdir, file));
  rmSync(join(outdir, 'overlays'), { recursive: true, force: true });
  cpSync(join(ROOT, 'server/overlays'), join(outdir, 'overlays'), { recursive: true });
  packFixtures(outdir);
}

/** The fixtures of the rules go with the program, which runs them by `daxlint selftest`. */
function packFixtures(outdir) {
  const folder = join(ROOT, 'test/fixtures/rules');
  if (!existsSync(folder)) return;
  const names = readdirSync(folder, { recursive: true }).filter(
    (name) => name.endsWith('.c') && !name.endsWith('.fixed.c'),
  );
  const fixtures = names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  writeFileSync(join(outdir, 'fixtures.json'), JSON.stringify(fixtures));
}

async function buildOne(name, production, outdir) {
  const { entry, options } = BUNDLES[name];
  await bundle({
    entryPoints: { [name]: join(ROOT, entry) },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.9',
    minify: production,
    sourcemap: !production,
    legalComments: 'none',
    logLevel: 'warning',
    // The entry of web-tree-sitter for ES modules asks for its own address, which a CommonJS bundle does not have.
    // The main file of jsonc-parser hides its parts from a bundler; its form for ES modules does not.
    alias: {
      'web-tree-sitter': serverRequire.resolve('web-tree-sitter'),
      'jsonc-parser': join(packageFolder('jsonc-parser'), 'lib/esm/main.js'),
    },
    ...options,
  });
}

/** Sources may ask for `import.meta.url`; in a bundle it is the address of the bundle. */
function moduleAddress() {
  return {
    define: { 'import.meta.url': 'bundleAddress' },
    banner: { js: "const bundleAddress = require('node:url').pathToFileURL(__filename).href;" },
  };
}

function packageFolder(name) {
  let folder = dirname(serverRequire.resolve(name === 'web-tree-sitter' ? name : `${name}/package.json`));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const start = performance.now();
  try {
    await build({ production: process.argv.includes('--production') });
    console.log(`dist/ built in ${Math.round(performance.now() - start)} ms`);
  } catch (error) {
    // What does not compile was shown with its place already.
    console.error(error.errors ? 'dist/ was not built' : error);
    process.exitCode = 1;
  }
}
